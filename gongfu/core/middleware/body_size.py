from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongfu.core.errors import TooLarge
from gongfu.core.middleware.errors import error_response
from gongfu.core.requests import GetResponse

MEGABYTE = 1024 * 1024
MAX_BODY = 64 * MEGABYTE  # several files at once; each upload has a smaller limit of its own


class BodySizeMiddleware:
    """Refuses a request by its announced size, before a byte of it is read or stored.

    A body without an announced size is not read at all: Django takes it for empty.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdigit() and int(announced[:18]) > MAX_BODY:
            limit = {"limit": MAX_BODY // MEGABYTE}
            return error_response(
                request, TooLarge(_("The request is larger than %(limit)d MB.") % limit)
            )
        return self.get_response(request)
