"""Asking for a submitted assessment back, and deciding about it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from diagnosis.after_forms import DecisionForm, ReopenForm, posted
from diagnosis.deadlines import due_after_return
from diagnosis.models import Assessment, ReopenRequest, Status
from diagnosis.models.after import AfterQuerySet
from diagnosis.services.deciding import decide_request, may_decide
from diagnosis.services.requesting import ask_to_reopen, withdraw_request
from diagnosis.views.reach import assessment_or_404
from gongfu.core.access import may
from gongfu.core.clock import today
from gongfu.core.errors import Invalid
from gongfu.core.paging import by_key
from gongfu.core.requests import Request

WAITING_SHOWN = 100


def reopen(request: Request, assessment_id: int) -> HttpResponse:
    """The firm asks for its answers, sees what became of it and of earlier requests."""
    assessment = assessment_or_404(request, assessment_id)
    form = ReopenForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            ask_to_reopen(assessment=assessment, reason=reason, actor=request.actor)
        except Invalid as error:
            form.complain(error)
        else:
            messages.success(request, _("Your request was sent. You get the decision by mail."))
            return redirect("diagnosis:reopen", assessment.pk)
    return _reopen_page(request, assessment, form)


def reopen_withdraw(request: Request, assessment_id: int) -> HttpResponse:
    """Take the open request back."""
    assessment = assessment_or_404(request, assessment_id)
    waiting = get_object_or_404(_asked(request).open(), assessment=assessment)
    withdraw_request(request=waiting, actor=request.actor)
    messages.success(request, _("The request is withdrawn; everything stays as submitted."))
    return redirect("diagnosis:reopen", assessment.pk)


def request_list(request: Request) -> HttpResponse:
    """What waits for a decision, oldest first, and what was decided."""
    page = by_key(_asked(request).exclude(state="open"), request.GET, ordering=("-pk",))
    context = {
        "waiting": _asked(request).open().order_by("asked_at")[:WAITING_SHOWN],
        "page": page,
    }
    return render(request, "diagnosis/requests/list.html", context)


def request_detail(request: Request, request_id: int) -> HttpResponse:
    """One request and the decision about it."""
    asked = get_object_or_404(_asked(request), pk=request_id)
    form = DecisionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            decide_request(request=asked, actor=request.actor, **form.cleaned_data)
        except Invalid as error:
            form.complain(error)
        else:
            messages.success(request, _("The decision is recorded; the firm is told by mail."))
            return redirect("diagnosis:requests")
    context = {
        "asked": asked,
        "assessment": asked.assessment,
        "form": form if asked.state == "open" and may_decide(asked, request.actor) else None,
        "is_verified": asked.assessment.status == Status.VERIFIED,
        "due_then": due_after_return(asked.assessment, today()),
        "simulated": asked.assessment.is_simulated,
    }
    status = 422 if form.errors else 200
    return render(request, "diagnosis/requests/request.html", context, status=status)


def _reopen_page(request: Request, assessment: Assessment, form: ReopenForm) -> HttpResponse:
    asked = list(_asked(request).filter(assessment=assessment).order_by("-pk")[:20])
    waiting = next((one for one in asked if one.state == "open"), None)
    may_ask = may(request.actor, "assessment.request")
    askable = may_ask and not waiting and assessment.status != Status.DRAFT
    context = {
        "assessment": assessment,
        "form": form if askable else None,
        "waiting": waiting,
        "may_withdraw": waiting and may_ask,
        "earlier": [one for one in asked if one != waiting],
        "due_then": due_after_return(assessment, today()),
        "simulated": assessment.is_simulated,
    }
    status = 422 if form.errors else 200
    return render(request, "diagnosis/requests/reopen.html", context, status=status)


def _asked(request: Request) -> AfterQuerySet:
    return (
        ReopenRequest.objects.visible_to(request.actor)
        .select_related("assessment__enterprise__district", "assessment__campaign", "asked_by")
        .select_related("decided_by")
    )
