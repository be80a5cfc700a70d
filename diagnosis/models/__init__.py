from .after import Appeal, Notice, ReceiptCounter, Reminder, ReopenRequest
from .alike import AlikeSet
from .answers import AnswerChange, AnswerSheet, Voice
from .approvals import Approval
from .assessments import Assessment, AssessmentMove, Receipt, Status, Tier
from .causes import Cause
from .disclosures import Disclosure
from .drafts import Draft
from .evidence import Evidence, Picture, Scan
from .following import PlanCheck, PlanItemChange
from .opinions import Opinion, OpinionRound, Settlement, Standpoint
from .plans import Plan, PlanItem
from .quality import AnswerBand, Flag, GroupFigures, QualityCheck, Rule
from .releases import Release
from .sampling import SpotCheck, SpotDraw
from .scores import Score
from .solutions import SolutionDraft, SolutionEdition
from .teamwork import LONGEST_COMMENT, Comment, CommentsSeen, Keeper
from .workbooks import FilledWorkbook

__all__ = [
    "LONGEST_COMMENT",
    "AlikeSet",
    "AnswerBand",
    "AnswerChange",
    "AnswerSheet",
    "Appeal",
    "Approval",
    "Assessment",
    "AssessmentMove",
    "Cause",
    "Comment",
    "CommentsSeen",
    "Disclosure",
    "Draft",
    "Evidence",
    "FilledWorkbook",
    "Flag",
    "GroupFigures",
    "Keeper",
    "Notice",
    "Opinion",
    "OpinionRound",
    "Picture",
    "Plan",
    "PlanCheck",
    "PlanItem",
    "PlanItemChange",
    "QualityCheck",
    "Receipt",
    "ReceiptCounter",
    "Release",
    "Reminder",
    "ReopenRequest",
    "Rule",
    "Scan",
    "Score",
    "Settlement",
    "SolutionDraft",
    "SolutionEdition",
    "SpotCheck",
    "SpotDraw",
    "Standpoint",
    "Status",
    "Tier",
    "Voice",
]
