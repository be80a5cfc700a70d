"""Coverage from the ledger, held against a naive count, over random histories."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enterprises.models import Enterprise, LedgerEntry, Step
from enterprises.programme.services.scoping import leave_scope, move_enterprise
from enterprises.programme.steps import ORDER
from gongfu.core.clock import now
from gongfu.core.errors import Conflict
from reports.coverage.reading import DIMENSIONS, Counts, Slice, coverage, month_ends, read
from reports.coverage.resident import resident
from tests.factories import (
    SYSTEM,
    CampaignFactory,
    EnterpriseFactory,
    as_regulator,
    in_scope,
    reach,
)

pytestmark = pytest.mark.django_db
FIRST = date(2024, 1, 10)
TODAY = FIRST + timedelta(days=400)
DAYS = st.integers(0, 400).map(lambda n: FIRST + timedelta(days=n))
EVENTS = st.tuples(
    st.sampled_from(["enter", "leave", "move", *ORDER[1:]]),
    st.integers(0, 2),
    DAYS,
    st.sampled_from(["310113", "310115"]),
)


def naive(campaign, day, **where) -> Counts:
    """The ledger added up row by row."""
    sums: Counter = Counter()
    for row in LedgerEntry.objects.filter(campaign=campaign, effective_on__lte=day, **where):
        sums[row.step] += row.delta
    return Counts(*(sums[step] for step in ORDER))


def happen(campaign, firms, serial, event) -> None:
    """One thing that people do, where it is possible."""
    kind, which, day, district = event
    firm = Enterprise.objects.get(pk=firms[which].pk)
    known = {"enterprise": firm, "on": day, "source": f"event:{serial}", "actor": SYSTEM}
    if kind == "enter":
        in_scope(campaign, firm, on=day)
    elif kind == "leave":
        leave_scope(campaign=campaign, reason="", **known)
    elif kind == "move":
        before = firm.district_id
        Enterprise.objects.filter(pk=firm.pk).update(district=district)
        move_enterprise(before={"district": before}, **known)
    else:
        reach(campaign, firm, kind, day)


@given(events=st.lists(EVENTS, min_size=1, max_size=10))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_day_adds_up_never_rises_and_can_be_read_again_as_it_was_known(events):
    campaign, firms = CampaignFactory(), EnterpriseFactory.create_batch(3, district="310113")
    printed = []
    for serial, event in enumerate(events):
        try:
            happen(campaign, firms, serial, event)
        except Conflict:
            continue
        _, _, day, _ = event
        printed.append((day, now(), read(Slice(campaign.pk, day)).total()))
    for day in {FIRST, TODAY, *(day for _, _, day, _ in events)}:
        reading = read(Slice(campaign.pk, day))
        city = reading.total()
        assert city == naive(campaign, day)
        assert list(city) == sorted(city, reverse=True)
        assert max(city) <= len(firms)
        for dimension in DIMENSIONS:
            parts = reading.by(dimension)
            assert Counts(*map(sum, zip(*parts.values(), strict=True))) == city or not parts
            for code, counts in parts.items():
                asked = Slice(campaign.pk, day, **{dimension: code})
                assert read(asked).total() == counts
    for day, moment, counts in printed:
        assert read(Slice(campaign.pk, day, moment)).total() == counts


def test_removing_a_firm_today_changes_no_past_day():
    campaign = CampaignFactory()
    firm = in_scope(campaign, on=FIRST)
    reach(campaign, firm, Step.VERIFIED, FIRST + timedelta(days=40))
    asked = Slice(campaign.pk, TODAY - timedelta(days=1))
    before = read(asked).months()
    leave_scope(
        campaign=campaign, enterprise=firm, on=TODAY, reason="", source="gone", actor=SYSTEM
    )
    assert read(asked).months() == before
    assert read(Slice(campaign.pk, TODAY)).total() == Counts()


def test_a_row_that_commits_after_a_higher_id_was_seen_is_counted():
    campaign = CampaignFactory()
    firms = [in_scope(campaign, on=FIRST) for _ in range(3)]
    rows = list(LedgerEntry.objects.filter(campaign=campaign).order_by("id"))
    LedgerEntry.objects.filter(pk=rows[1].pk).delete()
    assert read(Slice(campaign.pk, TODAY)).total().in_scope == 2
    rows[1].save(force_insert=True)
    assert read(Slice(campaign.pk, TODAY)).total().in_scope == len(firms)


def test_old_and_new_rows_are_summed_alike(django_assert_max_num_queries):
    campaign = CampaignFactory()
    for month in range(3):
        in_scope(campaign, on=FIRST + timedelta(days=31 * month))
    old = LedgerEntry.objects.filter(campaign=campaign)
    old.update(recorded_at=now() - timedelta(days=9))
    assert read(Slice(campaign.pk, TODAY)).total().in_scope == 3
    reach(campaign, in_scope(campaign, on=TODAY), Step.SUBMITTED, TODAY)
    for day in (FIRST, FIRST + timedelta(days=31), TODAY - timedelta(days=1), TODAY):
        assert read(Slice(campaign.pk, day)).total() == naive(campaign, day)
    with django_assert_max_num_queries(1):
        read(Slice(campaign.pk, TODAY))


def test_rows_that_have_stood_long_enough_leave_the_watch():
    campaign = CampaignFactory()
    in_scope(campaign, on=FIRST)
    assert read(Slice(campaign.pk, TODAY)).total().in_scope == 1
    source = resident(campaign.pk)
    source.seen = [(at - 3600, last) for at, last in source.seen]
    in_scope(campaign, on=FIRST)
    assert read(Slice(campaign.pk, TODAY)).total().in_scope == 2
    assert source.sums.settled > 0
    in_scope(campaign, on=TODAY)
    for day in (FIRST - timedelta(days=1), FIRST, FIRST + timedelta(days=3), TODAY):
        assert read(Slice(campaign.pk, day)).total() == naive(campaign, day)


def test_a_ledger_that_was_replaced_is_read_anew():
    campaign = CampaignFactory()
    in_scope(campaign, on=FIRST, district="310113")
    assert set(read(Slice(campaign.pk, TODAY)).by("district")) == {"310113"}
    row = LedgerEntry.objects.get()
    LedgerEntry.objects.all().delete()
    row.district_id, row.source = "310115", "restored"
    row.save(force_insert=True)
    assert set(read(Slice(campaign.pk, TODAY)).by("district")) == {"310115"}


def test_the_public_question_answers_by_any_dimension_and_month():
    campaign = CampaignFactory()
    reach(campaign, in_scope(campaign, on=FIRST), Step.INVITED, FIRST + timedelta(days=31))
    months = coverage(campaign, as_of=FIRST + timedelta(days=45), by="month")
    assert [(row.key, row.counts.in_scope, row.counts.invited) for row in months] == [
        ("2024-01", 1, 0),
        ("2024-02", 1, 1),
    ]
    (row,) = coverage(campaign, as_of=TODAY, by="industry", filters={"district": "310115"})
    assert (row.key, row.counts.in_scope) == ("36", 1)
    assert coverage(campaign, as_of=TODAY, filters={"district": "310101"}) == []


def test_a_district_regulator_is_held_to_the_district():
    asked = Slice(1, TODAY, district="310101")
    assert asked.within(as_regulator("310115")).district == "310115"
    assert asked.within(as_regulator()).district == "310101"


def test_months_end_with_the_day_itself():
    ends = month_ends(date(2024, 1, 31), date(2024, 3, 5))
    assert ends == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 5)]
    assert month_ends(None, TODAY) == [TODAY]
