"""The share of transformation on the board: from the ledger, against its own targets."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from enterprises.models import Step, Target
from enterprises.programme.services.taking_up import record_take_up
from gongfu.core.clock import today
from reports.coverage.board import board
from reports.coverage.names import names_for
from reports.coverage.reading import Slice
from reports.coverage.take_up import take_up
from tests.factories import SYSTEM, CampaignFactory, as_regulator, in_scope

pytestmark = pytest.mark.django_db
START, DUE = date(2024, 1, 1), date(2025, 12, 31)
HERE, THERE = "310113", "310117"


@pytest.fixture
def campaign():
    """Four firms in two districts, one of which has a target of its own; one firm has begun."""
    made = CampaignFactory(starts_on=START, due_on=DUE, slug="round")
    for district, share in ((None, "0.8"), (THERE, "0.85")):
        Target.objects.create(
            campaign=made, kind="taken_up", district_id=district, due_on=DUE, share=Decimal(share)
        )
    firms = [in_scope(made, district=code, on=START) for code in (HERE, HERE, THERE, THERE)]
    day = today() - timedelta(days=1)
    record_take_up(campaign=made, enterprise=firms[0], since=day, actor=SYSTEM, source="plan:1")
    return made


def figures(campaign, day):
    asked = board(campaign, Slice(campaign.pk, day), Step.VERIFIED, names_for(as_regulator()))
    return take_up(asked)


def test_each_district_is_held_against_its_own_target_and_the_parts_add_up(campaign):
    found = figures(campaign, today())
    assert [(line.key, line.rate.percent, line.gap) for line in found.districts] == [
        (HERE, "50.0%", 1),
        (THERE, "0.0%", 2),
    ]
    assert (found.whole.rate.part, found.whole.rate.whole, found.whole.gap) == (1, 4, 3)
    assert figures(campaign, START).whole.rate.part == 0


def test_targets_of_the_two_kinds_do_not_mix(campaign):
    Target.objects.filter(kind="taken_up").delete()
    Target.objects.create(campaign=campaign, due_on=DUE, share=Decimal(1))
    assert figures(campaign, today()).whole.gap is None
