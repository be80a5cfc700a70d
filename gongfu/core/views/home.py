"""The start page: it leads everybody to where their work is."""

from django.http import HttpResponse
from django.shortcuts import redirect

from gongfu.core.actor import FIRM_ROLES, PROVIDER_ROLES, REGULATOR_ROLES
from gongfu.core.models import Role
from gongfu.core.navigation import url_of
from gongfu.core.requests import Request

STARTS: dict[str, str] = {
    **dict.fromkeys(FIRM_ROLES, "diagnosis:home"),
    **dict.fromkeys(PROVIDER_ROLES, "diagnosis:worklist"),
    **dict.fromkeys(REGULATOR_ROLES, "reports:dashboard"),
    Role.AUTHOR: "diagnosis:frameworks",
    Role.OPERATOR: "core:jobs",
    Role.AUDITOR: "core:audit",
}


def home(request: Request) -> HttpResponse:
    """Send the person to the start page of the role; a visitor to the sign-in page."""
    if not request.actor.is_signed_in:
        return redirect("account_login")
    return redirect(url_of(STARTS.get(request.actor.role, "")) or "core:account")
