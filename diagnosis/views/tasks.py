"""The task list of one assessment."""

from django.http import HttpResponse
from django.shortcuts import render

from diagnosis.catalogue import framework_for
from diagnosis.services.prefilling import offers_for
from diagnosis.views.home import tasks_of
from diagnosis.views.people import colleagues_of
from diagnosis.views.reach import assessment_or_404, may_answer
from gongfu.core.clock import today
from gongfu.core.languages import short
from gongfu.core.navigation import url_of
from gongfu.core.requests import Request


def tasks(request: Request, assessment_id: int) -> HttpResponse:
    """Every section with its state, who takes part, and when it is due."""
    assessment = assessment_or_404(request, assessment_id)
    context = {
        "assessment": assessment,
        "tasks": tasks_of(assessment),
        "may_answer": may_answer(request, assessment),
        "days_left": (assessment.due_on - today()).days,
        "colleagues": colleagues_of(assessment),
        "offers": offers_for(assessment) if may_answer(request, assessment) else [],
        "profile_url": url_of("enterprises:profile") if request.actor.is_firm else "",
        "members_url": url_of("enterprises:members") if request.actor.is_firm else "",
        "framework_name": framework_for(assessment).texts(short()).short_name,
        "last_return": assessment.moves.filter(after="draft").exclude(before="").last(),
        "simulated": assessment.is_simulated,
    }
    return render(request, "diagnosis/tasks.html", context)
