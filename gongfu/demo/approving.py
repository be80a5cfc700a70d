"""What district and city have approved of the verified assessments, by the rule of the service."""

import random
from datetime import date, timedelta

from diagnosis.deadlines import appeal_until
from diagnosis.models import Approval, Assessment, Tier
from diagnosis.services.approving import approvable, obstacle_to, weighed
from gongfu.core.actor import Actor
from gongfu.core.clock import city_day
from gongfu.demo.cases import moment
from gongfu.demo.names import person_name

SHARE = {Tier.DISTRICT: 0.6, Tier.CITY: 0.5}  # of those that a level could approve
LOOKED_AT = {Tier.DISTRICT: (3, 25), Tier.CITY: (5, 20)}  # days until it does
UNLOCK = "附件清单与现场记录不一致，请机构核对后重新提交审核。"


def add_approvals(*, district: str, as_of: date, actor: Actor) -> None:
    """Two levels one after the other; one approval of the district was unlocked again."""
    dice = random.Random("approvals")
    own = approvable(actor).select_related("enterprise")
    names: dict[str, str] = {}
    for tier in Tier:
        made = []
        for one in weighed(own, actor).order_by("pk"):
            day = _day(one, tier, dice)
            if obstacle_to(one, tier, as_of) or day > as_of or dice.random() > SHARE[tier]:
                continue
            office = one.enterprise.district_id if tier == Tier.DISTRICT else ""
            name = names.setdefault(office, person_name(dice))
            made.append(Approval(assessment=one, tier=tier, at=moment(day, dice), by_name=name))
        Approval.objects.bulk_create(made, batch_size=500)
        keys = [approval.assessment_id for approval in made]
        Assessment.objects.filter(pk__in=keys).update(approved=tier)
    _unlock_one(district, as_of, dice)


def _day(one: Assessment, tier: Tier, dice: random.Random) -> date:
    """When a level gets to it: after the time for an appeal, the city after the district."""
    days = dice.randint(*LOOKED_AT[tier])
    if one.verified_at is None:
        return date.max
    free = appeal_until(city_day(one.verified_at))
    return free + timedelta(days=days + (LOOKED_AT[Tier.DISTRICT][1] if tier == Tier.CITY else 0))


def _unlock_one(district: str, as_of: date, dice: random.Random) -> None:
    in_district = Approval.objects.filter(assessment__enterprise__district=district)
    one = in_district.filter(assessment__approved=Tier.DISTRICT).order_by("-at").first()
    if one is None:
        return
    day = min(city_day(one.at) + timedelta(days=4), as_of)
    one.ended_at, one.ended_by_name, one.reason = moment(day, dice), one.by_name, UNLOCK
    one.save()
    Assessment.objects.filter(pk=one.assessment_id).update(approved="")
