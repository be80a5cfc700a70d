import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from gongfu.core.actor import PUBLIC
from gongfu.core.requests import GetResponse

STARTED, SEEN = "started_at", "seen_at"


class SessionAgeMiddleware:
    """Ends a session after 12 hours, or after 30 idle minutes of staff and 8 idle hours of firms.

    The time of the last visit is written at most once a minute, so that reading costs no write.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.actor.is_signed_in:  # type: ignore[attr-defined]
            self._check(request)
        return self.get_response(request)

    def _check(self, request: HttpRequest) -> None:
        now, session = int(time.time()), request.session
        started = session.setdefault(STARTED, now)
        idle = settings.STAFF_IDLE_SECONDS if request.actor.is_staff else settings.FIRM_IDLE_SECONDS  # type: ignore[attr-defined]
        if now - started > settings.SESSION_SECONDS or now - session.get(SEEN, now) > idle:
            logout(request)
            request.actor, request.grants = PUBLIC, []  # type: ignore[attr-defined]
        elif now - session.get(SEEN, 0) > 60:
            session[SEEN] = now
