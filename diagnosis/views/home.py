"""The firm's start page, and the short ways to what is current."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from diagnosis.answers import Document, plain_answers
from diagnosis.catalogue import framework_for
from diagnosis.models import Assessment, AssessmentMove, Status
from diagnosis.presenting import Result, result_of
from diagnosis.rounds.confirming import Unconfirmed, unconfirmed_in
from diagnosis.rounds.starting import Start, start_for
from diagnosis.services.discarding import is_discardable
from diagnosis.tasklist import TaskList, task_list
from diagnosis.teamwork.keeping import my_sections, open_count
from diagnosis.teamwork.waiting import waiting_for
from diagnosis.views.reach import document_of, may_answer, reachable
from diagnosis.which_release import name_of
from enterprises.ecosystem.sharing import partners_allowed
from gongfu.core.access import may
from gongfu.core.clock import today
from gongfu.core.languages import short
from gongfu.core.requests import Request

NEWS = 4
FOREMOST = ("is_extra", "-opened_at", "-pk")  # what a campaign asks, before what is voluntary


def home(request: Request) -> HttpResponse:
    """What to do next, until when, and the last result."""
    assessments = list(reachable(request).order_by(*FOREMOST)[:20])
    current = assessments[0] if assessments else None
    others = [(other, name_of(other.release)) for other in assessments[1:]]
    document = document_of(current) if current else {}
    unconfirmed = _unconfirmed(request, current, document)
    tasks = tasks_of(current, document, unconfirmed) if current else None
    context = {
        "assessment": current,
        "framework_name": name_of(current.release) if current else "",
        "voluntary": [pair for pair in others if is_discardable(pair[0])],
        "discarded": _discarded(request),
        "may_discard": may(request.actor, "assessment.discard"),
        "earlier": [pair for pair in others if not is_discardable(pair[0])],
        "mine_open": open_count(my_sections(request.actor, assessments[:1])),
        "tasks": tasks,
        "unconfirmed": unconfirmed,
        "start": _start_of(request, current, tasks, document) if current and tasks else None,
        "result": _last_result(assessments),
        "agreed": _has_plan(current),
        "days_left": (current.due_on - today()).days if current else None,
        "may_answer": bool(current and may_answer(request, current)),
        "waiting": waiting_for(request.actor, assessments, current),
        "news": news_of(assessments),
        "sharing_with": partners_allowed(request.actor),
        "simulated": any(assessment.is_simulated for assessment in assessments),
    }
    return render(request, "diagnosis/home/home.html", context)


def news_of(assessments: list[Assessment]) -> list[AssessmentMove]:
    """The latest changes of state, each with its reason; the opening is no news."""
    moves = AssessmentMove.objects.filter(assessment__in=assessments).exclude(before="")
    newest = moves.select_related("assessment__campaign").order_by("-at", "-pk")
    return list(newest[:NEWS])


def _has_plan(current: Assessment | None) -> bool:
    """Whether a plan was agreed to; a draft has none yet, and costs no query."""
    return bool(current and current.status != Status.DRAFT and current.plans.current().exists())


def _discarded(request: Request) -> list[tuple[Assessment, str]]:
    """What could be taken back."""
    gone = Assessment.objects.discarded_of(request.actor).filter(campaign__closed_on=None)
    gone = gone.select_related("release", "campaign", "discarded_by").order_by("-discarded_at")
    return [(one, name_of(one.release)) for one in gone[:NEWS]]


def current(request: Request) -> HttpResponse:
    """The latest assessment that a campaign asks of the firm."""
    latest = reachable(request).order_by(*FOREMOST).first()
    return redirect("diagnosis:tasks", latest.pk) if latest else redirect("diagnosis:home")


def current_result(request: Request) -> HttpResponse:
    """The latest result; an assessment that was not submitted has none."""
    found = reachable(request).exclude(status=Status.DRAFT)
    latest = found.order_by("is_extra", "-submitted_at", "-pk").first()
    return redirect("diagnosis:result", latest.pk) if latest else redirect("diagnosis:home")


def tasks_of(assessment: Assessment, document: Document, unconfirmed: Unconfirmed) -> TaskList:
    answers = plain_answers(document, assessment.framework_ref)
    framework = framework_for(assessment)
    return task_list(assessment, framework, answers, unconfirmed=unconfirmed)


def _unconfirmed(request: Request, current: Assessment | None, document: Document) -> Unconfirmed:
    """Last answers that somebody who may answer has still to go through."""
    if current is None or not may_answer(request, current):
        return Unconfirmed()
    framework = framework_for(current)
    return unconfirmed_in(framework, document, current.profile, framework.questions)


def _start_of(
    request: Request, current: Assessment, tasks: TaskList, document: Document
) -> Start | None:
    """What the last round can bring to one that nobody has begun."""
    if tasks.progress.answered or not may_answer(request, current):
        return None
    return start_for(current, request.actor, document)


def _last_result(assessments: list[Assessment]) -> Result | None:
    """The newest result there is, perhaps of an earlier round."""
    for assessment in assessments:
        if assessment.status != Status.DRAFT and (found := result_of(assessment, short())):
            return found
    return None
