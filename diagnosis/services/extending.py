"""Another due day for firms that have not submitted, with a reason; only ever a later one."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from diagnosis.models import Assessment, Status
from enterprises.models import Campaign, DeadlineChange, Enterprise
from enterprises.programme.services.deciding import needed
from gongfu.core import clock
from gongfu.core.actor import Actor
from gongfu.core.errors import Invalid, Locked
from gongfu.core.services.changing import note_changes

MOST = 2000  # firms of one go
PIECE = 200


def later_due(
    *, campaign: Campaign, enterprises: QuerySet[Enterprise], due_on: date
) -> QuerySet[Assessment]:
    """The open assessments of these firms that the day would give more time."""
    return Assessment.objects.filter(
        campaign=campaign,
        is_extra=False,
        status=Status.DRAFT,
        due_on__lt=due_on,
        enterprise__in=enterprises.order_by().values("pk"),
    )


def extend_deadlines(
    *,
    campaign: Campaign,
    enterprises: QuerySet[Enterprise],
    due_on: date,
    reason: str,
    actor: Actor,
) -> int:
    """Give these firms until a day; return how many had less time before.

    A firm that has longer already keeps it. Reminders follow the new day by themselves.
    """
    reason = needed(reason)
    if campaign.closed_on is not None:
        raise Locked(_("This campaign is closed; its due days stay as they are."))
    if due_on < clock.today():
        text = _("The new day lies before today; choose a later one.")
        raise Invalid(text, fields={"due_on": text})
    found = later_due(campaign=campaign, enterprises=enterprises, due_on=due_on)
    if found.count() > MOST:
        raise Invalid(_("At most %(most)d enterprises at once; narrow the list.") % {"most": MOST})
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    return sum(_extend(piece, due_on, reason, actor) for piece in _pieces(keys))


@transaction.atomic
def _extend(keys: list[int], due_on: date, reason: str, actor: Actor) -> int:
    """One piece: the condition in the update lets a submission in between win."""
    waiting = Assessment.objects.filter(pk__in=keys, status=Status.DRAFT, due_on__lt=due_on)
    found = list(waiting.select_for_update(no_key=True, of=("self",)))
    waiting.update(due_on=due_on)
    DeadlineChange.objects.bulk_create(
        DeadlineChange(
            campaign_id=one.campaign_id,
            enterprise_id=one.enterprise_id,
            before=one.due_on,
            after=due_on,
            reason=reason,
            at=clock.now(),
            by_id=actor.user_id,
        )
        for one in found
    )
    note_changes(kind="assessment", keys=(str(one.pk) for one in found))
    return len(found)


def _pieces(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), PIECE):
        yield keys[start : start + PIECE]
