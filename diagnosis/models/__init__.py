from .after import Appeal, Notice, ReceiptCounter, Reminder, ReopenRequest
from .answers import AnswerChange, AnswerSheet, Voice
from .assessments import Assessment, AssessmentMove, Receipt, Status
from .drafts import Draft
from .evidence import Evidence, Picture, Scan
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
    "Picture",
    "Receipt",
    "ReceiptCounter",
    "Release",
    "Reminder",
    "ReopenRequest",
    "Scan",
    "Score",
    "Status",
    "Voice",
]
