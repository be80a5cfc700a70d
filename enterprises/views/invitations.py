"""The page behind an invitation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enterprises.forms import AcceptForm
from enterprises.register.models import Invitation
from enterprises.register.services.inviting import accept, accept_as_new, find_invitation
from gongfu.core.models import AuditEntry, User
from gongfu.core.requests import Request
from gongfu.core.services.auditing import record


def invitation(request: Request, code: str) -> HttpResponse:
    """Take up an invitation: with a new account, or with the one that has its address."""
    found = find_invitation(code)
    if request.method == "POST":
        _audit(request, found)
    if found is None:
        return _page(request, "enterprises/invitation_gone.html", {}, status=404)
    if request.user.is_authenticated:
        return _with_account(request, found)
    if User.objects.filter(email=found.email).exists():
        return _page(request, "enterprises/invitation.html", {"found": found, "known": True})
    return _new_account(request, found)


def _audit(request: Request, found: Invitation | None) -> None:
    """The trail names the invitation by its number: the address holds its secret."""
    request.audited = True
    record(
        actor=request.actor,
        action="enterprises:invitation",
        target=f"invitation:{found.pk}" if found else "",
        result=AuditEntry.Result.OK if found else AuditEntry.Result.REFUSED,
        request_id=request.request_id,
    )


def _with_account(request: Request, found: Invitation) -> HttpResponse:
    """Join with the account that is signed in, if the invitation was sent to it."""
    user = request.user
    mine = isinstance(user, User) and user.email == found.email
    if isinstance(user, User) and mine and request.method == "POST":
        accept(invitation=found, user=user)
        messages.success(
            request, _("You belong to %(name)s now.") % {"name": found.enterprise.name}
        )
        return redirect("core:home")
    return _page(request, "enterprises/invitation.html", {"found": found, "mine": mine})


def _new_account(request: Request, found: Invitation) -> HttpResponse:
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accept_as_new(
            invitation=found,
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
            position=form.cleaned_data["position"],
            language=get_language() or "",
        )
        messages.success(request, _("Your account is ready; sign in with it."))
        return redirect("account_login")
    context = {"found": found, "form": form}
    return _page(
        request, "enterprises/invitation.html", context, status=422 if form.errors else 200
    )


def _page(
    request: Request, template: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    """A page that holds a secret address: kept by no cache, named to no other site."""
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
