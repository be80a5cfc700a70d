from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gongfu.core.access import ROUTES, Route, capability_for, may, methods_of
from gongfu.core.errors import Forbidden
from gongfu.core.middleware.errors import error_response
from gongfu.core.requests import GetResponse, wants_json

# Here the header carries the client's own secret, not a token.
SIGN_IN_OF_CLIENTS = {"api:token", "api:revoke"}


class AccessMiddleware:
    """Asks the access table before any view runs; what has no row is refused."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        if getattr(request, "token_refused", False) and name not in SIGN_IN_OF_CLIENTS:
            return _unauthenticated(request, 'Bearer realm="api", error="invalid_token"')
        capability = capability_for(name, request.method or "GET")
        if capability is None and name in ROUTES:
            return _no_such_method(request, ROUTES[name])
        if capability is not None and may(request.actor, capability):  # type: ignore[attr-defined]
            return None
        return self._refuse(request)

    def _refuse(self, request: HttpRequest) -> HttpResponse:
        signed_in = request.actor.is_signed_in or request.actor.partner_id  # type: ignore[attr-defined]
        if wants_json(request) and not signed_in:
            return _unauthenticated(request, 'Bearer realm="api"')
        if not signed_in and request.method in ("GET", "HEAD"):
            return _to_sign_in(request)
        return error_response(request, Forbidden(_("You may not open this page.")))


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """A part of a page that asks for itself sends the whole page to sign in, not the part."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(_sign_in_url(request.get_full_path()))
    whole = request.htmx.current_url_abs_path or "/"  # type: ignore[attr-defined]
    return HttpResponse(headers={"HX-Redirect": _sign_in_url(whole)})


def _sign_in_url(back: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': back})}"


def _no_such_method(request: HttpRequest, route: Route) -> HttpResponse:
    words = _("This page does not accept this kind of request.")
    response = error_response(request, MethodNotAllowed(words))
    response["Allow"] = ", ".join(methods_of(route))
    return response


def _unauthenticated(request: HttpRequest, challenge: str) -> HttpResponse:
    response = error_response(request, Unauthenticated(_("A valid access token is needed.")))
    response["WWW-Authenticate"] = challenge
    return response


class MethodNotAllowed(Forbidden):
    code, status = "method_not_allowed", 405


class Unauthenticated(Forbidden):
    code, status = "unauthenticated", 401
