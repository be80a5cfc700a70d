"""What all API endpoints share: authentication, the error shape, keyset paging, limits."""

import re
from collections.abc import Mapping
from typing import Any

import orjson
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.permissions import BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView, exception_handler

from gongfu.core.actor import Actor
from gongfu.core.errors import GongfuError
from gongfu.core.middleware.errors import problem

KEY = re.compile(r"\d{1,18}", re.ASCII)


class ActorAuthentication(BaseAuthentication):
    """Hands on the actor that the middleware found; the access table has already been asked."""

    def authenticate(self, request: Request) -> tuple[None, Actor]:
        return None, request._request.actor  # type: ignore[attr-defined]

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class TablePermission(BasePermission):
    """Says yes: the access table was asked by the middleware, before the view."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return True


class StrictFilterBackend(DjangoFilterBackend):
    """Filters by the view's filter class; a parameter nobody knows is an error, not ignored."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: APIView) -> QuerySet:
        known = {"cursor", "page_size"}
        if filterset := self.get_filterset_class(view, queryset):
            known |= set(filterset.get_filters())
        if unknown := set(request.query_params) - known:
            text = _("Unknown parameter; expected some of %(known)s.")
            text = text % {"known": ", ".join(sorted(known))}
            raise ValidationError({name: [text] for name in sorted(unknown)})
        return super().filter_queryset(request, queryset, view)


class FastJSONRenderer(JSONRenderer):
    """JSON in UTF-8, written by orjson; what it does not know, such as Decimal, becomes text."""

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=str)


class ClientThrottle(SimpleRateThrottle):
    """So many calls a minute for each client, or for each address that comes without a token.

    Each web process counts for itself, so the limit is a protection, not a quota.
    """

    scope = "client"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        client = request._request.actor.pseudonym  # type: ignore[attr-defined]
        return self.cache_format % {"scope": self.scope, "ident": client or self.get_ident(request)}


class KeysetPagination(CursorPagination):
    """Pages by key: the last page costs what the first costs, and no count is made."""

    page_size = 100
    max_page_size = 1000
    page_size_query_param = "page_size"
    ordering = "id"

    def get_page_size(self, request: Request) -> int:
        wanted = request.query_params.get(self.page_size_query_param, str(self.page_size))
        if wanted.isascii() and wanted.isdecimal() and 1 <= int(wanted[:5]) <= self.max_page_size:
            return int(wanted)
        text = _("Expected a whole number from 1 to %(most)s.") % {"most": self.max_page_size}
        raise ValidationError({self.page_size_query_param: [text]})

    def decode_cursor(self, request: Request) -> Any:
        try:
            cursor = super().decode_cursor(request)
        except NotFound:
            cursor = Cursor(offset=0, reverse=False, position="unreadable")
        if cursor and cursor.position is not None and not KEY.fullmatch(cursor.position):
            text = _("This is no cursor of ours; take it from “next” of the page before.")
            raise ValidationError({self.cursor_query_param: [text]})
        return cursor


def handle_exception(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Every error of the API in one shape: code, detail, fields, request_id."""
    request_id = getattr(getattr(context["request"], "_request", None), "request_id", "")
    if isinstance(error, GongfuError):
        return Response(problem(error, request_id), status=error.status)
    response = exception_handler(error, context)  # type: ignore[arg-type]
    if response is None:
        return None
    fields = _fields(error) if isinstance(error, ValidationError) else {}
    code = error.get_codes() if isinstance(error, APIException) else "not_found"
    response.data = {
        "code": code if isinstance(code, str) else "invalid",
        "detail": str(getattr(error, "detail", ""))
        if not fields
        else _("Some parameters are not valid."),
        "fields": fields,
        "request_id": request_id,
    }
    return response


def _fields(error: ValidationError) -> dict[str, str]:
    detail = error.detail
    if isinstance(detail, dict):
        return {name: " ".join(map(str, texts)) for name, texts in detail.items()}
    return {"": " ".join(map(str, detail))}
