"""What the answers say about other frameworks, and taking them over."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.estimates import estimate_named, estimates_of
from diagnosis.models import Assessment, Status
from diagnosis.services.prefilling import offers_for, open_mapped, prefill
from diagnosis.views.reach import assessment_or_404, person_of
from diagnosis.which_release import name_of
from gongfu.core.access import may
from gongfu.core.errors import Invalid, Locked
from gongfu.core.requests import Request


def estimates(request: Request, assessment_id: int) -> HttpResponse:
    """For each framework that shares questions: the range of its result, and what is still open."""
    assessment = assessment_or_404(request, assessment_id)
    context = {
        "assessment": assessment,
        "estimates": estimates_of(assessment, request.actor),
        "is_draft": assessment.status == Status.DRAFT,
        "may_open": may(request.actor, "assessment.open"),
        "is_firm": request.actor.is_firm,
        "simulated": assessment.is_simulated,
    }
    return render(request, "diagnosis/estimates/list.html", context)


def open_estimate(request: Request, assessment_id: int) -> HttpResponse:
    """Say what opening means; POST begins the framework with what is known filled in."""
    assessment = assessment_or_404(request, assessment_id)
    if request.method != "POST":
        return _before_opening(request, assessment)
    opened = open_mapped(
        source=assessment,
        release=request.POST.get("release", ""),
        actor=request.actor,
        user=person_of(request),
    )
    messages.success(
        request, _("Opened with the answers that could be taken over. Please check each of them.")
    )
    return redirect("diagnosis:tasks", opened.pk)


def _before_opening(request: Request, assessment: Assessment) -> HttpResponse:
    one = estimate_named(assessment, request.actor, request.GET.get("release", ""))
    if one.existing:
        return redirect("diagnosis:tasks", one.existing.pk)
    context = {
        "assessment": assessment,
        "one": one,
        "source_name": name_of(assessment.release),
        "is_closed": assessment.campaign.closed_on is not None,
        "simulated": assessment.is_simulated,
    }
    return render(request, "diagnosis/estimates/open.html", context)


def take_over(request: Request, assessment_id: int) -> HttpResponse:
    """Fill in what another assessment of the firm says, where nothing is answered yet."""
    assessment = assessment_or_404(request, assessment_id)
    if assessment.status != Status.DRAFT:
        raise Locked(_("The assessment was submitted, so its answers can no longer be changed."))
    wanted = request.POST.get("source", "")
    offers = {str(offer.source.pk): offer for offer in offers_for(assessment)}
    if wanted not in offers:
        raise Invalid(_("There is nothing left to take over from that assessment."))
    count = prefill(assessment=assessment, source=offers[wanted].source, user=person_of(request))
    words = ngettext(
        "%(count)d answer was taken over. Please check it.",
        "%(count)d answers were taken over. Please check each of them.",
        count,
    )
    messages.success(request, words % {"count": count})
    return redirect("diagnosis:tasks", assessment.pk)
