from .after import Appeal, Notice, ReceiptCounter, Reminder, ReopenRequest
from .answers import AnswerChange, AnswerSheet, Evidence, Voice
from .assessments import Assessment, AssessmentMove, Receipt, Status
from .drafts import Draft
from .releases import Release
from .scores import Score

__all__ = [
    "AnswerChange",
    "AnswerSheet",
    "Appeal",
    "Assessment",
    "AssessmentMove",
    "Draft",
    "Evidence",
    "Notice",
    "Receipt",
    "ReceiptCounter",
    "Release",
    "Reminder",
    "ReopenRequest",
    "Score",
    "Status",
    "Voice",
]
