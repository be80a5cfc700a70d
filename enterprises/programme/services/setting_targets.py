"""The targets of a campaign: which share is to be reached by which day, city and districts."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.models import Campaign, CampaignDecision, Target
from enterprises.programme.services.deciding import open_campaign, write_decision
from gongfu.core.actor import Actor
from gongfu.core.errors import Forbidden, Invalid

CITY = ""  # the district code that means the whole city


class Place(NamedTuple):
    """One target: whose, and by which day."""

    district: str
    due_on: date


Shares = Mapping[Place, Decimal | None]


def targets_of(campaign: Campaign, kind: str) -> dict[Place, Decimal]:
    """The shares that are set."""
    found = Target.objects.filter(campaign=campaign, kind=kind)
    return {Place(one.district_id or CITY, one.due_on): one.share for one in found}


def days_of(campaign: Campaign, kind: str) -> list[date]:
    """The days for which a share can be set: the ends of the years, the last day, and what is."""
    years = range(campaign.starts_on.year, campaign.due_on.year)
    ends = {date(year, 12, 31) for year in years}
    known = {place.due_on for place in targets_of(campaign, kind)}
    return sorted({*ends, campaign.due_on, *known})


@transaction.atomic
def set_targets(*, campaign: Campaign, kind: str, shares: Shares, actor: Actor) -> int:
    """Set, change or (None) take away shares; return how many changed.

    A district sets its own only, and not below what the city asks of all by that day. On no path
    may a later share be smaller than an earlier one. Errors name the place they are about.
    """
    found = open_campaign(campaign)
    known = targets_of(found, kind)
    changed = {place: share for place, share in shares.items() if known.get(place) != share}
    if not changed:
        return 0
    after = {place: share for place, share in {**known, **changed}.items() if share is not None}
    _check_reach(changed, after, actor)
    _check_paths(changed, after)
    for place, share in changed.items():
        _store(found, kind, place, share)
    told = [
        [f"{kind}:{place.district}:{place.due_on}", _text(known.get(place)), _text(share)]
        for place, share in sorted(changed.items())
    ]
    write_decision(campaign=found, kind=CampaignDecision.Kind.TARGETS, actor=actor, changes=told)
    return len(changed)


def field_of(place: Place) -> str:
    """The name of a target in forms and errors."""
    return f"{place.district or 'city'}:{place.due_on.isoformat()}"


def _check_reach(changed: Shares, after: Mapping[Place, Decimal], actor: Actor) -> None:
    """A regulator bound to a district sets that one alone, at least as high as the city's."""
    own = actor.district_code
    if own is None:
        return
    if any(place.district != own for place in changed):
        raise Forbidden(_("You can set the targets of your own district only."))
    low = {
        field_of(place): _("The city asks for %(share)s %% of all districts; set that or more.")
        % {"share": _percent(after[Place(CITY, place.due_on)])}
        for place, share in changed.items()
        if share is not None and share < after.get(Place(CITY, place.due_on), 0)
    }
    if low:
        raise Invalid(_("A district may set more than the city, not less."), fields=low)


def _check_paths(changed: Shares, after: Mapping[Place, Decimal]) -> None:
    falling = {}
    for district in {place.district for place in changed}:
        path = sorted(place for place in after if place.district == district)
        for sooner, later in pairwise(path):
            if after[later] < after[sooner]:
                falling[field_of(later)] = _(
                    "This is less than the %(share)s %% of %(day)s; a target does not fall."
                ) % {"share": _percent(after[sooner]), "day": sooner.due_on.isoformat()}
    if falling:
        raise Invalid(_("A later target cannot be lower than an earlier one."), fields=falling)


def _store(campaign: Campaign, kind: str, place: Place, share: Decimal | None) -> None:
    where: dict[str, Any] = {"campaign": campaign, "kind": kind, "due_on": place.due_on}
    district = place.district or None
    if share is None:
        Target.objects.filter(**where, district=district).delete()
    else:
        Target.objects.update_or_create(**where, district_id=district, defaults={"share": share})


def _text(share: Decimal | None) -> str:
    return "" if share is None else format(share.normalize(), "f")


def _percent(share: Decimal) -> str:
    return format((share * 100).normalize(), "f")
