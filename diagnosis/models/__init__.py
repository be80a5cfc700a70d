from .after import Appeal, Notice, ReceiptCounter, Reminder, ReopenRequest
from .answers import AnswerChange, AnswerSheet, Voice
from .assessments import Assessment, AssessmentMove, Receipt, Status
from .causes import Cause
from .drafts import Draft
from .evidence import Evidence, Picture, Scan
from .opinions import Opinion, OpinionRound, Settlement, Standpoint
from .plans import Plan, PlanItem
from .releases import Release
from .scores import Score
from .teamwork import LONGEST_COMMENT, Comment, CommentsSeen, Keeper
from .workbooks import FilledWorkbook

__all__ = [
    "LONGEST_COMMENT",
    "AnswerChange",
    "AnswerSheet",
    "Appeal",
    "Assessment",
    "AssessmentMove",
    "Cause",
    "Comment",
    "CommentsSeen",
    "Draft",
    "Evidence",
    "FilledWorkbook",
    "Keeper",
    "Notice",
    "Opinion",
    "OpinionRound",
    "Picture",
    "Plan",
    "PlanItem",
    "Receipt",
    "ReceiptCounter",
    "Release",
    "Reminder",
    "ReopenRequest",
    "Scan",
    "Score",
    "Settlement",
    "Standpoint",
    "Status",
    "Voice",
]
