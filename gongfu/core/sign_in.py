"""How allauth and axes behave here: words, redirects, what is one account, secrets at rest."""

import base64
import hashlib
import unicodedata
from datetime import timedelta
from math import ceil
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from axes.models import AccessAttempt
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gongfu.core.errors import TooMany
from gongfu.core.middleware.errors import error_response
from gongfu.core.navigation import url_of


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by himself, and a redirect stays on the host it was asked on."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("This account is closed; ask your administrator."),
        "email_password_mismatch": gettext_lazy(
            "The e-mail address or the password is not right; please try again."
        ),
        "enter_current_password": gettext_lazy("This is not your present password."),
        "incorrect_password": gettext_lazy("This is not your present password."),
        "too_many_login_attempts": gettext_lazy(
            "Too many attempts from here; wait a minute and try again."
        ),
        "rate_limited": gettext_lazy("Too many attempts; wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        request = context.request
        return url_has_allowed_host_and_scheme(
            url or "", allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return url_of("core:account")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are encrypted with a key derived from SECRET_KEY."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "This code is not right, or was used before; enter the one shown now."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    """Old keys in SECRET_KEY_FALLBACKS still read, so that the key can be changed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(b"second factor" + force_bytes(key)).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def attempted_account(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The account that is tried: spellings that differ in case, blanks or width count as one."""
    given = (credentials or {}).get("email") or request.POST.get("login", "")
    return unicodedata.normalize("NFKC", str(given)).strip().lower()[:254]


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Say that the account is locked and for how long; the same words whether it exists or not."""
    wait = _lock_left(attempted_account(request, credentials))
    minutes = ceil(wait.total_seconds() / 60)
    words = ngettext(
        "Too many wrong passwords. Sign-in with this address opens again in %(minutes)d minute.",
        "Too many wrong passwords. Sign-in with this address opens again in %(minutes)d minutes.",
        minutes,
    )
    reset = _("You can reset the password meanwhile.")
    error = TooMany(
        f"{words % {'minutes': minutes}} {reset}", retry_after=ceil(wait.total_seconds())
    )
    return error_response(request, error)


def _lock_left(account: str) -> timedelta:
    cool_off = timedelta(hours=settings.AXES_COOLOFF_TIME)
    last = AccessAttempt.objects.filter(username=account).order_by("-attempt_time").first()
    since = timezone.now() - last.attempt_time if last else timedelta()
    return max(cool_off - since, timedelta(seconds=1))
