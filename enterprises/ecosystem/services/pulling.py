"""The log of what partners pulled."""

import hashlib
from collections.abc import Iterable

from django.db import transaction

from enterprises.ecosystem.models import FirmSet, Partner, Pull
from enterprises.ecosystem.packing import pack
from gongfu.core import clock
from gongfu.core.actor import Actor

LONGEST_QUERY = 1000


@transaction.atomic
def record_pull(
    *, actor: Actor, endpoint: str, query: str, field_groups: Iterable[str], firms: Iterable[int]
) -> Pull:
    """Write down one call of a partner's client and the set of firms that the answer shows."""
    at = clock.now()
    return Pull.objects.create(
        partner=Partner.objects.only("pk").get(application=actor.scope_key),
        at=at,
        day=clock.city_day(at),
        endpoint=endpoint,
        query=query[:LONGEST_QUERY],
        field_groups=" ".join(field_groups),
        firms=set_of(firms),
    )


def set_of(firms: Iterable[int]) -> FirmSet:
    """The stored set of these firms; a set that was pulled before is not stored again."""
    keys = sorted(set(firms))
    packed = pack(keys)
    described = {
        "size": len(keys),
        "first": keys[0] if keys else None,
        "last": keys[-1] if keys else None,
        "packed": packed,
    }
    digest = hashlib.sha256(packed).hexdigest()
    found, _created = FirmSet.objects.only("pk").get_or_create(digest=digest, defaults=described)
    return found
