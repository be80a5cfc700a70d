"""What a person sets for reading: language, size of text, which of several roles to act in."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from gongfu.core.errors import Invalid
from gongfu.core.middleware.actor import ACTIVE_GRANT
from gongfu.core.middleware.language import TEXT_COOKIE
from gongfu.core.models import User
from gongfu.core.requests import Request
from gongfu.core.scope_names import names_of

YEAR = 365 * 24 * 3600


def language(request: Request) -> HttpResponse:
    """Remember the language in the browser and with the account, and go back to the same page."""
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        raise Invalid(_("This language is not available; choose Chinese or English."))
    if isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).update(language=code)
    return _remember(back(request), settings.LANGUAGE_COOKIE_NAME, code)


def text_size(request: Request) -> HttpResponse:
    """Remember the size of text in the browser and with the account."""
    large = request.POST.get("size") == "large"
    if isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).update(large_text=large)
    return _remember(back(request), TEXT_COOKIE, "large" if large else "normal")


def mails(request: Request) -> HttpResponse:
    """Have the evening's mail about new comments sent, or no longer."""
    wanted = request.POST.get("comments") == "on"
    if isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).update(comment_mails=wanted)
    said = _("You get a mail in the evening when there are new comments.")
    messages.success(request, said if wanted else _("You get no more mails about new comments."))
    return redirect("core:account")


def grant(request: Request) -> HttpResponse:
    """Act in another of the roles that the person holds today."""
    held = {str(found.pk): found.pk for found in request.grants}
    chosen = held.get(request.POST.get("grant", ""))
    if chosen is None:
        raise Invalid(_("You do not hold this role today; choose one of those listed."))
    request.session[ACTIVE_GRANT] = chosen
    name = names_of(request.grants).get(chosen)
    if name:
        messages.success(request, _("You act for %(name)s now.") % {"name": name})
    return HttpResponseRedirect("/")


def back(request: Request) -> HttpResponseRedirect:
    """To the page that the form came from; never to another host."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if safe else "/")


def _remember(response: HttpResponse, name: str, value: str) -> HttpResponse:
    response.set_cookie(
        name,
        value,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
