"""Limits for pages that anybody may call: so many uses in a while from one address."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongfu.core.errors import TooMany


def limit(request: HttpRequest, *, action: str, amount: int, seconds: int) -> None:
    """Count this use; refuse with the time to wait once the amount of this window is used up.

    Which address counts behind a proxy is decided by `TRUSTED_PROXY_COUNT`, as for the sign-in.
    Each web process counts for itself, so that no shared cache can open or block the page.
    """
    window, gone = divmod(int(time.time()), seconds)
    key = f"limit:{action}:{window}:{get_adapter().get_client_ip(request)}"
    if _count(key, seconds) > amount:
        wait = seconds - gone
        raise TooMany(
            _("Too many requests from your address. Try again in %(seconds)s seconds.")
            % {"seconds": wait},
            retry_after=wait,
        )


def _count(key: str, seconds: int) -> int:
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # thrown out in between by a full cache
        return 1
