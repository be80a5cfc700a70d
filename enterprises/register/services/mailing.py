"""Mails about coming in, each a text of its own in templates/enterprises/mails."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse


def send(*, to: str, subject: str, name: str, **context: Any) -> None:
    """Send one mail in the active language; OSError where no mail server takes it."""
    text = render_to_string(f"enterprises/mails/{name}.txt", context)
    send_mail(subject, text, None, [to])


def has_server() -> bool:
    """Whether mails leave the house; without a server they are files in the data folder."""
    return not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


def address(route: str, *args: object) -> str:
    """The whole address of a page, as a mail needs it."""
    return f"{settings.PUBLIC_URL}{reverse(route, args=args)}"
