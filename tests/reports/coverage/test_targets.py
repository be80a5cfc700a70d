"""Gap, pace and state against hand arithmetic."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from reports.coverage.rates import Rate, percent, points, rounded
from reports.coverage.targets import Between, Course, Goal, Point, Standing, State, due_share

START, DUE = date(2025, 1, 1), date(2026, 12, 31)
WHOLE = (Goal(DUE, Fraction(1)),)


def stand(day, scope, covered, before, *, goals=WHOLE, first=START, reached=None) -> Standing:
    """Standing with the growth of the last four weeks in their latest, as steady before that."""
    grown = covered - before
    weeks = (grown - 3 * (grown // 4), *(grown // 4,) * 15)
    return Standing(Course(START, day, first), Point(scope, covered), weeks, goals, reached)


def test_the_figures_of_the_prototype_page():
    s = stand(date(2026, 9, 30), 9214, 6688, 6688 - 543)
    assert (s.state, s.gap, s.days_left) == (State.RUNNING, 2526, 92)
    assert rounded(s.required, 1) == rounded(Fraction(1922, 10), 1)
    assert s.present == Fraction(543, 4)
    assert rounded(s.ratio, 2) == rounded(Fraction(142, 100), 2)
    assert s.pace == 1
    assert s.due_by(date(2026, 9, 30)) == Fraction(637, 729)


def test_a_steady_pace_is_done_on_the_day_of_hand_arithmetic():
    s = stand(DUE - timedelta(days=70), 100, 60, 40)  # 5 a week, 40 open: 8 weeks
    assert s.done.expected == DUE - timedelta(days=70) + timedelta(weeks=8)
    assert s.done.soonest < s.done.expected < s.done.latest < DUE
    assert s.expected == (100, 100, 100)
    assert (s.ratio, s.pace) == (Fraction(4, 5), 0)


@pytest.mark.parametrize(
    ("covered", "before", "pace"), [(60, 44, 0), (60, 48, 1), (60, 51, 2), (60, 59, 3), (60, 60, 3)]
)
def test_pace_classes(covered, before, pace):
    assert stand(DUE - timedelta(days=70), 100, covered, before).pace == pace


def test_no_forecast_from_less_than_four_months():
    s = stand(START + timedelta(days=118), 100, 20, 10)
    assert s.state is State.TOO_FEW
    assert (s.ratio, s.expected, s.pace, s.done) == (None, None, None, Between())
    assert stand(date(2025, 5, 1), 100, 20, 10).state is State.RUNNING


def test_the_target_date_counts_itself_and_then_has_passed():
    assert stand(DUE, 100, 90, 80).state is State.RUNNING
    s = stand(DUE + timedelta(days=1), 100, 95, 80, reached=Point(100, 90))
    assert (s.state, s.since, s.gap, s.required) == (State.PASSED, 5, 5, None)


def test_two_weeks_of_data_are_too_few_however_long_ago_the_round_began():
    s = Standing(Course(START, DUE, START), Point(100, 20), (5, 4), WHOLE)
    assert (s.state, s.expected) == (State.TOO_FEW, None)


def test_no_pace_at_all_is_an_answer_of_its_own():
    s = stand(DUE - timedelta(days=70), 100, 60, 60)
    assert (s.state, s.pace, s.ratio) == (State.NO_PACE, 3, None)
    assert (s.expected.expected, s.missing, s.done.expected) == (60, 40, None)


def test_the_shortfall_at_this_pace_is_what_the_target_will_miss():
    s = stand(DUE - timedelta(days=28), 100, 60, 48)  # 3 a week: 12 of the 40 open
    assert (s.expected.expected, s.missing) == (72, 28)


def test_complete_is_complete_and_an_empty_part_is_not_behind():
    assert stand(DUE - timedelta(days=9), 10, 10, 2).state is State.COMPLETE
    empty = stand(DUE - timedelta(days=9), 0, 0, 0)
    assert (empty.state, empty.pace, empty.shortfall) == (State.COMPLETE, 0, 0)


def test_without_a_target_nothing_is_measured():
    s = stand(DUE, 10, 4, 2, goals=())
    assert (s.state, s.gap, s.pace, s.due_by(DUE)) == (State.NO_TARGET, 0, None, None)


def test_the_gap_is_in_whole_firms_that_reach_the_share():
    s = stand(date(2026, 9, 30), 7, 5, 4, goals=(Goal(DUE, Fraction(8, 10)),))
    assert (s.needed, s.gap) == (6, 1)


def test_the_target_path_runs_straight_from_goal_to_goal():
    goals = (Goal(date(2025, 1, 11), Fraction(1, 5)), Goal(date(2025, 1, 21), Fraction(1)))
    path = [due_share(goals, START, START + timedelta(days=n)) for n in (-3, 0, 5, 10, 15, 20, 99)]
    assert path == [0, 0, Fraction(1, 10), Fraction(1, 5), Fraction(3, 5), 1, 1]


def test_rates_round_half_up_and_an_empty_whole_has_none():
    assert Rate(1, 2000).percent == "0.1%"
    assert Rate(1999, 2000).percent == "100.0%"
    assert Rate(2000, 2000).percent == "100%"
    assert Rate(0, 0).percent == "–"
    assert percent(Fraction(5945, 10000)) == "59.5%"
    assert points(Fraction(-149, 1000)) == "14.9"
    assert str(rounded(Fraction(-5, 100), 1)) == "-0.1"
