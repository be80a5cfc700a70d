"""The agreed plan and its checks: how far each measure is, and what became of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from diagnosis.following.checking import answer_check
from diagnosis.following.noting import follow_up
from diagnosis.following.telling import (
    PROGRESS,
    Sent,
    changes_of,
    check_lines,
    disclosures_of,
    lines_of,
    questions_of,
)
from diagnosis.library import library
from diagnosis.maturity.planning.wishes import Wishes
from diagnosis.models import Assessment, Plan, PlanCheck
from diagnosis.planning.desk import Desk
from diagnosis.planning.disclosing import must_disclose
from diagnosis.views.reach import assessment_or_404, person_of
from gongfu.core.access import may
from gongfu.core.errors import Invalid
from gongfu.core.languages import short
from gongfu.core.requests import Request


def agreed_plan(request: Request, assessment_id: int) -> HttpResponse:
    """The plan as agreed, with who sees to each item; POST notes how far they have come."""
    assessment = assessment_or_404(request, assessment_id)
    agreed = assessment.plans.current().select_related("score").first()
    if agreed is None:
        return redirect("diagnosis:plan", assessment.pk)
    sent = Sent()
    if request.method == "POST":
        try:
            follow_up(plan=agreed, said=request.POST, user=person_of(request), actor=request.actor)
        except Invalid as error:
            sent = Sent(request.POST, error.fields)
        else:
            messages.success(request, _("Saved."))
            return redirect("diagnosis:agreed_plan", assessment.pk)
    told = Desk(assessment, agreed.score, short(), agreed).told(_refs(agreed), Wishes())
    context = {
        **_about(request, assessment, agreed, sent),
        "told": told,
        "lines": lines_of(agreed, sent, planned=told.items),
        "checks": check_lines(agreed.checks.all()),
    }
    return _page(request, "diagnosis/following/agreed.html", context, sent)


def plan_check(request: Request, assessment_id: int, check_id: int) -> HttpResponse:
    """One check: its three questions while they are open, afterwards what was answered."""
    assessment = assessment_or_404(request, assessment_id)
    found = PlanCheck.objects.visible_to(request.actor).select_related("plan__assessment")
    check = get_object_or_404(found, pk=check_id, plan__assessment=assessment)
    sent = Sent()
    if request.method == "POST":
        try:
            answer_check(
                check=check, said=request.POST, user=person_of(request), actor=request.actor
            )
        except Invalid as error:
            sent = Sent(request.POST, error.fields)
        else:
            messages.success(request, _("Thank you. The check is answered."))
            return redirect("diagnosis:agreed_plan", assessment.pk)
    context = {
        **_about(request, assessment, check.plan, sent),
        "line": next(
            line for line in check_lines(check.plan.checks.all()) if line.check.pk == check.pk
        ),
        "lines": lines_of(check.plan, sent, PROGRESS),
        "questions": questions_of(check, sent),
    }
    return _page(request, "diagnosis/following/check.html", context, sent)


def _about(request: Request, assessment: Assessment, plan: Plan, sent: Sent) -> dict[str, Any]:
    asked = must_disclose(plan, request.actor)
    return {
        "assessment": assessment,
        "agreed": plan,
        "changes": changes_of(plan),
        "problems": list(sent.problems.items()),
        "may_agree": may(request.actor, "plan.agree") and not asked,
        "must_disclose": asked,
        "is_provider": request.actor.is_provider,
        "disclosures": disclosures_of(plan),
        "simulated": assessment.is_simulated,
    }


def _page(request: Request, name: str, context: dict[str, Any], sent: Sent) -> HttpResponse:
    return render(request, name, context, status=422 if sent.problems else 200)


def _refs(agreed: Plan) -> list[str]:
    """Its solutions, as far as the library still has them."""
    return [each.solution for each in agreed.items.all() if library().as_agreed(each)]
