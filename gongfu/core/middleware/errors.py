from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from gongfu.core.errors import GongfuError
from gongfu.core.requests import GetResponse, wants_json


class ErrorMiddleware:
    """Turns a broken rule that no view handled into a page or JSON that says what to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return error_response(request, error) if isinstance(error, GongfuError) else None


def problem(error: GongfuError, request_id: str = "") -> dict[str, object]:
    """The one JSON shape of an error."""
    return {
        "code": error.code,
        "detail": error.message,
        "fields": error.fields,
        "request_id": request_id,
    }


def error_response(request: HttpRequest, error: GongfuError) -> HttpResponse:
    """The one translation of an error of ours to HTTP."""
    request_id = getattr(request, "request_id", "")
    response: HttpResponse
    if wants_json(request):
        response = JsonResponse(
            problem(error, request_id),
            status=error.status,
            json_dumps_params={"ensure_ascii": False},
        )
    else:
        context = {"error": error, "request_id": request_id}
        response = render(request, "core/error.html", context, status=error.status)
    if retry_after := error.params.get("retry_after"):
        response["Retry-After"] = str(retry_after)
    return response
