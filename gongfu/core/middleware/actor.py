from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from oauth2_provider.scopes import get_scopes_backend

from gongfu.core.actor import PUBLIC, Actor
from gongfu.core.clock import today
from gongfu.core.middleware.language import speak
from gongfu.core.models import RoleGrant, User
from gongfu.core.requests import GetResponse, wants_json

ACTIVE_GRANT = "grant"


class ActorMiddleware:
    """Finds out who acts, from the session on pages and from the bearer token on the API.

    Afresh for each request: a grant that ended or an account that was closed counts at once.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.grants = []  # type: ignore[attr-defined]
        request.actor = _client(request) if wants_json(request) else _person(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.actor.is_signed_in:  # type: ignore[attr-defined]
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _client(request: HttpRequest) -> Actor:
    """The client of a bearer token in the header, the only place where one is taken from."""
    header = request.headers.get("Authorization")
    if header is None:
        return PUBLIC
    bearer = header.lower().startswith("bearer ")
    found = OAuth2Authentication().authenticate(request) if bearer else None
    if found is None or found[1].application is None:
        request.token_refused = True  # type: ignore[attr-defined]
        return PUBLIC
    token = found[1]
    allowed = get_scopes_backend().get_available_scopes(application=token.application)
    return Actor.client(
        application_id=token.application_id,
        name=token.application.name,
        scopes=frozenset(token.scope.split()) & frozenset(allowed),
    )


def _person(request: HttpRequest) -> Actor:
    user = request.user
    if isinstance(user, AnonymousUser):
        if SESSION_KEY in request.session:  # of an account that has been closed
            request.session.flush()
        return PUBLIC
    _apply_preferences(request, user)
    request.grants = _grants(request, user)  # type: ignore[attr-defined]
    wanted = request.session.get(ACTIVE_GRANT)
    grants = sorted(request.grants, key=lambda grant: grant.pk != wanted)  # type: ignore[attr-defined]
    return Actor.of_grant(user, grants[0]) if grants else Actor.without_grant(user)


def _grants(request: HttpRequest, user: User) -> list[RoleGrant]:
    """What the person may do today; it came along with the session."""
    if request.session.person == user:  # type: ignore[attr-defined]
        return request.session.grants  # type: ignore[attr-defined]
    return list(RoleGrant.objects.valid_on(today()).filter(user=user).order_by("id"))


def _apply_preferences(request: HttpRequest, user: User) -> None:
    """What is stored with the account wins over cookies that others may have left behind."""
    if user.language:
        speak(request, user.language)
    request.large_text = user.large_text  # type: ignore[attr-defined]
