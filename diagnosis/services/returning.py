from django.db import transaction

from diagnosis.deadlines import due_after_return
from diagnosis.models import Assessment, ReopenRequest
from diagnosis.moves import RETURN
from diagnosis.quality.checking import queue_check
from diagnosis.services.moving import make_move
from diagnosis.services.scoring import retire_scores
from gongfu.core import clock
from gongfu.core.actor import Actor


@transaction.atomic
def return_assessment(*, assessment: Assessment, reason: str, actor: Actor) -> None:
    """Give a submitted assessment back to the firm to be corrected; answers and receipt stay.

    The firm gets some days for it, and a request of the firm that was open is thereby accepted.
    """
    at = clock.now()
    make_move(
        assessment=assessment,
        move=RETURN,
        actor=actor,
        at=at,
        reason=reason,
        submitted_at=None,
        due_on=due_after_return(assessment, clock.today()),
    )
    retire_scores(assessment=assessment)
    queue_check(assessment=assessment, actor=actor)
    assessment.reopen_requests.filter(state=ReopenRequest.State.OPEN).update(
        state=ReopenRequest.State.ACCEPTED, decided_at=at, decided_by=actor.user_id, answer=reason
    )
