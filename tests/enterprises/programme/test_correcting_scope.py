"""A firm that was wrongly in scope leaves every day as known now, and none as known before."""

from collections import Counter
from datetime import date, timedelta

import pytest

from enterprises.models import LedgerEntry, ScopeEntry
from enterprises.programme.comings import comings, days_of
from enterprises.programme.recounting import ledger_differences
from enterprises.programme.rule import rule_of
from enterprises.programme.selecting import dry_run
from enterprises.programme.services.correcting_scope import take_back_stay
from gongfu.core.clock import now
from gongfu.core.errors import Invalid, Locked
from tests.factories import CampaignFactory, as_regulator, in_scope, reach

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 6)


def covered(day, *, known_at=None) -> Counter:
    rows = LedgerEntry.objects.filter(effective_on__lte=day)
    found: Counter = Counter()
    for row in rows.filter(recorded_at__lte=known_at) if known_at else rows:
        found[row.step] += row.delta
    return +found


def test_every_day_is_right_now_and_stays_printable_as_it_was():
    campaign, city = CampaignFactory.create(), as_regulator()
    wrong, _right = in_scope(campaign), in_scope(campaign)
    reach(campaign, wrong, "submitted", DAY)
    before = now()
    take_back_stay(stay=wrong.scope.get(), reason="Not a manufacturer", actor=city)
    assert covered(DAY, known_at=before) == {"in_scope": 2, "invited": 1, "submitted": 1}
    assert covered(DAY) == {"in_scope": 1}
    rows = LedgerEntry.objects.filter(source__startswith="correction:")
    assert {(row.reason, row.author) for row in rows} == {("Not a manufacturer", city.pseudonym)}
    assert not list(ledger_differences(Counter()))


def test_it_is_done_once_and_with_a_reason_and_no_rule_undoes_it():
    campaign, city = CampaignFactory.create(), as_regulator()
    stay = in_scope(campaign).scope.get()
    with pytest.raises(Invalid):
        take_back_stay(stay=stay, reason=" ", actor=city)
    take_back_stay(stay=stay, reason="Twice in the register", actor=city)
    with pytest.raises(Locked):
        take_back_stay(stay=stay, reason="Again", actor=city)
    assert ScopeEntry.objects.get().left_reason == "Twice in the register"
    assert dry_run(campaign, rule_of(), city).total == (0, 0, 0)


def test_the_days_of_a_month_say_who_came_who_went_and_who_is_in_since():
    campaign, city = CampaignFactory.create(starts_on=DAY), as_regulator()
    in_scope(campaign, on=DAY, district="310115")
    later = in_scope(campaign, on=DAY + timedelta(days=2), district="310104")
    take_back_stay(stay=later.scope.get(), reason="no", actor=city)
    month = DAY.replace(day=1)
    told = [
        (day.on.day, day.came, day.went, day.inside)
        for day in days_of(comings(campaign, city), month)
    ]
    assert told == [(8, 1, 1, 1), (6, 1, 0, 1)]
    own = comings(campaign, as_regulator("310115"))
    assert [day.on for day in days_of(own, month)] == [DAY]
    assert days_of(own, date(2024, 7, 1)) == []
