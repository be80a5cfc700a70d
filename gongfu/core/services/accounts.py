"""Closing and opening the account of a person."""

from django.db.models import F

from gongfu.core.models import User


def close_account(*, user: User) -> None:
    """Shut the person out at once: every session ends, for good."""
    User.objects.filter(pk=user.pk).update(is_active=False, session_epoch=F("session_epoch") + 1)
    user.refresh_from_db()


def open_account(*, user: User) -> None:
    """Let the person sign in again; sessions from before stay dead."""
    User.objects.filter(pk=user.pk).update(is_active=True)
    user.refresh_from_db()
