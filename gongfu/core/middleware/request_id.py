import secrets

from django.http import HttpRequest, HttpResponse

from gongfu.core.requests import GetResponse


class RequestIdMiddleware:
    """Names each request, so that a page, a log line and an audit entry can be joined."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = secrets.token_hex(8)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response
