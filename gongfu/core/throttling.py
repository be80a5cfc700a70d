"""Limits for pages that anybody may call: so many uses in a while, by an address or of a thing."""

import time
from typing import NamedTuple

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from gongfu.core.errors import TooMany

OF_AN_ADDRESS = _("Too many requests from your address. Try again in %(seconds)s seconds.")
OF_ONE_THING = _("This was tried too often. Try again in %(seconds)s seconds.")


class Limit(NamedTuple):
    """So many uses of one action in a window of so many seconds."""

    action: str
    amount: int
    seconds: int


def limit(request: HttpRequest, rule: Limit, *, of: str = "") -> None:
    """Count this use; refuse with the time to wait once the amount of this window is used up.

    `of` names a thing whose uses are counted together, whatever addresses they come from.
    Which address counts behind a proxy is decided by `TRUSTED_PROXY_COUNT`, as for the sign-in.
    Each web process counts for itself, so that no shared cache can open or block the page.
    """
    window, gone = divmod(int(time.time()), rule.seconds)
    whose = _key_of(of) if of else get_adapter().get_client_ip(request)
    key = f"limit:{rule.action}:{window}:{whose}"
    if _count(key, rule.seconds) > rule.amount:
        wait = rule.seconds - gone
        raise TooMany(
            (OF_ONE_THING if of else OF_AN_ADDRESS) % {"seconds": wait},
            retry_after=wait,
        )


def _key_of(thing: str) -> str:
    """Short and without blanks, as a key of a cache must be."""
    return salted_hmac("limit", thing).hexdigest()


def _count(key: str, seconds: int) -> int:
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # thrown out in between by a full cache
        return 1
