"""One sample for spot checks, drawn by the service, with some checks done."""

import random
from datetime import date, timedelta

from diagnosis.models import SpotCheck
from diagnosis.services.sampling import draw_sample, may_be_drawn
from enterprises.models import Campaign, District
from gongfu.core.actor import Actor
from gongfu.core.models import User
from gongfu.demo.cases import moment

SEED, SHARE, RISKY = "2026", 10, 8
FOUND = (
    (SpotCheck.Outcome.CONFIRMED, "核对设备台账与系统截图，与填报一致。"),
    (SpotCheck.Outcome.FINDING, "设备联网数量与台账不符，企业已补充说明，建议重新核实。"),
    (SpotCheck.Outcome.CONFIRMED, "抽看三道题的证明材料，与填报一致。"),
)


def add_sample(
    *, campaign: Campaign, district: str, regulators: tuple[User, User], as_of: date
) -> None:
    """Among the firms of the shown district, or by the city where none has handed in."""
    dice, chosen = random.Random("sample"), District.objects.get(pk=district)
    officials = [Actor.of_grant(user, user.grants.get()) for user in regulators]
    for place, actor in zip((chosen, None), officials, strict=True):
        if may_be_drawn(campaign=campaign, district=place, actor=actor).exists():
            break
    else:
        return
    made = draw_sample(
        campaign=campaign, district=place, share=SHARE, risky=RISKY, seed=SEED, actor=actor
    )
    made.drawn_at = moment(as_of - timedelta(days=12), dice)
    made.save(update_fields=["drawn_at"])
    for check, (outcome, note) in zip(made.checks.order_by("pk"), FOUND, strict=False):
        check.outcome, check.note, check.marked_by = outcome, note, actor.name
        check.assigned_to = actor.name
        check.marked_at = moment(as_of - timedelta(days=dice.randint(1, 9)), dice)
        check.save()
