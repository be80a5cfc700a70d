"""The what-if planner: tick solutions, see at once what they come to, and agree."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from diagnosis.library import solutions
from diagnosis.models import Assessment
from diagnosis.planning.agreeing import agree_plan
from diagnosis.planning.alike import alike_of
from diagnosis.planning.asking import LEVEL, MORE, POINTS, PlanForm, joint
from diagnosis.planning.desk import Desk, current_score
from diagnosis.planning.telling import drawn, figure_of
from diagnosis.views.reach import assessment_or_404, person_of
from gongfu.core.access import may
from gongfu.core.languages import short
from gongfu.core.requests import Request

LIMITS = ("budget", "months", "quarter_days")


def plan(request: Request, assessment_id: int) -> HttpResponse:
    """The planner; asked for by htmx only the part that a changed tick changes."""
    assessment = assessment_or_404(request, assessment_id)
    row = current_score(assessment)
    if row is None:
        return redirect("diagnosis:result", assessment.pk)
    desk = Desk(assessment, row, short())
    if request.method == "POST":
        return _agree(request, assessment, desk)
    form = PlanForm(request.GET, solutions(), assessment.enterprise.staff)
    context = {
        "assessment": assessment,
        "form": form,
        "row": row,
        "may_agree": may(request.actor, "plan.agree"),
        "agreed": assessment.plans.filter(is_current=True).first(),
        "has_levels": bool(desk.framework.levels),
        "simulated": assessment.is_simulated,
        "alike": None if request.htmx else alike_of(assessment, row, short()),
        **_worked_out(desk, form),
    }
    name = "diagnosis/planner/result.html" if request.htmx else "diagnosis/planner/plan.html"
    response = render(request, name, context)
    patch_vary_headers(response, ("HX-Request",))
    return response


def _agree(request: Request, assessment: Assessment, desk: Desk) -> HttpResponse:
    form = PlanForm(request.POST, solutions(), assessment.enterprise.staff)
    plan = desk.planner.of(form.ticks, form.wishes)
    agree_plan(
        assessment=assessment,
        score=desk.row,
        plan=plan,
        user=person_of(request),
        actor=request.actor,
    )
    if request.actor.is_provider:
        return redirect("diagnosis:interest", assessment.pk)
    messages.success(request, _("Agreed. Say now who sees to each item."))
    return redirect("diagnosis:agreed_plan", assessment.pk)


def _worked_out(desk: Desk, form: PlanForm) -> dict[str, Any]:
    finding = desk.find(form) if form.find in (LEVEL, POINTS) and form.is_valid() else None
    ticks = frozenset(finding.plan.refs) if finding and finding.plan else form.ticks
    told = desk.told(ticks, form.wishes)
    limits = [(name, form.data[name]) for name in LIMITS if name in form.data]
    return {
        "finding": finding,
        "told": told,
        "beyond": desk.beyond(ticks, form.wishes) if form.find == MORE and ticks else None,
        "figure": figure_of(told) if told.refs else None,
        "drawn": drawn(told) if told.refs else None,
        "missing": [desk.names[ref] for ref in told.missing],
        "areas": desk.areas(ticks),
        "desk": desk,
        "kept": [desk.told(each, form.wishes) for each in form.kept],
        "limits": urlencode(limits),
        "given": limits,
        "is_kept": told.key in [joint(each) for each in form.kept],
    }
