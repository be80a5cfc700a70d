"""What people see when a page cannot be given: what happened, then what to do."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from gongfu.core.errors import Forbidden, GongfuError
from gongfu.core.middleware.errors import error_response, problem
from gongfu.core.requests import wants_json


class BadRequest(GongfuError):
    """The request could not be read."""

    code, status = "bad_request", 400


class NotFound(GongfuError):
    """There is nothing at this address, or nothing that the actor may know of."""

    code, status = "not_found", 404


class Broken(GongfuError):
    """Our own mistake."""

    code, status = "internal", 500


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(
        request, BadRequest(_("The request could not be read. Go back and try again."))
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(request, Forbidden(_("You may not open this page.")))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    words = _("There is no such page, or it is not yours to see. Check the address.")
    return error_response(request, NotFound(words))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old, or did not come from us: nothing was changed."""
    words = _(
        "This form is no longer valid, so nothing was saved. "
        "Go back, load the page again and repeat the last step."
    )
    return error_response(request, Forbidden(words))


def server_error(request: HttpRequest) -> HttpResponse:
    """Our mistake, told without a database, a session or anything else that may be the cause."""
    request_id = getattr(request, "request_id", "")
    error = Broken(
        _("Something went wrong on our side. What you saved before is kept. Try again in a minute.")
    )
    if wants_json(request):
        return JsonResponse(problem(error, request_id), status=500)
    context = {"error": error, "request_id": request_id, "simulated": settings.GONGFU_DEMO}
    with translation.override(getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)):
        return HttpResponse(render_to_string("core/error_plain.html", context), status=500)
