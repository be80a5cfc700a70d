from django.http import HttpRequest, HttpResponse

from gongfu.core.access import ROUTES
from gongfu.core.actor import Actor
from gongfu.core.models import AuditEntry, Role, User
from gongfu.core.requests import GetResponse
from gongfu.core.services.auditing import record

READING = ("GET", "HEAD")
SECRET = {"key", "code"}


class AuditMiddleware:
    """Leaves one entry for each request that may change something and for each export.

    Refused ones count too.

    A view that must have its entry in the transaction of its effect writes it itself and
    sets `request.audited`.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        name = match.view_name if match else ""
        route = ROUTES.get(name)
        due = route is not None and (request.method not in READING or route.export)
        if due and not getattr(request, "audited", False):
            leave_entry(request, response.status_code)
        return response


def leave_entry(request: HttpRequest, status: int) -> None:
    """The entry of a request; a view that calls this in its transaction sets `audited` after it."""
    match = request.resolver_match
    record(
        actor=_actor(request),
        action=match.view_name if match else "",
        target=_target(match.kwargs if match else {}),
        result=_result(status),
        status=status,
        request_id=request.request_id,  # type: ignore[attr-defined]
    )


def _actor(request: HttpRequest) -> Actor:
    """Who acted; after a sign-in the person that has just come in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.role == Role.PUBLIC and isinstance(request.user, User):
        return Actor.without_grant(request.user)
    return actor


def _target(kwargs: dict[str, object]) -> str:
    """The ids of the address, without what opens a door."""
    ids = {name: value for name, value in kwargs.items() if name not in SECRET}
    return " ".join(f"{name}:{value}" for name, value in sorted(ids.items()))


def _result(status: int) -> str:
    if status < 400:
        return AuditEntry.Result.OK
    return AuditEntry.Result.FAILED if status >= 500 else AuditEntry.Result.REFUSED
