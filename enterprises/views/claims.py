"""Claiming a firm, for everybody; and the requests that a district decides."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from enterprises.claim_forms import (
    ROLES,
    ClaimDecisionForm,
    ClaimForm,
    LetterClaimForm,
    RequestClaimForm,
)
from enterprises.register.claimants import claimants_of
from enterprises.register.models import Claim
from enterprises.register.services.claiming import claim_by_letter, claim_by_request
from enterprises.register.services.deciding_claims import approve_claim, refuse_claim
from gongfu.core.errors import Invalid
from gongfu.core.models import User
from gongfu.core.paging import by_key
from gongfu.core.requests import Request
from gongfu.core.throttling import Limit, limit

HOUR = 3600
OF_ADDRESS = Limit("claim", 20, HOUR)
OF_FIRM = Limit("claim-firm", 20, HOUR)
OF_PERSON = Limit("claim-person", 6, HOUR)


def claim(request: Request) -> HttpResponse:
    """Enter the credit code and a second proof. The answer is one for all: mail tells."""
    by_request = (request.POST or request.GET).get("by") == "request"
    form = _form(request, by_request=by_request)
    if request.method == "POST" and form.is_valid():
        _limit(request, form)
        _hand_over(request, form)
        return redirect("enterprises:claim_sent")
    context = {"form": form, "by_request": by_request}
    response = render(
        request, "enterprises/claim.html", context, status=422 if form.errors else 200
    )
    response["Cache-Control"] = "no-store"
    return response


def _form(request: Request, *, by_request: bool) -> ClaimForm:
    kind = RequestClaimForm if by_request else LetterClaimForm
    email = request.user.email if isinstance(request.user, User) else ""
    return kind(request.POST if request.method == "POST" else None, email=email)


def _limit(request: Request, form: ClaimForm) -> None:
    """Uses count by what was entered, never by what is registered under it."""
    limit(request, OF_ADDRESS)
    limit(request, OF_FIRM, of=form.told["uscc"])
    limit(request, OF_PERSON, of=form.told["email"])


def _hand_over(request: Request, form: ClaimForm) -> None:
    hand_over = claim_by_letter if isinstance(form, LetterClaimForm) else claim_by_request
    hand_over(**form.told, actor=request.actor)


def claim_sent(request: Request) -> HttpResponse:
    """The same words for everybody; what came of it stands in the mail."""
    return render(request, "enterprises/claim_sent.html")


def claims(request: Request) -> HttpResponse:
    """Requests of people without a letter, within the reader's district; open ones first."""
    decided = request.GET.get("show") == "decided"
    found = Claim.objects.visible_to(request.actor).select_related("decided_by", "invitation")
    rows = found.exclude(state=Claim.State.OPEN) if decided else found.waiting()
    page = by_key(rows, request.GET, ordering=("-id",) if decided else ("id",), size=12)
    context = {
        "page": page,
        "claimants": claimants_of(page.rows),
        "decided": decided,
        "waiting": found.waiting().count(),
        "roles": ROLES,
    }
    return render(request, "enterprises/claims.html", context)


def claim_decide(request: Request, claim_id: int) -> HttpResponse:
    """Approve with a role, or refuse with a reason; the person is told by mail."""
    found = get_object_or_404(Claim.objects.visible_to(request.actor), pk=claim_id)
    form = ClaimDecisionForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose to approve with a role, or to refuse with a reason."))
    if form.cleaned_data["decision"] == "approve":
        approve_claim(claim=found, role=form.cleaned_data["role"], actor=request.actor)
        words = _("%(name)s is let in; the invitation goes to %(email)s.")
    else:
        refuse_claim(claim=found, reason=form.cleaned_data["reason"], actor=request.actor)
        words = _("The request of %(name)s is refused; the reason goes to %(email)s.")
    messages.success(request, words % {"name": found.name, "email": found.email})
    return redirect("enterprises:claims")
