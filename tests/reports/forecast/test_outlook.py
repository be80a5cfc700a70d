"""The forecast against hand arithmetic, and its range against programmes of known pace."""

from datetime import date
from fractions import Fraction

import pytest

from reports.forecast.lookback import Past, trials
from reports.forecast.outlook import FAR, Outlook
from reports.forecast.pace import Pace
from tests.reports.forecast.simulating import STEADY, share_held

STEADY_PACE = Pace((5,) * 16)


def test_a_steady_pace_is_drawn_on_by_hand_arithmetic():
    outlook = Outlook(STEADY_PACE, open=1000)
    assert STEADY_PACE.present == 5
    assert [outlook.growth(days).expected for days in (0, 7, 70, 71)] == [0, 5, 50, 50]
    assert outlook.reaches(40).expected == 8 * 7
    assert outlook.reaches(41).expected == 58  # 57.4 days


@pytest.mark.parametrize("weeks", [(5, 4), (5,) * 15])
def test_two_points_are_too_few_and_so_are_fifteen_weeks(weeks):
    assert not Pace(weeks).enough
    assert Pace((5,) * 16).enough


def test_the_range_holds_the_expected_growth_and_never_leaves_the_scope():
    for weeks in ((5,) * 16, (9, 0, 4, 7) * 4, (0,) * 16, (-1,) * 16, (30, 20, 10, 5) * 6):
        outlook = Outlook(Pace(weeks), open=60, covered=40)
        for days in (0, 1, 7, 40, 400):
            low, expected, high = outlook.growth(days)
            assert -40 <= low <= expected <= high <= 60


def test_a_restless_pace_has_a_wider_range_than_a_steady_one():
    calm = Outlook(STEADY_PACE, open=1000).growth(70)
    rough = Outlook(Pace((0, 10, 0, 10) * 4), open=1000).growth(70)
    drifting = Outlook(Pace((5,) * 4 + (20,) * 4 + (5,) * 4 + (20,) * 4), open=1000).growth(70)
    widths = [each.high - each.low for each in (calm, rough, drifting)]
    assert widths == sorted(widths)
    assert STEADY_PACE.wander == 0


def test_the_days_of_completion_are_the_range_read_the_other_way():
    outlook = Outlook(Pace((4, 7, 5, 3) * 5), open=1000)
    soonest, expected, latest = outlook.reaches(60)
    assert soonest < expected < latest
    assert outlook.growth(soonest).high >= 60 > outlook.growth(soonest - 1).high
    assert outlook.growth(latest).low >= 60 > outlook.growth(latest - 1).low
    assert outlook.reaches(0) == (0, 0, 0)


def test_no_pace_at_all_leads_nowhere_but_may_pick_up():
    outlook = Outlook(Pace((0,) * 16), open=100)
    assert outlook.growth(70) == (0, 0, outlook.growth(70).high)
    assert outlook.growth(70).high > 0
    assert outlook.reaches(30)[1:] == (None, None)
    crawling = Pace((1,) + (0,) * 15)
    assert crawling.present == Fraction(1, 4)
    assert Outlook(crawling, open=9999).reaches(FAR).expected is None


def test_the_range_holds_as_often_as_it_claims():
    shares = [share_held(kind, 60) for kind in STEADY.values()]
    assert 0.75 <= sum(shares) / len(shares) <= 0.85


def test_earlier_forecasts_are_held_against_what_came():
    steady = Past(date(2026, 6, 30), 1000, 100, (10,) * 16)
    early = Past(date(2026, 1, 31), 1000, 20, (10,) * 3)
    held, missed = (
        trials([early, steady], day=date(2026, 8, 25), came=came)[0] for came in (181, 120)
    )
    assert held.forecast.expected == 180
    assert (held.held, held.side) == (True, 0)
    assert (missed.held, missed.side) == (False, -1)
    assert trials([early], day=date(2026, 8, 25), came=1) == []
