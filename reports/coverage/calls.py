"""Whom to call: firms in scope that do not move. The one part of the board joining assessments.

It shows how things stand today, whatever day the figures are read for; and it shows that a
self-assessment is under way, never what was answered.
"""

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
)
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
    """The largest of the firms that stand still, and how many there are of each kind."""

    firms: list[Call]
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def calls(
    campaign: Campaign, asked: Slice, actor: Actor, *, step: str, limit: int | None = SHOWN
) -> Calls:
    """The firms of a slice that stand still today, the largest first."""
    found = standing_still(campaign, asked, actor, step)
    counts = dict(found.order_by().values_list("kind").annotate(Count("id")))
    rows = found.select_related("enterprise__district", "enterprise__industry").order_by(
        F("enterprise__staff").desc(nulls_last=True), "enterprise_id"
    )[:limit]
    providers = {row.pk: row.name for row in Provider.objects.all()} if rows else {}
    return Calls([_call(row, providers) for row in rows], counts)


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
