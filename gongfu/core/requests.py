"""What our middleware adds to a request, as types."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from gongfu.core.actor import Actor
from gongfu.core.models import RoleGrant, User

GetResponse = Callable[[HttpRequest], HttpResponse]

API_PREFIX = "/api/"


class Request(HttpRequest):
    """A request as our views see it."""

    actor: Actor
    request_id: str
    user: User | AnonymousUser
    htmx: HtmxDetails
    audited: bool
    grants: list[RoleGrant]


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith(API_PREFIX)
