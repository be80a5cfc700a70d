"""The last look before a draft becomes an edition, making it one, and withdrawing a solution."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diagnosis.cataloguing.differing import differences
from diagnosis.cataloguing.reviewing import review_source
from diagnosis.cataloguing.sources import digest_of_source, present_source
from diagnosis.library import library
from diagnosis.services.cataloguing import offer_solution, publish_solution, withdraw_solution
from diagnosis.views.authoring import look_again, revision_of
from diagnosis.views.solutions.drafts import closed, draft_or_404
from gongfu.core.errors import GongfuError
from gongfu.core.requests import Request


def publish(request: Request, draft_id: int) -> HttpResponse:
    """Show what would change; POST publishes, or says what stands against it."""
    draft = draft_or_404(request, draft_id)
    if draft.edition:
        return closed(draft.edition)
    problem, status = "", 200
    if request.method == "POST":
        try:
            edition = publish_solution(
                draft=draft,
                revision=revision_of(request.POST),
                onto=request.POST.get("onto", ""),
                actor=request.actor,
                request_id=request.request_id,
            )
        except GongfuError as error:
            look_again(draft)
            problem, status = error.message, error.status
        else:
            request.audited = True
            messages.success(request, _("The solution is published and recommended from now on."))
            return redirect("diagnosis:solution", edition.ref)
    review = review_source(draft.source)
    present = present_source(draft.ref)
    changes = differences(present, draft.source)
    context = {
        "draft": draft,
        "review": review,
        "problem": problem,
        "present": bool(present),
        "onto": digest_of_source(present),
        "changes": changes,
        "ready": review.is_sound and bool(changes),
    }
    return render(request, "diagnosis/solutions/publish.html", context, status=status)


def withdraw(request: Request, ref: str) -> HttpResponse:
    """Withdraw a solution with a reason, or offer it again."""
    if ref not in library().known:
        raise Http404
    try:
        if request.POST.get("do") == "offer":
            offer_solution(ref=ref, actor=request.actor, request_id=request.request_id)
            messages.success(request, _("The solution is recommended again."))
        else:
            reason = request.POST.get("reason", "")
            withdraw_solution(
                ref=ref, reason=reason, actor=request.actor, request_id=request.request_id
            )
            messages.success(request, _("Withdrawn. Plans that have it keep it."))
        request.audited = True
    except GongfuError as error:
        messages.error(request, next(iter(error.fields.values()), error.message))
    return redirect("diagnosis:solution", ref)
