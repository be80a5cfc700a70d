"""The quality rules by hand-made numbers: what they measure, and when they stay silent."""

from datetime import datetime, timedelta
from decimal import Decimal

from diagnosis.quality.bands import bands_of
from diagnosis.quality.rules import (
    Figures,
    copied,
    gap_of,
    logarithm,
    outliers,
    speed,
    straight_line,
    wide_gap,
)
from diagnosis.quality.thresholds import thresholds

RULES = thresholds()
START = datetime(2026, 3, 1, 9)
QUESTIONS = [f"q{number}" for number in range(40)]
SHEET = dict.fromkeys(QUESTIONS, "B")


def figures(firms=30, median=100, times=2):
    return {"q2.machines": Figures(firms, logarithm(Decimal(median)), logarithm(Decimal(times)))}


def test_a_number_far_from_its_group_is_asked_about():
    found = outliers({"q2.machines": Decimal(100_000)}, figures(), RULES["outlier"])
    # ln(1000) / ln(2) * 0.6745 = 6.72
    assert found.value == Decimal("6.72")
    assert found.details["numbers"] == [["q2.machines", "100000", "100.00", "6.72"]]


def test_usual_numbers_small_groups_and_zero_are_left_alone():
    rule = RULES["outlier"]
    assert outliers({"q2.machines": Decimal(300)}, figures(), rule) is None
    assert outliers({"q2.machines": Decimal(100_000)}, figures(firms=19), rule) is None
    assert outliers({"q2.machines": Decimal(100_000)}, figures(times=1), rule) is None
    assert outliers({"q2.machines": Decimal(0)}, figures(), rule) is None


def test_a_straight_line_is_the_longest_run():
    found = straight_line([2] * 18 + [1, 2], RULES["straight"])
    assert (found.value, found.details) == (Decimal("0.90"), {"run": 18, "of": 20})
    assert straight_line([2, 1] * 10, RULES["straight"]) is None
    assert straight_line([2] * 11, RULES["straight"]) is None


def test_speed_is_seconds_for_each_answer():
    times = [START + timedelta(seconds=2 * number) for number in range(31)]
    assert speed(times, 31, RULES["speed"]).value == Decimal("1.94")
    assert speed(times[:10], 10, RULES["speed"]) is None
    assert speed([START, START + timedelta(hours=1)], 31, RULES["speed"]) is None


def test_copied_answers_count_where_questions_vary():
    other = SHEET | {"q0": "C"}
    found = copied(
        SHEET,
        {7: other, 9: SHEET | dict.fromkeys(QUESTIONS[:9], "C")},
        frozenset(QUESTIONS[:20]),
        RULES["copied"],
    )
    assert found.details == {"partners": [[7, 39, 40]]}
    assert copied(SHEET, {7: other}, frozenset(QUESTIONS[:5]), RULES["copied"]) is None


def test_sheets_that_are_alike_enough_always_share_a_band():
    alike = RULES["copied"].threshold
    own = set(bands_of("x 1", QUESTIONS, SHEET, alike))
    for first in QUESTIONS:
        for second in QUESTIONS:
            other = SHEET | {first: "C", second: None}
            assert own & set(bands_of("x 1", QUESTIONS, other, alike))
    assert not own & set(bands_of("y 1", QUESTIONS, SHEET, alike))


def test_the_gap_is_in_per_cent_of_full_marks():
    assert gap_of(Decimal("3.2"), Decimal("2.2"), Decimal(5)) == 20
    assert wide_gap(Decimal(20), RULES["gap"]).details == {"gap": "20"}
    assert wide_gap(Decimal("-20"), RULES["gap"]).value == 20
    assert wide_gap(Decimal(15), RULES["gap"]) is None
    assert wide_gap(None, RULES["gap"]) is None
