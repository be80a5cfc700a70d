"""Limits for pages that anybody may call: so many uses in a while from one address."""

import time
from typing import NamedTuple

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongfu.core.errors import TooMany


class Limit(NamedTuple):
    """So many uses of one action in a window of so many seconds."""

    action: str
    amount: int
    seconds: int


def limit(request: HttpRequest, rule: Limit) -> None:
    """Count this use; refuse with the time to wait once the amount of this window is used up.

    Which address counts behind a proxy is decided by `TRUSTED_PROXY_COUNT`, as for the sign-in.
    Each web process counts for itself, so that no shared cache can open or block the page.
    """
    window, gone = divmod(int(time.time()), rule.seconds)
    key = f"limit:{rule.action}:{window}:{get_adapter().get_client_ip(request)}"
    if _count(key, rule.seconds) > rule.amount:
        wait = rule.seconds - gone
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
