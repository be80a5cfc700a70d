"""One precision everywhere, and as many decimals as a sum needs where one is meant to be added."""

from fractions import Fraction

from diagnosis.maturity.numbers import rounded_text
from diagnosis.presenting import Amount
from diagnosis.presenting.rounding import adds_up_as_shown, enough_decimals, with_decimals


def amounts(*exact):
    return [Amount(text, rounded_text(Fraction(text), 1)) for text in exact]


def test_rounded_parts_that_miss_the_total_are_noticed():
    parts = amounts("50/3", "50/3", "50/3")
    assert [part.precise for part in parts] == ["16.7", "16.7", "16.7"]
    assert not adds_up_as_shown(parts, *amounts("50"))


def test_beside_their_maximum_points_are_exact_and_so_add_up():
    parts = amounts("3.75", "34.15", "12.75")
    assert [part.precise for part in parts] == ["3.75", "34.15", "12.75"]
    assert adds_up_as_shown(parts, *amounts("50.65"))


def test_rows_that_are_to_be_added_get_the_decimals_they_need():
    rows = amounts("1.875", "-0.5", "10")
    assert enough_decimals(rows) == 3
    assert [with_decimals(row, 3).shown for row in rows] == ["1.875", "-0.500", "10.000"]


def test_fractions_and_long_decimals_keep_the_rule_of_their_release():
    assert enough_decimals(amounts("1/3", "2")) is None
    assert enough_decimals(amounts("0.12345")) is None
    assert with_decimals(*amounts("1/3"), None).shown == "0.3"


def test_what_would_round_to_nothing_is_given_exactly():
    assert [each.brief for each in amounts("0.025", "1.875", "0")] == ["0.025", "1.9", "0.0"]
