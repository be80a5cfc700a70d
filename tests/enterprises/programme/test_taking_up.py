"""Taking up a plan: what the ledger says of it, and when it knew."""

from collections import Counter
from datetime import date, timedelta

import pytest

from enterprises.models import LedgerEntry, TakeUp
from enterprises.programme.recounting import ledger_differences
from enterprises.programme.services.scoping import leave_scope
from enterprises.programme.services.taking_up import record_take_up
from gongfu.core.clock import now, today
from gongfu.core.errors import Invalid
from reports.coverage.reading import Slice, read
from tests.factories import SYSTEM, CampaignFactory, in_scope

pytestmark = pytest.mark.django_db
DAY, LATER = date(2024, 5, 6), date(2024, 9, 1)


def taken(campaign, firm, since, source):
    return record_take_up(
        campaign=campaign, enterprise=firm, since=since, actor=SYSTEM, source=source
    )


def counted(campaign, day, known_at=None) -> int:
    return read(Slice(campaign.pk, day, known_at)).total().taken_up


def test_a_correction_moves_past_days_and_an_old_figure_can_be_printed_again():
    campaign = CampaignFactory()
    firm = in_scope(campaign, on=DAY)
    assert taken(campaign, firm, LATER, "plan:1")
    assert (counted(campaign, DAY), counted(campaign, LATER)) == (0, 1)
    printed = now()
    assert taken(campaign, firm, None, "plan:2")
    assert (counted(campaign, LATER), counted(campaign, LATER, printed)) == (0, 1)
    assert list(ledger_differences(Counter())) == []


def test_a_firm_counts_as_long_as_it_is_in_scope_and_without_any_step():
    campaign = CampaignFactory()
    firm = in_scope(campaign, on=DAY)
    taken(campaign, firm, DAY, "plan:1")
    leave_scope(
        campaign=campaign, enterprise=firm, reason="closed", on=LATER, actor=SYSTEM, source="left"
    )
    assert (counted(campaign, DAY), counted(campaign, LATER)) == (1, 0)
    assert read(Slice(campaign.pk, DAY)).total().invited == 0


def test_what_is_known_already_writes_nothing():
    campaign = CampaignFactory()
    firm = in_scope(campaign, on=DAY)
    assert taken(campaign, firm, DAY, "plan:1")
    assert taken(campaign, firm, DAY, "plan:2") == []
    assert taken(campaign, firm, LATER, "plan:1") == []
    assert (TakeUp.objects.count(), LedgerEntry.objects.filter(step="taken_up").count()) == (1, 1)


def test_a_day_to_come_is_refused():
    campaign = CampaignFactory()
    with pytest.raises(Invalid) as refused:
        taken(campaign, in_scope(campaign), today() + timedelta(days=1), "plan:1")
    assert "since" in refused.value.fields
