"""The forms of sign-in and account: allauth's checks, our words."""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from gongfu.core.inputs import clean_text
from gongfu.core.services.resetting import ask_for_reset

CODES_REMEMBERED = 5


def _word(form: forms.BaseForm, name: str, label: object, hint: object = "") -> None:
    """Name a field in our words; the label stands above it, so no placeholder repeats it."""
    field = form.fields[name]
    field.label, field.help_text = label, hint  # type: ignore[assignment]
    field.widget.attrs.pop("placeholder", None)


class SignInForm(account.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "login", _("E-mail address"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        _word(self, "password", _("Password"), _("Pasting and password managers are welcome"))

    def clean_login(self) -> str:
        return clean_text(super().clean_login(), max_length=254)


class ResetRequestForm(account.ResetPasswordForm):
    """Asks for a reset link. The mail is a job: the page takes as long for strangers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "email", _("E-mail address"), _("The one you sign in with"))

    def clean_email(self) -> str:
        return get_adapter().clean_email(self.cleaned_data["email"].lower())

    def save(self, request: Any, **kwargs: Any) -> str:
        ask_for_reset(email=self.cleaned_data["email"], actor=request.actor)
        return self.cleaned_data["email"]


PASSWORD_HINT = _("At least 12 characters; a sentence is good, a common password is refused")


class NewPasswordForm(account.ResetPasswordKeyForm):
    """The new password after a reset."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "password1", _("New password"), PASSWORD_HINT)
        _word(self, "password2", _("New password again"))


class ChangePasswordForm(account.ChangePasswordForm):
    """The present password and the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "oldpassword", _("Present password"))
        _word(self, "password1", _("New password"), PASSWORD_HINT)
        _word(self, "password2", _("New password again"))


class ConfirmPasswordForm(account.ReauthenticateForm):
    """The password once more, before something that guards the account changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "password", _("Password"))


class OneTime(mfa.BaseAuthenticateForm):
    """A code counts once, in whatever process it arrives: used ones are kept with the factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(
            self,
            "code",
            _("One-time code"),
            _("Six digits from your authenticator app, or a recovery code"),
        )
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        with transaction.atomic():
            held = Authenticator.objects.select_for_update().filter(user=self.user)
            factors = {factor.pk: factor for factor in held}
            code = super().clean_code()
            if self.authenticator.type == Authenticator.Type.TOTP:
                _spend(factors[self.authenticator.pk], code)
        return code


class SecondFactorForm(OneTime, mfa.AuthenticateForm):
    """The code at sign-in."""


class ConfirmCodeForm(OneTime, mfa.ReauthenticateForm):
    """The code once more, before something that guards the account changes."""


class ActivateAppForm(ActivateTOTPForm):
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "code", _("One-time code"), _("The six digits that the app shows now"))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


def _spend(factor: Authenticator, code: str) -> None:
    mark = salted_hmac(f"used code {factor.pk}", code).hexdigest()
    used = factor.data.get("used", [])
    if mark in used:
        raise get_mfa_adapter().validation_error("incorrect_code")
    factor.data["used"] = [*used, mark][-CODES_REMEMBERED:]
    factor.save(update_fields=["data"])
