"""Firms with how far they are in one campaign: the rows of the enterprise list and its exports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue import framework_of
from diagnosis.maturity import Framework
from diagnosis.models import Assessment, Release, Score, Status
from enterprises.models import Assignment, Campaign, Enterprise, Provider, ScopeEntry, StepReached
from gongfu.core.actor import Actor
from gongfu.core.clock import city_day, today
from gongfu.core.languages import short

NO_DAY = date(9999, 12, 31)
STALLED_AFTER = timedelta(days=14)
NOT_ASSESSED, NO_LEVEL = -1, 0
# Stands in where no campaign exists yet: no firm has anything to do with it.
NO_CAMPAIGN = Campaign(pk=0, slug="", framework="")
OUT, WAITING, NEVER, DRAFTING, SUBMITTED, IN_REVIEW, VERIFIED, REPORTED = range(8)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a firm stands: its key in addresses, its words, its tone."""

    key: str
    name: object
    tone: str = ""


STAGES: Mapping[int, Stage] = {
    OUT: Stage("out", _("Out of scope")),
    WAITING: Stage("waiting", _("Not invited yet")),
    NEVER: Stage("never", _("Never started"), "danger"),
    DRAFTING: Stage("drafting", _("Self-assessment under way")),
    SUBMITTED: Stage("submitted", _("Submitted")),
    IN_REVIEW: Stage("review", _("In review")),
    VERIFIED: Stage("verified", _("Verified on site"), "ok"),
    REPORTED: Stage("reported", _("Report delivered"), "ok"),
}
STALLED = Stage("drafting", _("Stalled"), "warn")
NUMBERS = {stage.key: number for number, stage in STAGES.items()}


Rows = Any  # a query of Enterprise with the annotations of rows_of, unknown to the type checker
Row = Any  # one of its rows


def rows_of(campaign: Campaign, actor: Actor) -> Rows:
    """The firms in reach; `stage`, `due`, `rank` and `provider` say where each stands today.

    That a self-assessment is under way may be known to whom the firm is visible; a level only
    once the assessment was submitted.
    """
    work = FilteredRelation(
        "assessments",
        condition=Q(assessments__campaign=campaign, assessments__is_extra=False),
    )
    return (
        Enterprise.objects.visible_to(actor)
        .annotate(work=work)
        .annotate(
            work_id=F("work__id"),
            release_id=F("work__release_id"),
            answered=F("work__answered"),
            questions=F("work__total"),
            last_answer_at=F("work__last_answer_at"),
            stage=_stage(campaign),
            due=_due(),
            rank=_rank(),
            provider_id=Subquery(_provider(campaign)),
        )
    )


def _due() -> Case:
    """The day by which the firm itself must be done; nothing is due once it has submitted."""
    return Case(
        When(work__status=Status.DRAFT, then=F("work__due_on")),
        default=Value(NO_DAY),
        output_field=DateField(),
    )


def _stage(campaign: Campaign) -> Case:
    reached = StepReached.objects.filter(enterprise=OuterRef("pk"), campaign=campaign)
    return Case(
        When(Exists(reached.filter(step="reported")), then=Value(REPORTED)),
        When(work__status=Status.VERIFIED, then=Value(VERIFIED)),
        When(work__status=Status.IN_REVIEW, then=Value(IN_REVIEW)),
        When(work__status=Status.SUBMITTED, then=Value(SUBMITTED)),
        When(work__last_answer_at__isnull=False, then=Value(DRAFTING)),
        When(work__id__isnull=False, then=Value(NEVER)),
        When(Exists(open_stays(campaign).filter(enterprise=OuterRef("pk"))), then=Value(WAITING)),
        default=Value(OUT),
        output_field=IntegerField(),
    )


def open_stays(campaign: Campaign) -> QuerySet[ScopeEntry]:
    """Who is in scope today."""
    day = today()
    stays = ScopeEntry.objects.filter(campaign=campaign, entered_on__lte=day)
    return stays.filter(Q(left_on=None) | Q(left_on__gt=day))


def _rank() -> Case:
    """The level found on site, else the firm's own; 0 where the score earns none."""
    score = Score.objects.current().filter(
        assessment=OuterRef("work__id"), kind__in=(Score.Kind.VERIFIED, Score.Kind.SELF)
    )
    level = score.order_by("-kind").values(found=Coalesce("level", NO_LEVEL))[:1]
    return Case(
        When(work__status=Status.DRAFT, then=Value(NOT_ASSESSED)),
        default=Coalesce(Subquery(level), NOT_ASSESSED),
        output_field=IntegerField(),
    )


def _provider(campaign: Campaign) -> QuerySet:
    assigned = Assignment.objects.filter(
        enterprise=OuterRef("pk"), campaign=campaign, ended_on=None
    )
    return assigned.values("provider_id")[:1]


def level_names(campaign: Campaign) -> dict[int, str]:
    """Rank -> the name that it has in every framework of the campaign, empty where they differ."""
    names: dict[int, set[str]] = {}
    for each in _names_by_release(campaign).values():
        for rank, name in each.items():
            names.setdefault(rank, set()).add(name)
    return {rank: each.pop() if len(each) == 1 else "" for rank, each in sorted(names.items())}


def _names_by_release(campaign: Campaign) -> dict[int, dict[int, str]]:
    """Release -> rank -> name of the level, of what is answered in the campaign."""
    ref, _space, version = campaign.framework.partition(" ")
    answered = Assessment.objects.filter(campaign=campaign, is_extra=False).values("release")
    releases = Release.objects.filter(Q(ref=ref, version=version) | Q(pk__in=answered))
    return {release.pk: _names(framework_of(release)) for release in releases}


def _names(framework: Framework) -> dict[int, str]:
    texts = framework.texts(short())
    return {level.rank: texts.level(level.rank).name for level in framework.levels}


class Teller:
    """Says in words what a row holds; knows the names once for all rows."""

    def __init__(self, campaign: Campaign) -> None:
        self.levels = _names_by_release(campaign)
        self.providers = {row.pk: row.name for row in Provider.objects.all()}
        self.day = today()

    def tell(self, row: Row) -> Row:
        stage = STAGES[row.stage]
        idle = row.last_answer_at
        if row.stage == DRAFTING and city_day(idle) < self.day - STALLED_AFTER:
            stage = STALLED
        row.stage_name, row.stage_tone = stage.name, stage.tone
        row.level = None if row.rank == NOT_ASSESSED else row.rank
        row.level_name = self.levels.get(row.release_id, {}).get(row.rank, "")
        row.due_on = None if row.due == NO_DAY else row.due
        row.overdue = max(0, (self.day - row.due).days)
        row.provider_name = self.providers.get(row.provider_id, "")
        return row
