"""The states of an assessment and every move between them: the one table.

draft > submitted > in review > verified
  ^________|____________|           |     returned, with a reason
                        ^___________|     reopened, with a reason

Regulators return and reopen too, when they decide a firm's request or appeal.
"""

from dataclasses import dataclass

from diagnosis.models import Status
from enterprises.models import Step


@dataclass(frozen=True, slots=True)
class Move:
    """One change of state: from where, to where, who may, which step of coverage it records."""

    name: str
    before: tuple[Status, ...]
    after: Status
    capability: str
    needs_reason: bool = False
    step: Step | None = None


SUBMIT = Move("submit", (Status.DRAFT,), Status.SUBMITTED, "assessment.submit", step=Step.SUBMITTED)
START_REVIEW = Move("start_review", (Status.SUBMITTED,), Status.IN_REVIEW, "assessment.review")
VERIFY = Move(
    "verify", (Status.IN_REVIEW,), Status.VERIFIED, "assessment.review", step=Step.VERIFIED
)
RETURN = Move(
    "return",
    (Status.SUBMITTED, Status.IN_REVIEW),
    Status.DRAFT,
    "assessment.return",
    needs_reason=True,
)
REOPEN = Move(
    "reopen", (Status.VERIFIED,), Status.IN_REVIEW, "assessment.reopen", needs_reason=True
)

MOVES = {move.name: move for move in (SUBMIT, START_REVIEW, VERIFY, RETURN, REOPEN)}
