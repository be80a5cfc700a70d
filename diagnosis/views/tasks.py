"""The task list of one assessment."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from diagnosis.answers import plain_answers
from diagnosis.catalogue import framework_for
from diagnosis.models import Assessment, Status
from diagnosis.rounds.confirming import unconfirmed_in
from diagnosis.rounds.starting import start_for
from diagnosis.services.assigning_sections import who_may_keep
from diagnosis.services.prefilling import offers_for
from diagnosis.tasklist import Row, TaskList, Team, task_list
from diagnosis.teamwork.keeping import keepers_of
from diagnosis.teamwork.opinions import standing_of
from diagnosis.teamwork.talking import marks_of, total
from diagnosis.views.people import Colleague, colleagues_of
from diagnosis.views.reach import assessment_or_404, document_of, may_answer
from gongfu.core.access import may
from gongfu.core.clock import today
from gongfu.core.errors import Invalid
from gongfu.core.languages import short
from gongfu.core.navigation import url_of
from gongfu.core.requests import Request


@dataclass(frozen=True, slots=True)
class Share:
    """One section in the form that shares them out."""

    row: Row
    kept: int | None  # the member whose it is now
    chosen: int | None
    error: str

    @property
    def name(self) -> str:
        return self.row.ref

    @property
    def was(self) -> str:
        """What the choice says while nobody touches it."""
        return str(self.kept) if self.kept else "free"


def tasks(request: Request, assessment_id: int) -> HttpResponse:
    """Every section with its state, who takes part, and when it is due."""
    return tasks_page(request, assessment_or_404(request, assessment_id))


def tasks_page(
    request: Request,
    assessment: Assessment,
    wanted: dict[str, int | None] | None = None,
    error: Invalid | None = None,
) -> HttpResponse:
    """The list; after an error with what was chosen for the sections."""
    writes, is_draft = may_answer(request, assessment), assessment.status == Status.DRAFT
    views = standing_of(assessment, request.actor)
    team = Team(
        keepers=keepers_of(assessment, request.actor),
        marks=marks_of(assessment, request.actor),
        unsettled=views.unsettled if views and is_draft else frozenset(),
    )
    framework, document = framework_for(assessment), document_of(assessment)
    answers = plain_answers(document, framework.ref)
    unconfirmed = unconfirmed_in(framework, document, assessment.profile, framework.questions)
    listed = task_list(assessment, framework, answers, team, unconfirmed)
    context = {
        "assessment": assessment,
        "tasks": listed,
        "may_answer": writes,
        "may_discard": may(request.actor, "assessment.discard"),
        "may_ask": may(request.actor, "assessment.request"),
        "days_left": (assessment.due_on - today()).days,
        "colleagues": _colleagues(assessment),
        "offers": offers_for(assessment) if writes else [],
        "start": start_for(assessment, request.actor, document) if writes else None,
        "profile_url": url_of("enterprises:profile") if request.actor.is_firm else "",
        "members_url": url_of("enterprises:members") if may(request.actor, "member.own") else "",
        "framework_name": framework.texts(short()).short_name,
        "agreed": not is_draft and assessment.plans.current().exists(),
        "last_return": assessment.moves.filter(after="draft").exclude(before="").last(),
        "simulated": assessment.is_simulated,
        "views": views,
        "comments": total(team.marks, team.marks),
        "any_kept": is_draft and bool(team.keepers),
        "freed": sorted({kept.name for kept in team.keepers.values() if kept.has_left}),
        **(_sharing(assessment, listed, team, wanted or {}, error) if writes else {}),
    }
    status = error.status if error else 200
    return render(request, "diagnosis/tasks/tasks.html", context, status=status)


def _colleagues(assessment: Assessment) -> list[Colleague]:
    """Who could take part; once it is submitted, who did."""
    everybody = colleagues_of(assessment)
    if assessment.status == Status.DRAFT:
        return everybody
    return [person for person in everybody if person.last_change]


def _sharing(
    assessment: Assessment,
    listed: TaskList,
    team: Team,
    wanted: dict[str, int | None],
    error: Invalid | None,
) -> dict[str, Any]:
    """The form that gives sections to people."""
    wrong = error.fields if error else {}
    present = {ref: kept.member for ref, kept in team.keepers.items()}
    shares = [
        Share(
            row=row,
            kept=present.get(row.ref),
            chosen=wanted.get(row.ref, present.get(row.ref)),
            error=wrong.get(row.ref, ""),
        )
        for row in listed.rows
    ]
    return {
        "shares": shares,
        "members": list(who_may_keep(assessment.enterprise_id, today())),
        "problems": [(f"keeper-{ref}", message) for ref, message in wrong.items()],
    }
