"""The person's own page: roles, password, second factor."""

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpResponse
from django.shortcuts import redirect, render

from gongfu.core.models import RoleGrant, User
from gongfu.core.requests import Request
from gongfu.core.scope_names import names_of


def account(request: Request) -> HttpResponse:
    """Who I am here, in which roles, and how my sign-in is guarded."""
    if not isinstance(request.user, User):
        return redirect("account_login")
    return render(
        request,
        "core/account.html",
        {"grants": _named(request.grants), "has_second_factor": is_mfa_enabled(request.user)},
    )


def _named(grants: list[RoleGrant]) -> list[tuple[RoleGrant, str]]:
    """Each grant with the name of the firm, district or provider that it is for."""
    names = names_of(grants)
    return [(grant, names.get(grant.pk, "")) for grant in grants]
