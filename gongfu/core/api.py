"""What all API endpoints share: authentication, the error shape, keyset paging."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from gongfu.core.actor import Actor
from gongfu.core.errors import GongfuError
from gongfu.core.middleware.errors import problem


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


class KeysetPagination(CursorPagination):
    """Pages by key: the last page costs what the first costs, and no count is made."""

    page_size = 100
    max_page_size = 1000
    page_size_query_param = "page_size"
    ordering = "id"


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
