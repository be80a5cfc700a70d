"""Waves of a campaign: made and taken away; nobody is invited by that."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from enterprises.models import Campaign, Opening, Wave
from enterprises.programme.rule import Rule, as_data
from enterprises.programme.services.deciding import open_campaign
from gongfu.core.actor import Actor
from gongfu.core.clock import now
from gongfu.core.errors import Invalid, Locked

MOST = 30  # waves of one campaign


@transaction.atomic
def make_wave(*, campaign: Campaign, values: Mapping[str, Any], rule: Rule, actor: Actor) -> Wave:
    """Add a wave behind the others; its days lie within the campaign."""
    found = open_campaign(campaign)
    waves = Wave.objects.filter(campaign=found)
    if waves.count() >= MOST:
        raise Locked(_("A campaign has at most %(most)d waves.") % {"most": MOST})
    _check_days(found, values)
    last = waves.aggregate(last=Max("position"))["last"] or 0
    return Wave.objects.create(
        campaign=found,
        position=last + 1,
        rule=as_data(rule),
        made_at=now(),
        by_id=actor.user_id,
        **values,
    )


@transaction.atomic
def drop_wave(*, wave: Wave) -> None:
    """Take a wave away from which nobody was invited."""
    open_campaign(wave.campaign)
    if Opening.objects.filter(wave=wave).exists():
        raise Locked(_("Enterprises of this wave were invited; it stays."))
    wave.delete()


def _check_days(campaign: Campaign, values: Mapping[str, Any]) -> None:
    first, last = values["starts_on"], values["due_on"]
    if last < first:
        text = _("The wave would be due before it begins.")
        raise Invalid(text, fields={"due_on": text})
    for name, day in (("starts_on", first), ("due_on", last)):
        if not campaign.starts_on <= day <= campaign.due_on:
            text = _("The campaign runs from %(first)s to %(last)s.") % {
                "first": campaign.starts_on.isoformat(),
                "last": campaign.due_on.isoformat(),
            }
            raise Invalid(text, fields={name: text})
