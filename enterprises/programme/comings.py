"""Who came into a campaign's scope and who went, day by day, as the ledger has it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from enterprises.models import Campaign, Enterprise, LedgerEntry, ScopeEntry, Step
from enterprises.programme.wording import source_in_words
from gongfu.core.actor import Actor
from gongfu.core.models import User


@dataclass(frozen=True, slots=True)
class Day:
    """How many rows of a day put a firm into scope or take it out, and who is in at its end."""

    on: date
    came: int
    went: int
    inside: int


def comings(campaign: Campaign, actor: Actor, district: str = "") -> QuerySet[LedgerEntry]:
    """The rows of the step "in scope" that the actor may see: those that lie in its district."""
    rows = LedgerEntry.objects.filter(campaign=campaign, step=Step.IN_SCOPE)
    wanted = actor.district_code or district
    return rows.filter(district=wanted) if wanted else rows


def last_month(rows: QuerySet[LedgerEntry], today: date) -> date:
    """The first day of the month in which something last happened, this month at the latest."""
    last = rows.filter(effective_on__lte=today).aggregate(last=Max("effective_on"))["last"]
    return (last or today).replace(day=1)


def days_of(rows: QuerySet[LedgerEntry], month: date) -> list[Day]:
    """The days of a month on which something happened, the newest first."""
    end = next_month(month)
    inside = rows.filter(effective_on__lt=month).aggregate(sum=Sum("delta"))["sum"] or 0
    counted = (
        rows.filter(effective_on__gte=month, effective_on__lt=end)
        .order_by("effective_on")
        .values_list("effective_on")
        .annotate(came=Count("pk", filter=Q(delta=1)), went=Count("pk", filter=Q(delta=-1)))
    )
    days = []
    for on, came, went in counted:
        inside += came - went
        days.append(Day(on, came, went, inside))
    return days[::-1]


def next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def tell_rows(rows: Iterable[Any], campaign: Campaign, actor: Actor) -> None:
    """Give each row its source in words, its author, and the firm's stay if that can be mended."""
    rows = list(rows)
    names = dict(
        User.objects.filter(pseudonym__in={row.author for row in rows}).values_list(
            "pseudonym", "name"
        )
    )
    firms = Enterprise.objects.visible_to(actor).filter(pk__in={row.enterprise_id for row in rows})
    stays = ScopeEntry.objects.filter(campaign=campaign, enterprise__in=firms).order_by("pk")
    kept = {(one.enterprise_id, one.entered_on): one for one in stays if not is_taken_back(one)}
    for row in rows:
        row.source_words = source_in_words(row.source)
        row.author_name = names.get(row.author, "")
        row.stay = kept.get((row.enterprise_id, row.effective_on)) if row.delta > 0 else None


def is_taken_back(stay: ScopeEntry) -> bool:
    return stay.left_on == stay.entered_on
