"""allauth's pages, with one difference: what was refused says so in its status.

Browsers do not mind, and the audit trail then tells a failed sign-in from a good one.
"""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.totp import views as totp
from django.http import HttpResponse


class Refusing:
    """A form that is not valid answers 422."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = 422
        return response


class SignIn(Refusing, account.LoginView):
    """E-mail and password."""


class NewPassword(Refusing, account.PasswordResetFromKeyView):
    """The new password, from the link in the mail."""


class ChangePassword(Refusing, account.PasswordChangeView):
    """A new password for somebody who knows the old one."""


class ConfirmPassword(Refusing, account.ReauthenticateView):
    """The password once more."""


class SecondFactor(Refusing, mfa.AuthenticateView):
    """The code at sign-in."""


class ConfirmCode(Refusing, mfa.ReauthenticateView):
    """The code once more."""


class ActivateApp(Refusing, totp.ActivateTOTPView):
    """The first code of a new app."""
