"""Approving verified assessments, one or many at once, and unlocking them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from diagnosis.after_forms import ServiceForm, posted
from diagnosis.models import Assessment, Flag, Score, Status
from diagnosis.quality.filters import ApprovalFilterForm
from diagnosis.quality.wording import tell
from diagnosis.services.approving import (
    BEFORE,
    LONGEST_REASON,
    Outcome,
    approvable,
    approve_assessment,
    approve_assessments,
    look_through,
    obstacle_to,
    refusal_to_unlock,
    tier_of,
    unlock_assessment,
    weighed,
)
from diagnosis.views.reach import assessment_or_404
from gongfu.core.chips import chips_of
from gongfu.core.clock import today
from gongfu.core.errors import Invalid
from gongfu.core.paging import by_key
from gongfu.core.requests import Request

ORDERS = {"name": "enterprise__name_key", "verified": "verified_at"}
NAMED = 20  # firms that a list of skipped ones names for each reason
MOST = 1_000  # ticked on one page; more is what "all" is for


class UnlockForm(ServiceForm):
    reason = forms.CharField(
        label=gettext_lazy("Why it is unlocked"),
        help_text=gettext_lazy("This is logged, and the firm and the provider can read it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_REASON}),
    )


def approvals(request: Request) -> HttpResponse:
    """Verified assessments with how far their approval is; the first in line come first."""
    form = ApprovalFilterForm(request.GET, actor=request.actor)
    verified = approvable(request.actor).filter(status=Status.VERIFIED)
    found = weighed(form.narrowed(verified), request.actor).annotate(**_result())
    page = by_key(_with_firms(found), request.GET, ordering=_ordering(request), size=12)
    tier, day = tier_of(request.actor), today()
    context = {
        "form": form,
        "chips": chips_of(form, request.GET),
        "page": page,
        "lines": [(one, obstacle_to(one, tier, day)) for one in page.rows],
        "counts": _counts(verified),
        "waiting": verified.filter(approved=BEFORE[tier]).count(),
        "before": BEFORE[tier] or "free",
        "tier": tier,
    }
    return render(request, "diagnosis/approvals/list.html", context)


@require_POST
def approve(request: Request) -> HttpResponse:
    """Show what a bulk approval would do; do it once its count was confirmed."""
    form = ApprovalFilterForm(request.POST, actor=request.actor)
    found = _chosen(request, form)
    outcome = look_through(found=_with_firms(found), actor=request.actor)
    wanted = request.POST.get("confirmed", "")
    context = {
        "form": form,
        "every": "every" in request.POST,
        "chosen": request.POST.getlist("chosen"),
        "changed": wanted not in ("", str(len(outcome.approved))),
    }
    if wanted == str(len(outcome.approved)):
        outcome = approve_assessments(found=_with_firms(found), actor=request.actor)
        context["done"] = True
    context |= {"outcome": outcome, "skipped": _by_reason(outcome)}
    return render(request, "diagnosis/approvals/check.html", context)


def approval(request: Request, assessment_id: int) -> HttpResponse:
    """One assessment as the administration holds it: approvals, unlocks, and the next step."""
    assessment = assessment_or_404(request, assessment_id)
    reached = approvable(request.actor).select_related(
        "enterprise__district", "campaign", "quality"
    )
    found = get_object_or_404(weighed(reached, request.actor), pk=assessment.pk)
    form = UnlockForm(posted(request) if "unlock" in request.POST else None)
    if request.method == "POST":
        done = _act(request, found, form)
        if done:
            messages.success(request, done)
            return redirect("diagnosis:approval", found.pk)
    tier, history = tier_of(request.actor), list(found.approvals.order_by("-pk"))
    approvers = [one.by_id for one in history if one.ended_at is None]
    refusal = refusal_to_unlock(found, tier, approvers, request.actor)
    context = {
        "assessment": found,
        "history": history,
        "obstacle": obstacle_to(found, tier, today()),
        "refusal": refusal.message if refusal else "",
        "form": form,
        "told": [tell(flag, request.actor) for flag in _flags(request, found)],
        "simulated": found.is_simulated,
    }
    status = 422 if form.errors else 200
    return render(request, "diagnosis/approvals/approval.html", context, status=status)


def _flags(request: Request, found: Assessment) -> QuerySet[Flag]:
    flags = Flag.objects.visible_to(request.actor).filter(assessment=found)
    return flags.select_related("assessment__release").order_by("rule")


def _act(request: Request, found: Assessment, form: UnlockForm) -> str:
    """Approve or unlock; give the words of success, or nothing where the form complains."""
    if "unlock" not in request.POST:
        approve_assessment(assessment=found, actor=request.actor)
        return _("The assessment is approved and locked.")
    form.is_valid()
    try:
        unlock_assessment(assessment=found, reason=form.cleaned_data["reason"], actor=request.actor)
    except Invalid as error:
        form.complain(error)
        return ""
    return _("The assessment is unlocked; both approvals have to be given anew.")


def _chosen(request: Request, form: ApprovalFilterForm) -> QuerySet[Any]:
    """The ticked assessments, or all verified ones that the filters let through."""
    reached = approvable(request.actor)
    if "every" in request.POST:
        return form.narrowed(reached.filter(status=Status.VERIFIED))
    keys = [key for key in request.POST.getlist("chosen")[:MOST] if key.isdecimal()]
    if not keys:
        raise Invalid(_("Choose at least one assessment."))
    return reached.filter(pk__in=[int(key[:18]) for key in keys])


def _by_reason(outcome: Outcome) -> list[dict[str, Any]]:
    """The skipped firms under what speaks against them, the most frequent reason first."""
    groups: dict[str, list[Any]] = {}
    for one, obstacle in outcome.skipped:
        groups.setdefault(str(obstacle.label), []).append(one)
    found = [
        {"reason": reason, "firms": firms[:NAMED], "count": len(firms), "more": _more(firms)}
        for reason, firms in groups.items()
    ]
    return sorted(found, key=lambda group: -group["count"])


def _more(firms: list[Any]) -> str:
    rest = len(firms) - NAMED
    if rest <= 0:
        return ""
    return ngettext("and %(count)d other", "and %(count)d others", rest) % {"count": rest}


def _counts(verified: QuerySet[Any]) -> dict[str, int]:
    rows = verified.values_list("approved").annotate(Count("pk")).order_by()
    return {state or "free": count for state, count in rows}


def _with_firms(found: QuerySet[Any]) -> QuerySet[Any]:
    return found.select_related("enterprise__district", "campaign")


def _result() -> dict[str, Subquery]:
    scores = Score.objects.current().filter(kind=Score.Kind.VERIFIED, assessment=OuterRef("pk"))
    return {name: Subquery(scores.values(name)[:1]) for name in ("shown", "level")}


def _ordering(request: Request) -> tuple[str, ...]:
    """What was verified longest ago comes first, unless a column head was clicked."""
    wanted = request.GET.get("o", "verified")
    column = ORDERS.get(wanted.removeprefix("-"), "verified_at")
    return (f"-{column}" if wanted.startswith("-") else column,)
