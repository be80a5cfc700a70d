"""Since when a firm carries out what it agreed to: the one definition behind every figure.

A firm counts from the day on which the first measure of an agreed plan of its campaign was done.
Where a later plan holds the same solution again, the later word is the one that counts. Voluntary
assessments are in no figure of a campaign, so their plans are not either.
"""

from datetime import date

from django.db.models import QuerySet

from diagnosis.models import Assessment, PlanItem, PlanItemChange
from enterprises.programme.services.taking_up import record_take_up
from gongfu.core.actor import Actor

Firm = tuple[int, int]  # campaign, enterprise


def since_by_firm(items: QuerySet[PlanItem]) -> dict[Firm, date]:
    """The day of each firm in each campaign that has one."""
    counted = items.filter(
        plan__assessment__is_extra=False, plan__assessment__discarded_at=None
    ).order_by("plan_id", "pk")
    latest: dict[tuple[Firm, str], date | None] = {}
    rows = counted.values_list(
        *("plan__assessment__campaign_id", "plan__assessment__enterprise_id"),
        *("solution", "state", "done_on"),
    )
    for campaign, firm, solution, state, done_on in rows.iterator(2000):
        latest[(campaign, firm), solution] = done_on if state == PlanItem.State.DONE else None
    found: dict[Firm, date] = {}
    for (key, _solution), day in latest.items():
        if day:
            found[key] = min(day, found.get(key, day))
    return found


def tell_take_up(*, assessment: Assessment, change: PlanItemChange, actor: Actor) -> None:
    """Let the ledger know what a change of an item has come to; inside its transaction."""
    if assessment.is_extra:
        return
    firm = (assessment.campaign_id, assessment.enterprise_id)
    items = PlanItem.objects.filter(
        plan__assessment__campaign=assessment.campaign_id,
        plan__assessment__enterprise=assessment.enterprise_id,
    )
    record_take_up(
        campaign=assessment.campaign,
        enterprise=assessment.enterprise,
        since=since_by_firm(items).get(firm),
        actor=actor,
        source=f"plan:{change.item.plan_id}:{change.pk}",
    )
