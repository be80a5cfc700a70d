"""A consultant's day: the firms assigned, how far each is, and what is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

from django.db.models import (
    Case,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diagnosis.models import Assessment, Status
from diagnosis.teamwork.talking import unread_by_assessment
from enterprises.models import Assignment, Enterprise, Step, StepReached
from gongfu.core.actor import Actor
from gongfu.core.chips import chips_of
from gongfu.core.clock import today
from gongfu.core.models import Role
from gongfu.core.paging import by_key
from gongfu.core.requests import Request
from reports.forms import WorklistFilterForm
from reports.models import Report

WAITING, TO_REVIEW, IN_REVIEW, VERIFIED, REPORTED = range(5)
STAGES = (
    (WAITING, _("Waiting for the firm"), ""),
    (TO_REVIEW, _("To be reviewed"), "warn"),
    (IN_REVIEW, _("In review"), "info"),
    (VERIFIED, _("Report to be issued"), "warn"),
    (REPORTED, _("Report delivered"), "ok"),
)
# Assignments with the annotations of `assigned_to`
Assigned = QuerySet[Any]
NO_DAY, LONG_AGO = date(9999, 12, 31), datetime(2000, 1, 1, tzinfo=UTC)
SOON = timedelta(days=14)
ORDERS = {
    "name": "enterprise__name_key",
    "stage": "stage",
    "due": "due",
    "activity": "activity",
}


def worklist(request: Request) -> HttpResponse:
    """Assigned firms by due date; every column sorts, every filter stands in the address."""
    day = today()
    stages = [(str(number), words) for number, words, _tone in STAGES]
    form = WorklistFilterForm(request.GET, stages=stages)
    form.is_valid()
    assigned = assigned_to(request.actor)
    page = by_key(_filtered(assigned, form, day), request.GET, ordering=_ordering(request))
    unread = unread_by_assessment(request.actor, [row.assessment_id for row in page.rows])
    context = {
        "form": form,
        "chips": chips_of(form, request.GET),
        "page": page,
        "lines": [Line.of(row, day, unread) for row in page.rows],
        "counts": _counts(assigned, day),
    }
    return render(request, "reports/worklist.html", context)


def assigned_to(actor: Actor) -> Assigned:
    """Open assignments in reach, with what the list shows of each firm's assessment."""
    if actor.provider_id is None or actor.user_id is None:
        return Assignment.objects.none()
    mine = Assignment.objects.filter(
        ended_on__isnull=True,
        provider_id=actor.provider_id,
        enterprise__in=Enterprise.objects.visible_to(actor),
    )
    if actor.role == Role.CONSULTANT:
        mine = mine.filter(consultant__user_id=actor.user_id)
    assessment = Assessment.objects.visible_to(actor).filter(
        enterprise=OuterRef("enterprise"), campaign=OuterRef("campaign"), is_extra=False
    )
    report = Report.objects.current().filter(
        assessment__enterprise=OuterRef("enterprise"),
        assessment__campaign=OuterRef("campaign"),
        assessment__is_extra=False,
        kind=Report.Kind.DIAGNOSIS,
    )
    # The step, not the file: a report handed over on paper is delivered all the same.
    delivered = StepReached.objects.filter(
        enterprise=OuterRef("enterprise"), campaign=OuterRef("campaign"), step=Step.REPORTED
    )
    latest = assessment.order_by("-pk")
    return mine.select_related(
        "enterprise__district", "enterprise__industry", "campaign", "consultant__user"
    ).annotate(
        assessment_id=Subquery(latest.values("pk")[:1]),
        status=Subquery(latest.values("status")[:1]),
        report_id=Subquery(report.order_by("-pk").values("pk")[:1]),
        stage=_stage(Exists(delivered)),
        due=Coalesce(
            F("due_on"),
            Subquery(latest.values("due_on")[:1]),
            Value(NO_DAY),
            output_field=DateField(),
        ),
        activity=Coalesce(
            Subquery(latest.values("updated_at")[:1]),
            Value(LONG_AGO),
            output_field=DateTimeField(),
        ),
    )


def _stage(reported: Exists) -> Case:
    return Case(
        When(reported, then=Value(REPORTED)),
        When(status=Status.VERIFIED, then=Value(VERIFIED)),
        When(status=Status.IN_REVIEW, then=Value(IN_REVIEW)),
        When(status=Status.SUBMITTED, then=Value(TO_REVIEW)),
        default=Value(WAITING),
        output_field=IntegerField(),
    )


def _filtered(assigned: Assigned, form: WorklistFilterForm, day: date) -> Assigned:
    chosen = form.cleaned_data
    if chosen.get("q"):
        assigned = assigned.filter(enterprise__in=Enterprise.objects.matching(chosen["q"]))
    if chosen.get("stage"):
        assigned = assigned.filter(stage=int(chosen["stage"]))
    if chosen.get("due") == "overdue":
        assigned = assigned.filter(due__lt=day, stage__lt=REPORTED)
    elif chosen.get("due") == "soon":
        assigned = assigned.filter(due__range=(day, day + SOON), stage__lt=REPORTED)
    return assigned


def _ordering(request: Request) -> tuple[str, ...]:
    """By due date unless a column head was clicked."""
    wanted = request.GET.get("o", "due")
    column = ORDERS.get(wanted.removeprefix("-"), "due")
    return (f"-{column}" if wanted.startswith("-") else column,)


def _counts(assigned: Assigned, day: date) -> dict[str, int]:
    """What the page opens with: how many, how many wait for me, how many are late."""
    return {
        "all": assigned.count(),
        "mine": assigned.filter(stage__in=(TO_REVIEW, IN_REVIEW, VERIFIED)).count(),
        "overdue": assigned.filter(due__lt=day, stage__lt=REPORTED).count(),
    }


@dataclass(frozen=True, slots=True)
class Line:
    """One assigned firm in words."""

    assignment: Assignment
    assessment_id: int | None
    report_id: int | None
    stage: str | Promise
    tone: str
    due: date | None
    overdue: int  # days; 0 where it is not late
    activity: datetime | None
    is_ready: bool  # verified, the report is still to be issued
    unread: int  # comments of the firm that the reader has not seen

    @classmethod
    def of(cls, row: Any, day: date, unread: Mapping[int, int]) -> Self:
        """`row` is an assignment of `assigned_to`, with its annotations."""
        _number, words, tone = STAGES[row.stage]
        late = (day - row.due).days
        return cls(
            assignment=row,
            assessment_id=row.assessment_id,
            report_id=row.report_id,
            stage=words,
            tone=tone,
            due=None if row.due == NO_DAY else row.due,
            overdue=late if late > 0 and row.stage < REPORTED else 0,
            activity=None if row.activity == LONG_AGO else row.activity,
            is_ready=row.stage == VERIFIED,
            unread=unread.get(row.assessment_id, 0),
        )
