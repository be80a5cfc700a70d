"""Every error of the API in one shape."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from gongfu.core.errors import GongfuError
from gongfu.core.middleware.errors import problem


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
