from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongfu.core.access import is_always_open
from gongfu.core.requests import GetResponse


class SecondFactorMiddleware:
    """Sends staff without a second factor to set one up before any other page opens.

    Who has one is asked for the code at sign-in, before a session exists. Only the simulated demo
    switches this off, and its pages say so.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        actor = request.actor  # type: ignore[attr-defined]
        if settings.GONGFU_DEMO or not (actor.is_signed_in and actor.is_staff):
            return None
        match = request.resolver_match
        if is_always_open(match.view_name if match else ""):
            return None
        return None if is_mfa_enabled(request.user) else redirect("mfa_activate_totp")
