"""Whom to call: firms in scope that do not move. The one part of the board joining assessments.

It shows how things stand today, whatever day the figures are read for; and it shows that a
self-assessment is under way, never what was answered.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from diagnosis.models import Status
from enterprises.models import (
    Assignment,
    Campaign,
    Enterprise,
    Provider,
    ScopeEntry,
    Step,
    StepReached,
)
from gongfu.core.actor import Actor
from gongfu.core.clock import city_day, today
from reports.coverage.reading import Slice

STALLED_AFTER = timedelta(days=14)
WAITING_AFTER = timedelta(days=21)
SHOWN = 10
_LARGEST = (F("enterprise__staff").desc(nulls_last=True), "enterprise_id")
_STEPS_LEFT = (
    When(kind="waiting", then=Value(0)),
    When(kind__in=("overdue", "stalled"), then=Value(1)),
)


class Standstill(models.TextChoices):
    """Why a firm is on the list; the first that applies."""

    NEVER = "never", _("Never started")
    OVERDUE = "overdue", _("Overdue")
    STALLED = "stalled", _("Stalled")
    WAITING = "waiting", _("Waiting for the visit")


@dataclass(frozen=True, slots=True)
class Call:
    """One firm to call, and how long nothing has moved."""

    enterprise: Enterprise
    kind: Standstill
    idle_days: int
    overdue_days: int
    answered: int
    total: int
    provider: str


@dataclass(frozen=True, slots=True)
class Calls:
    """The largest of the firms that stand still, and how many there are, by district and kind."""

    firms: list[Call]
    districts: Mapping[str, Counter[str]]

    @property
    def counts(self) -> Counter[str]:
        """How many there are of each kind."""
        return sum(self.districts.values(), Counter())

    def standing_in(self, district: str) -> int:
        return self.districts[district].total() if district in self.districts else 0


def calls(
    campaign: Campaign, asked: Slice, actor: Actor, *, step: str, limit: int | None = SHOWN
) -> Calls:
    """The firms of a slice that stand still today, the largest first."""
    calling = Calling(campaign, asked, actor, step)
    return Calls(calling.largest(limit), calling.counted().districts)


@dataclass(frozen=True, slots=True)
class Calling:
    """Who may be called about what: the same question for the page and for its files."""

    campaign: Campaign
    asked: Slice
    actor: Actor
    step: str

    @property
    def standing_still(self) -> QuerySet[Any]:
        return standing_still(self.campaign, self.asked, self.actor, self.step)

    def counted(self) -> Calls:
        """How many there are, and nobody by name."""
        districts: dict[str, Counter[str]] = {}
        by_kind = self.standing_still.order_by().values_list("enterprise__district", "kind")
        for district, kind, count in by_kind.annotate(Count("id")):
            districts.setdefault(district, Counter())[kind] = count
        return Calls([], districts)

    def largest(self, limit: int | None = SHOWN) -> list[Call]:
        rows = self.standing_still.select_related("enterprise__district", "enterprise__industry")
        return _calls(rows.order_by(*_LARGEST)[:limit])

    def nearest(self, wanted: Mapping[str, int], limit: int | None = None) -> list[Call]:
        """So many firms of each district, the districts in the given order.

        Within a district those come first that need least to be covered: the visit, then the rest
        of the answers, then all of it.
        """
        if not wanted:
            return []
        found = self.standing_still
        least = ("steps_left", F("answered").desc(nulls_last=True), *_LARGEST)
        district = "enterprise__district"
        place = Window(RowNumber(), partition_by=district, order_by=least)
        rows = (
            found.filter(**{f"{district}__in": wanted})
            .annotate(
                steps_left=Case(*_STEPS_LEFT, default=Value(2)),
                turn=Case(*(When(**{district: code}, then=n) for n, code in enumerate(wanted))),
                enough=Case(*(When(**{district: code}, then=n) for code, n in wanted.items())),
            )
            .annotate(place=place)
            .filter(place__lte=F("enough"))
            .select_related(district, "enterprise__industry")
            .order_by("turn", "place")[:limit]
        )
        return _calls(rows)


def _calls(rows: Iterable[Any]) -> list[Call]:
    rows = list(rows)
    providers = {row.pk: row.name for row in Provider.objects.all()} if rows else {}
    return [_call(row, providers) for row in rows]


def standing_still(campaign: Campaign, asked: Slice, actor: Actor, step: str) -> QuerySet[Any]:
    """The stays of those firms; `kind` says why each is among them."""
    now = today()
    where: dict[str, Any] = {f"enterprise__{name}": code for name, code in asked.filters.items()}
    stays = ScopeEntry.objects.filter(campaign=campaign, entered_on__lte=now, **where).filter(
        Q(left_on=None) | Q(left_on__gt=now),
        enterprise__in=Enterprise.objects.visible_to(actor),
    )
    found = stays.annotate(
        work=FilteredRelation(
            "enterprise__assessments",
            condition=Q(
                enterprise__assessments__campaign=campaign,
                enterprise__assessments__is_extra=False,
            ),
        )
    ).annotate(
        opened_at=F("work__opened_at"),
        last_answer_at=F("work__last_answer_at"),
        submitted_at=F("work__submitted_at"),
        due_on=F("work__due_on"),
        answered=F("work__answered"),
        questions=F("work__total"),
        provider_id=Subquery(_assigned(campaign)),
        kind=_kind(campaign, now, step),
    )
    return found.exclude(kind="")


def _assigned(campaign: Campaign) -> QuerySet:
    return Assignment.objects.filter(
        campaign=campaign, enterprise=OuterRef("enterprise"), ended_on=None
    ).values("provider_id")[:1]


def _submitted(campaign: Campaign) -> QuerySet:
    """Steps that a firm without an assessment here has reached, brought in from elsewhere."""
    return StepReached.objects.filter(campaign=campaign, enterprise=OuterRef("enterprise")).exclude(
        step=Step.INVITED
    )


def _kind(campaign: Campaign, now: date, step: str) -> Case:
    draft = Q(work__status=Status.DRAFT)
    nothing_known = Q(~Exists(_submitted(campaign)), work__isnull=True)
    untouched = nothing_known | (draft & Q(work__last_answer_at=None))
    whens = [
        When(untouched, then=Value(Standstill.NEVER.value)),
        When(draft & Q(work__due_on__lt=now), then=Value(Standstill.OVERDUE.value)),
        When(
            draft & Q(work__last_answer_at__date__lt=now - STALLED_AFTER),
            then=Value(Standstill.STALLED.value),
        ),
    ]
    if step in (Step.VERIFIED, Step.REPORTED):
        late = Q(work__submitted_at__date__lt=now - WAITING_AFTER)
        submitted = Q(work__status=Status.SUBMITTED)
        whens.append(When(submitted & late, then=Value(Standstill.WAITING.value)))
    return Case(*whens, default=Value(""), output_field=CharField())


def _call(row: Any, providers: dict[int, str]) -> Call:
    last = row.submitted_at or row.last_answer_at or row.opened_at
    overdue = (today() - row.due_on).days if row.due_on else 0
    return Call(
        enterprise=row.enterprise,
        kind=Standstill(row.kind),
        idle_days=_days_since(last, row.entered_on),
        overdue_days=max(0, overdue),
        answered=row.answered or 0,
        total=row.questions or 0,
        provider=providers.get(row.provider_id, ""),
    )


def _days_since(moment: datetime | None, otherwise: date) -> int:
    return (today() - (city_day(moment) if moment else otherwise)).days
