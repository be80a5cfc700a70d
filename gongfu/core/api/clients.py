"""Who calls, and how often they may."""

from typing import TYPE_CHECKING

from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from gongfu.core.actor import Actor

if TYPE_CHECKING:
    from rest_framework.views import APIView


def actor_of(request: Request) -> Actor:
    """Who calls, as the middleware found out."""
    return request._request.actor  # type: ignore[attr-defined]


class ActorAuthentication(BaseAuthentication):
    """Hands on the actor that the middleware found; the access table has already been asked."""

    def authenticate(self, request: Request) -> tuple[None, Actor]:
        return None, actor_of(request)

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class TablePermission(BasePermission):
    """Says yes: the access table was asked by the middleware, before the view."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return True


class ClientThrottle(SimpleRateThrottle):
    """So many calls a minute for each client, or for each address that comes without a token.

    Each web process counts for itself, so the limit is a protection, not a quota.
    """

    scope = "client"

    @classmethod
    def amount(cls) -> int:
        """Calls a minute, as the documentation prints them."""
        return int(str(cls.THROTTLE_RATES["client"]).split("/")[0])

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        client = actor_of(request).pseudonym
        return self.cache_format % {"scope": self.scope, "ident": client or self.get_ident(request)}
