"""Who never started, stalled or is overdue: the same firms that the board counts."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, QuerySet

from enterprises.models import Campaign, Enterprise
from enterprises.programme.rule import Rule
from enterprises.programme.selecting import meant
from gongfu.core.actor import Actor
from gongfu.core.clock import today
from reports.coverage.calls import Standstill, standing_still
from reports.coverage.reading import Slice

KINDS = (Standstill.NEVER, Standstill.STALLED, Standstill.OVERDUE)
Stays = QuerySet[Any]  # with the annotations of `standing_still`


def still(campaign: Campaign, rule: Rule | None, actor: Actor) -> Stays:
    """The stays of the firms that a rule means and that do not move; none where none can fit."""
    asked = Slice(campaign_id=campaign.pk, as_of=today())
    found = standing_still(campaign, asked.within(actor), actor, campaign.counted_step)
    if rule is None:
        return found.none()
    firms = Enterprise.objects.filter(meant(rule))
    return found.filter(kind__in=KINDS, enterprise__in=firms).annotate(work_id=F("work__id"))


def counts_of(found: Stays) -> Counter[str]:
    """How many there are of each kind."""
    return Counter(dict(found.order_by().values_list("kind").annotate(Count("id"))))


def of_kind(found: Stays, kind: str, idle: int) -> Stays:
    """One list; of the stalled, those without an answer for so many days."""
    found = found.filter(kind=kind)
    if kind == Standstill.STALLED and idle:
        found = found.filter(last_answer_at__date__lt=today() - timedelta(days=idle))
    return found.select_related("enterprise__district", "enterprise__industry")


def firms_of(found: Stays) -> QuerySet[Enterprise]:
    return Enterprise.objects.filter(pk__in=found.order_by().values("enterprise"))
