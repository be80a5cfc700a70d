from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from gongfu.core.access import is_always_open
from gongfu.core.models import User
from gongfu.core.requests import GetResponse


class PasswordAgeMiddleware:
    """Asks for a new password where the installation lets passwords grow old; off by default."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        days = settings.PASSWORD_MAX_AGE_DAYS
        if not days or not isinstance(request.user, User):
            return None
        match = request.resolver_match
        if is_always_open(match.view_name if match else ""):
            return None
        changed = request.user.password_changed_at or request.user.date_joined
        too_old = timezone.now() - changed > timedelta(days=days)
        return redirect("account_change_password") if too_old else None
