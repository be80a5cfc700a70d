from functools import partial

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from gongfu.core.models import User


class PersonMiddleware(AuthenticationMiddleware):
    """Takes the person from the query that found the session; in any doubt Django looks anew."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(partial(_person, request))  # type: ignore[assignment]


def _person(request: HttpRequest) -> User | AnonymousUser:
    person = request.session.person  # type: ignore[attr-defined]
    if person is not None and _is_signed_in(request.session, person):
        return person
    return get_user(request)


def _is_signed_in(session: SessionBase, person: User) -> bool:
    """What Django asks of a session, all of it: an own way in, an open account, its password."""
    return (
        session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and session.get(SESSION_KEY) == str(person.pk)
        and person.is_active
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    )
