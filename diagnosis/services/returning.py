from django.db import transaction

from diagnosis.models import Assessment
from diagnosis.moves import RETURN
from diagnosis.services.moving import make_move
from diagnosis.services.scoring import retire_scores
from gongfu.core import clock
from gongfu.core.actor import Actor


@transaction.atomic
def return_assessment(*, assessment: Assessment, reason: str, actor: Actor) -> None:
    """Give a submitted assessment back to the firm to be corrected; answers and receipt stay."""
    make_move(
        assessment=assessment,
        move=RETURN,
        actor=actor,
        at=clock.now(),
        reason=reason,
        submitted_at=None,
    )
    retire_scores(assessment=assessment)
