"""The what-if planner: tick solutions, move the limits, see at once what they come to."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from diagnosis.library import solutions
from diagnosis.planning.asking import LEVEL, POINTS, PlanForm, joint
from diagnosis.planning.desk import Desk, current_score
from diagnosis.planning.telling import figure_of
from diagnosis.views.reach import assessment_or_404
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
    form = PlanForm(request.GET, solutions())
    context = {
        "assessment": assessment,
        "form": form,
        "row": row,
        "has_levels": bool(desk.framework.levels),
        "simulated": assessment.is_simulated,
        **_worked_out(desk, form),
    }
    name = "diagnosis/plan_result.html" if request.htmx else "diagnosis/plan.html"
    response = render(request, name, context)
    patch_vary_headers(response, ("HX-Request",))
    return response


def _worked_out(desk: Desk, form: PlanForm) -> dict[str, Any]:
    finding = desk.find(form) if form.find in (LEVEL, POINTS) and form.is_valid() else None
    ticks = frozenset(finding.plan.refs) if finding and finding.plan else form.ticks
    told = desk.told(ticks, form.wishes)
    return {
        "finding": finding,
        "told": told,
        "figure": figure_of(told) if told.refs else None,
        "missing": [desk.names[ref] for ref in told.missing],
        "areas": desk.areas(ticks),
        "kept": [desk.told(each, form.wishes) for each in form.kept],
        "limits": urlencode([(name, text) for name in LIMITS if (text := form.data.get(name))]),
        "is_kept": told.key in [joint(each) for each in form.kept],
    }
