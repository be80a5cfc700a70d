"""Agreed plans as a list: how far each is, which check is due, what was spent."""

from datetime import date
from typing import Any

from django.db.models import Count, DateField, OuterRef, Q, QuerySet, Subquery, TextChoices, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from diagnosis.deadlines import CHECK_WITHIN
from diagnosis.models import Plan, PlanCheck, PlanItem
from enterprises.models import Enterprise
from gongfu.core.actor import Actor

# Plans with the annotations of `plans_of`
Plans = QuerySet[Any]
NO_DAY = date(9999, 12, 31)
ORDERS = {
    "name": "assessment__enterprise__name_key",
    "agreed": "agreed_at",
    "done": "done",
    "due": "next_due",
}


class Standing(TextChoices):
    """How a plan stands with its checks, and with what it was to bring."""

    DUE = "due", _("A check is due")
    OVERDUE = "overdue", _("A check is overdue")
    WAITING = "waiting", _("Next check not due yet")
    DONE = "done", _("At least one measure done")
    NOTHING = "nothing", _("No measure done yet")


def plans_of(actor: Actor) -> Plans:
    """The plans in force of the firms in reach; those on voluntary assessments are private."""
    checks = PlanCheck.objects.filter(plan=OuterRef("pk"))
    answered = checks.exclude(answered_at=None).order_by("-months")
    waiting = checks.open().order_by("due_on")
    found = Plan.objects.visible_to(actor).current().filter(assessment__is_extra=False)
    return found.select_related(
        "assessment__enterprise__district", "assessment__campaign"
    ).annotate(
        measures=Count("items"),
        done=Count("items", filter=Q(items__state=PlanItem.State.DONE)),
        next_due=Coalesce(
            Subquery(waiting.values("due_on")[:1]), Value(NO_DAY), output_field=DateField()
        ),
        check_id=Subquery(waiting.values("pk")[:1]),
        spent=Subquery(answered.values("spent")[:1]),
    )


def standing_at(plans: Plans, standing: str, today: date) -> Plans:
    """The plans that stand so on a day."""
    late = today - CHECK_WITHIN
    return {
        Standing.DUE: plans.filter(next_due__range=(late, today)),
        Standing.OVERDUE: plans.filter(next_due__lt=late),
        Standing.WAITING: plans.filter(next_due__gt=today),
        Standing.DONE: plans.filter(done__gt=0),
        Standing.NOTHING: plans.filter(done=0),
    }[Standing(standing)]


def narrowed(plans: Plans, chosen: dict[str, Any], today: date) -> Plans:
    """The plans that every valid filter lets through."""
    if chosen.get("q"):
        firms = Enterprise.objects.matching(chosen["q"])
        plans = plans.filter(assessment__enterprise__in=firms)
    if chosen.get("campaign"):
        plans = plans.filter(assessment__campaign__slug=chosen["campaign"])
    if chosen.get("district"):
        plans = plans.filter(assessment__enterprise__district=chosen["district"])
    if chosen.get("standing"):
        plans = standing_at(plans, chosen["standing"], today)
    return plans


def overdue_days(plan: Any, today: date) -> int:
    """Days since the term of its next check ran out; 0 where it has not."""
    return 0 if plan.next_due == NO_DAY else max((today - plan.next_due - CHECK_WITHIN).days, 0)
