"""Limits for pages that anybody may call: so many uses in a while from one address."""

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongfu.core.errors import TooMany


def limit(request: HttpRequest, *, action: str, amount: int, seconds: int) -> None:
    """Count this use; refuse with the time to wait once the amount is used up.

    Which address counts behind a proxy is decided by `TRUSTED_PROXY_COUNT`, as for the sign-in.
    """
    config = {action: f"{amount}/{seconds}s/ip"}
    if not ratelimit.consume(request, app="gongfu", action=action, config=config, limit_get=True):
        raise TooMany(
            _("Too many requests from your address. Try again in %(seconds)s seconds.")
            % {"seconds": seconds},
            retry_after=seconds,
        )
