"""Who outside a firm opened its data."""

from enterprises.ecosystem.models import Look
from gongfu.core import clock
from gongfu.core.actor import Actor

ONCE = ("enterprise_id", "campaign_id", "day", "user_id", "role", "scope_key", "kind")


def note_look(
    *, enterprise_id: int, actor: Actor, kind: str, campaign_id: int | None = None
) -> None:
    """Note the first look of the day of a person at one kind of data of a round, or of the firm;
    later ones write nothing."""
    at = clock.now()
    look = Look(
        enterprise_id=enterprise_id,
        campaign_id=campaign_id,
        user_id=actor.user_id,
        role=actor.role,
        scope_kind=actor.scope_kind,
        scope_key=actor.scope_key,
        kind=kind,
        day=clock.city_day(at),
        at=at,
    )
    if not Look.objects.filter(**{name: getattr(look, name) for name in ONCE}).exists():
        Look.objects.bulk_create([look], ignore_conflicts=True)
