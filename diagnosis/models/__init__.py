from .answers import AnswerChange, AnswerSheet, Evidence, Voice
from .assessments import Assessment, AssessmentMove, Receipt, Status
from .drafts import Draft
from .releases import Release
from .scores import Score

__all__ = [
    "AnswerChange",
    "AnswerSheet",
    "Assessment",
    "AssessmentMove",
    "Draft",
    "Evidence",
    "Receipt",
    "Release",
    "Score",
    "Status",
    "Voice",
]
