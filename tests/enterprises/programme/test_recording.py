"""Recording steps and scope: what the services refuse, repeat and remember."""

from collections import Counter
from datetime import date, timedelta

import pytest

from enterprises.models import Enterprise, LedgerEntry, ScopeEntry, Step
from enterprises.programme.services.recording import record_step
from enterprises.programme.services.scoping import enter_scope, leave_scope, move_enterprise
from enterprises.register.services.registering import save_enterprise
from gongfu.core.clock import today
from gongfu.core.errors import Conflict, Invalid
from gongfu.core.models import Change
from tests.factories import SYSTEM, CampaignFactory, EnterpriseFactory, district, in_scope, reach

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 6)
LATER = date(2024, 9, 1)


def counts(day: date, **where) -> dict[str, int]:
    """What the ledger says of a day, by step."""
    sums: Counter = Counter()
    for row in LedgerEntry.objects.filter(effective_on__lte=day, **where):
        sums[row.step] += row.delta
    return {step: n for step, n in sums.items() if n}


def test_verified_records_the_missing_steps_on_the_same_day():
    campaign = CampaignFactory()
    rows = reach(campaign, in_scope(campaign), Step.VERIFIED, DAY)
    assert [row.step for row in rows] == [Step.INVITED, Step.SUBMITTED, Step.VERIFIED]
    assert {row.effective_on for row in rows} == {DAY}
    assert Change.objects.filter(kind="coverage").count() == 2


def test_the_same_source_twice_changes_nothing():
    campaign, firm = CampaignFactory(), EnterpriseFactory()
    scope = {"campaign": campaign, "enterprise": firm, "reason": "list", "actor": SYSTEM}
    step = {**scope, "step": Step.SUBMITTED, "source": "assessment:1", "reason": ""}
    assert enter_scope(**scope, on=DAY, source="list:2024")
    assert not enter_scope(**scope, on=DAY, source="list:2024")
    assert record_step(**step, on=DAY)
    assert not record_step(**step, on=LATER)
    assert leave_scope(**scope, on=LATER, source="closed:1")
    assert not leave_scope(**scope, on=LATER, source="closed:1")
    assert ScopeEntry.objects.count() == 1
    assert counts(DAY) == {"in_scope": 1, "invited": 1, "submitted": 1}
    assert counts(LATER) == {}


def test_a_firm_that_submits_out_of_scope_keeps_its_submission_until_it_comes_in():
    campaign, firm = CampaignFactory(), EnterpriseFactory()
    assert reach(campaign, firm, Step.SUBMITTED, DAY) == []
    in_scope(campaign, firm, on=LATER)
    assert counts(DAY) == {}
    assert counts(LATER) == {"in_scope": 1, "invited": 1, "submitted": 1}


def test_a_firm_that_comes_back_brings_what_it_reached():
    campaign = CampaignFactory()
    firm = in_scope(campaign)
    reach(campaign, firm, Step.VERIFIED, DAY)
    leave_scope(campaign=campaign, enterprise=firm, on=LATER, reason="", source="out", actor=SYSTEM)
    in_scope(campaign, firm, on=LATER + timedelta(days=9))
    assert counts(LATER) == {}
    assert counts(LATER + timedelta(days=9))["verified"] == 1


def test_a_move_takes_every_step_along_in_every_campaign():
    old, new = CampaignFactory(), CampaignFactory()
    firm = EnterpriseFactory(district=district("310113"))
    for campaign in (old, new):
        in_scope(campaign, firm)
    reach(old, firm, Step.INVITED, DAY)
    firm.district = district("310115")
    save_enterprise(enterprise=firm)
    once = {"enterprise": firm, "before": {"district": "310113"}, "on": LATER, "source": "m"}
    assert len(move_enterprise(**once, actor=SYSTEM)) == 6
    assert move_enterprise(**once, actor=SYSTEM) == []
    assert counts(LATER, district="310113") == {}
    assert counts(LATER, district="310115", campaign=old) == {"in_scope": 1, "invited": 1}
    assert counts(DAY, district="310113", campaign=new) == {"in_scope": 1}


def test_a_move_before_entering_lets_the_past_count_where_it_was():
    firm = EnterpriseFactory(district=district("310113"))
    Enterprise.objects.filter(pk=firm.pk).update(district="310115")
    firm.refresh_from_db()
    move_enterprise(
        enterprise=firm, before={"district": "310113"}, on=LATER, actor=SYSTEM, source="m"
    )
    in_scope(CampaignFactory(), firm, on=DAY)
    assert counts(DAY, district="310113") == {"in_scope": 1}
    assert counts(LATER, district="310115") == {"in_scope": 1}


def test_a_step_of_a_day_to_come_is_refused():
    with pytest.raises(Invalid) as caught:
        reach(CampaignFactory(), EnterpriseFactory(), Step.INVITED, today() + timedelta(days=1))
    assert "on" in caught.value.fields


@pytest.mark.parametrize("step", ["in_scope", "finished"])
def test_only_steps_can_be_recorded(step):
    with pytest.raises(Invalid):
        reach(CampaignFactory(), EnterpriseFactory(), step, DAY)


def test_scope_refuses_what_cannot_be():
    campaign = CampaignFactory()
    firm = in_scope(campaign, on=DAY)
    scope = {"campaign": campaign, "enterprise": firm, "reason": "", "actor": SYSTEM}
    with pytest.raises(Conflict, match="2024-05-06"):
        enter_scope(**scope, on=LATER, source="again")
    with pytest.raises(Conflict):
        leave_scope(**scope, on=DAY - timedelta(days=1), source="before")
    leave_scope(**scope, on=DAY, source="mistake")
    with pytest.raises(Conflict):
        leave_scope(**scope, on=LATER, source="twice")
    assert counts(LATER) == {}


def test_every_event_needs_a_source():
    campaign = CampaignFactory()
    with pytest.raises(Invalid):
        enter_scope(
            campaign=campaign,
            enterprise=EnterpriseFactory(),
            on=DAY,
            reason="",
            source="",
            actor=SYSTEM,
        )


def test_a_step_costs_few_statements(django_assert_max_num_queries):
    campaign = CampaignFactory()
    firm = in_scope(campaign)
    with django_assert_max_num_queries(10):  # two of them open and close the savepoint
        reach(campaign, firm, Step.SUBMITTED, DAY)
