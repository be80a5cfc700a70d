"""The rounds of the programme with their targets, as rows."""

from datetime import date
from decimal import Decimal

from django.conf import settings

from enterprises.cities.reading import read_city
from enterprises.models import Campaign, District, Target
from gongfu.demo.mix import ROUND_TARGETS
from gongfu.demo.planning import PILOT, ROUNDS, Round

PLAN_OF_2023 = "2023-2025"  # the round to which the city's targets of transformation belong
WAYPOINTS = {date(2023, 12, 31): Decimal("0.2"), date(2024, 12, 31): Decimal("0.6")}
CITY_SHARE = {"2023-2025": Decimal(1), "2026": Decimal("0.75"), "pilot": Decimal("0.6")}


def add_campaigns(as_of: date) -> dict[str, Campaign]:
    """The rounds that have begun by a day, with targets for the city and for each district."""
    return {one.slug: _add(one) for one in (*ROUNDS, PILOT) if one.starts_on <= as_of}


def _add(one: Round) -> Campaign:
    campaign = Campaign.objects.create(
        slug=one.slug,
        name_zh=one.name_zh,
        name_en=one.name_en,
        starts_on=one.starts_on,
        due_on=one.due_on,
        framework=one.framework,
        is_simulated=True,
    )
    share = CITY_SHARE[one.slug]
    targets = [Target(campaign=campaign, due_on=one.due_on, share=share)]
    targets += [
        Target(campaign=campaign, due_on=day, share=part)
        for day, part in WAYPOINTS.items()
        if one.starts_on < day < one.due_on
    ]
    own = ROUND_TARGETS if one.slug == "2026" else {}
    targets += [
        Target(
            campaign=campaign,
            district=district,
            due_on=one.due_on,
            share=Decimal(own.get(district.code, share)),
        )
        for district in District.objects.order_by("code")
    ]
    Target.objects.bulk_create([*targets, *_take_up_targets(campaign)])
    return campaign


def _take_up_targets(campaign: Campaign) -> list[Target]:
    """The city's own, as its file has them, for the round that ends on their day."""
    if campaign.slug != PLAN_OF_2023:
        return []
    return [
        Target(
            campaign=campaign,
            kind=Target.Kind.TAKEN_UP,
            district_id=target.district or None,
            due_on=target.due,
            share=target.share,
        )
        for target in read_city(settings.CITY).take_up_targets
    ]
