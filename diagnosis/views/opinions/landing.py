"""Where to go on once something about the views was decided."""

from django.urls import reverse

from diagnosis.models import OpinionRound
from diagnosis.services.voicing import unsettled

ALL_SETTLED = "compared"


def next_open(opinion_round: OpinionRound) -> str:
    """The next difference; where none is left, the sentence that leads on."""
    place = next(iter(unsettled(opinion_round)), ALL_SETTLED)
    return f"{reverse('diagnosis:opinions', args=[opinion_round.assessment_id])}#{place}"
