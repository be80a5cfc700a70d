"""What waits for a regulator: requests to come in, and corrections."""

from dataclasses import dataclass

from enterprises.register.models import Claim, Correction
from gongfu.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Waiting:
    claims: int
    corrections: int


def waiting_for(actor: Actor) -> Waiting | None:
    """The open ones within reach; None for those who decide nothing."""
    if not actor.is_regulator:
        return None
    return Waiting(
        claims=Claim.objects.visible_to(actor).waiting().count(),
        corrections=Correction.objects.visible_to(actor).waiting().count(),
    )
