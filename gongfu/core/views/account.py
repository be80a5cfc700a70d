"""The person's own page: roles, password, second factor."""

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpResponse
from django.shortcuts import redirect, render

from gongfu.core.models import User
from gongfu.core.requests import Request


def account(request: Request) -> HttpResponse:
    """Who I am here, in which roles, and how my sign-in is guarded."""
    if not isinstance(request.user, User):
        return redirect("account_login")
    return render(
        request,
        "core/account.html",
        {"grants": request.grants, "has_second_factor": is_mfa_enabled(request.user)},
    )
