"""A figure of the last round goes where its year is asked for in the next; a pure rule."""

import pytest

from diagnosis.catalogue import SHIPPED
from diagnosis.maturity import load_framework
from diagnosis.rounds.years import in_their_years

MIIT = load_framework(SHIPPED / "miit-sme-2024.yaml")
LAST = {
    "q5": "C",
    "q8": "B",
    "q11": {"option": None, "fields": {"digital_spend": "90", "revenue": "9000"}},
    "q12": {
        "option": None,
        "fields": {"energy_this": "500", "revenue_this": "9500", "energy_last": "480"},
    },
    "q13": {"option": "B", "fields": {}},
    "q14": {"option": None, "fields": {"revenue_this": "9500", "headcount_this": "111"}},
}


def moved(years):
    return in_their_years(MIIT.in_year(2025), MIIT.in_year(2025 + years), LAST)


def test_within_a_year_everything_stays():
    assert moved(0) == LAST


def test_a_year_later_the_figures_stand_one_column_before():
    found = moved(1)
    assert found["q12"]["fields"] == {"energy_last": "500", "revenue_last": "9500"}
    assert found["q14"]["fields"] == {"revenue_last": "9500", "headcount_last": "111"}
    assert "q11" not in found  # averages of other years
    assert [found[ref] for ref in ("q5", "q8", "q13")] == ["C", "B", LAST["q13"]]


@pytest.mark.parametrize("years", [3, 4])
def test_what_is_too_old_is_asked_anew(years):
    assert moved(years).keys() == {"q5", "q8", "q13"}
