"""Checks of plans that wait for a person of the firm."""

from collections.abc import Sequence

from diagnosis.models import Assessment, PlanCheck
from gongfu.core import clock
from gongfu.core.access import may
from gongfu.core.actor import Actor


def due_for(actor: Actor, assessments: Sequence[Assessment]) -> list[PlanCheck]:
    """The oldest check of each plan that fell due and is not answered."""
    if not may(actor, "plan.agree"):
        return []
    found = PlanCheck.objects.due_on(clock.today()).filter(plan__assessment__in=assessments)
    oldest: dict[int, PlanCheck] = {}
    for check in found.select_related("plan__assessment__campaign").order_by("due_on", "pk"):
        oldest.setdefault(check.plan_id, check)
    return list(oldest.values())
