"""The what-if planner: tick solutions, see at once what they come to, and agree."""

from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from diagnosis.library import solutions
from diagnosis.maturity.resolving import Reading
from diagnosis.models import Assessment
from diagnosis.planning.agreeing import agree_plan
from diagnosis.planning.alike import alike_of
from diagnosis.planning.asking import AGREE, LEVEL, MORE, POINTS, PlanForm, joint, said_by
from diagnosis.planning.desk import Desk, current_score
from diagnosis.planning.sizing import REVENUE, STAFF, known, share_of
from diagnosis.planning.telling import PlanTold, drawn, figure_of
from diagnosis.views.reach import assessment_or_404, person_of
from enterprises.register.profiling import register_of
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
    form = _form(request.GET, desk, assessment)
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
    context["revenue"] = _against_revenue(desk, assessment, context["told"])
    response = render(request, _page_for(request, context), context)
    patch_vary_headers(response, ("HX-Request",))
    return response


def _page_for(request: Request, context: dict[str, Any]) -> str:
    """The part that a tick changes, the question before agreeing, or the whole planner."""
    if request.htmx:
        return "diagnosis/planner/result.html"
    asks = request.GET.get("do") == AGREE and context["may_agree"] and context["told"].refs
    return "diagnosis/planner/agree.html" if asks else "diagnosis/planner/plan.html"


def _form(query: QueryDict, desk: Desk, assessment: Assessment) -> PlanForm:
    staff = known(_reading(desk), register_of(assessment.enterprise), STAFF)
    return PlanForm(query, solutions(), staff)


def _reading(desk: Desk) -> Reading:
    """The answers that the plan begins with."""
    before = desk.planner.before
    return Reading(desk.framework, before.sheet, before.profile)


def _against_revenue(desk: Desk, assessment: Assessment, told: PlanTold) -> dict[str, str] | None:
    """What the plan costs at most beside a year's revenue; None where nobody knows that."""
    revenue = known(_reading(desk), register_of(assessment.enterprise), REVENUE)
    if revenue is None or not told.refs:
        return None
    share = share_of(Fraction(told.cost_high), revenue)
    return {"share": share, "revenue": revenue.text, "source": said_by(revenue)}


def _agree(request: Request, assessment: Assessment, desk: Desk) -> HttpResponse:
    form = _form(request.POST, desk, assessment)
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
        "figure": figure_of(told) if told.moves_sides else None,
        "drawn": drawn(told) if told.moves_sides else None,
        "missing": [desk.names[ref] for ref in told.missing],
        "areas": desk.areas(ticks),
        "desk": desk,
        "kept": [desk.told(each, form.wishes) for each in form.kept],
        "limits": urlencode(limits),
        "given": limits,
        "is_kept": told.key in [joint(each) for each in form.kept],
    }
