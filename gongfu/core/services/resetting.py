"""The mail with a link to a new password."""

import secrets

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongfu.core import jobs
from gongfu.core.actor import Actor
from gongfu.core.models import User

KIND = "password-mail"


def ask_for_reset(*, email: str, actor: Actor) -> None:
    """Queue the mail; whether there is such an account is looked up by the worker only."""
    payload = {"email": email, "language": get_language()}
    jobs.enqueue(kind=KIND, key=secrets.token_hex(8), actor=actor, payload=payload)


def send_reset_mail(*, email: str, language: str) -> bool:
    """Send the link to the address if somebody may sign in with it; return whether one did."""
    user = User.objects.filter(email=email, is_active=True).first()
    if user is None:
        return False
    with translation.override(user.language or language):
        key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
        path = reverse(
            "account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"}
        ).replace("UID-KEY", key)
        text = render_to_string(
            "account/email/reset.txt", {"user": user, "link": f"{settings.PUBLIC_URL}{path}"}
        )
        send_mail(_("Set a new password for Gongfu"), text, None, [user.email])
    return True
