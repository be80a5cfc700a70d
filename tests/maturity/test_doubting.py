"""Figures that are odd are asked about, each once; nothing is refused and no score changes."""

from fractions import Fraction

import pytest

from diagnosis.maturity import check_sheet, score
from diagnosis.maturity.doubting import (
    APART,
    CONTRADICTORY,
    SLIPPED,
    UNALIKE,
    UNREGISTERED,
    UNUSUAL,
    doubts,
)
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.resolving import Reading
from tests.maturity.sheets import MIIT

REGISTER = {"revenue_10k": "11526", "headcount": "111"}


def fields(**given):
    return {"fields": given}


def found(register=None, **answers):
    """Kind, fields concerned, and what was probably meant."""
    reading = Reading(MIIT, check_sheet(MIIT, answers))
    return [
        (doubt.kind, [str(path) for path in doubt.paths], doubt.meant and exact_text(doubt.meant))
        for doubt in doubts(reading, register or {})
    ]


def test_nothing_is_odd_about_an_empty_sheet_or_agreeing_figures():
    assert found(REGISTER) == []
    same = fields(revenue_this="11526", revenue_last="11000")
    assert found(REGISTER, q12=same, q14=same, q15=same) == []


def test_the_same_figure_given_twice_differently_names_every_place_of_it():
    [doubt] = found(
        q12=fields(revenue_this="8350"),
        q14=fields(revenue_this="8530"),
        q15=fields(revenue_this="8350"),
    )
    assert doubt == (UNALIKE, ["q12.revenue_this", "q15.revenue_this", "q14.revenue_this"], None)


def test_a_fraction_for_per_cent_is_told_with_what_was_meant():
    rates = fields(pass_rate_this="0.985", pass_rate_last="97.9")
    assert found(q13=rates) == [(SLIPPED, ["q13.pass_rate_this"], "98.5")]


def test_yuan_and_kilowatt_hours_are_recognised():
    assert found(q12=fields(revenue_this="83500000")) == [(SLIPPED, ["q12.revenue_this"], "8350")]
    assert found(q12=fields(energy_this="1200000")) == [(SLIPPED, ["q12.energy_this"], "147.48")]


def test_what_no_slip_explains_is_only_unusual():
    assert found(q13=fields(pass_rate_this="9")) == [(UNUSUAL, ["q13.pass_rate_this"], None)]


def test_the_register_is_held_against_a_figure_from_a_fifth_on():
    assert found(REGISTER, q14=fields(headcount_this="133")) == []
    odd = found(REGISTER, q14=fields(headcount_this="168"))
    assert odd == [(UNREGISTERED, ["q14.headcount_this"], "111")]
    assert found({"headcount": "many"}, q14=fields(headcount_this="168")) == []


def test_a_figure_asked_again_is_held_against_the_register_like_the_first():
    odd = found(REGISTER, q15=fields(revenue_this="8350"))
    assert odd == [(UNREGISTERED, ["q15.revenue_this"], "11526")]


def test_years_far_from_each_other_are_compared_also_across_questions():
    heads = fields(headcount_this="168", headcount_last="16")
    assert found(q14=heads) == [(APART, ["q14.headcount_this", "q14.headcount_last"], None)]
    odd = found(q11=fields(revenue="800"), q15=fields(revenue_this="8000"))
    assert odd == [(APART, ["q11.revenue", "q15.revenue_this"], None)]


def test_what_is_hardly_meant_is_not_compared_as_well():
    odd = found(q12=fields(revenue_this="83500000", revenue_last="8000"))
    assert [kind for kind, _paths, _meant in odd] == [SLIPPED]


COLLECTED = list("BCDEFGHIJKLMNO")
CONTRADICTIONS = [
    ("collected-without-system", {"q4": ["C"], "s02": "0"}, "s02"),
    ("collected-without-system", {"q4": ["G", "O"], "s14": "0"}, "s14"),
    ("all-covered-but-none-here", {"q5": "E", "s09": "0"}, "s09"),
    ("system-here-but-none-covered", {"q5": "A", "s13": "2"}, "s13"),
    ("real-time-but-not-collected", {"q4": ["B"], "s08": "3"}, "s08"),
    ("real-time-but-not-collected", {"q4": ["A"], "s10": "4"}, "s10"),
    ("collected-but-none-covered", {"q4": ["B"], "q5": "A"}, "q5"),
    ("fewer-covered-than-collected", {"q4": COLLECTED, "q5": "C"}, "q5"),
]
AGREEING = [
    {"s08": "3"},
    {"q4": ["I"], "s08": "3"},
    {"q4": ["A"], "q5": "A", "s13": "1", "s02": "0"},
    {"q4": COLLECTED, "q5": "E", "s02": "2", "s16": "0"},
    {"q4": ["C"], "q5": "D", "s02": "1", "s03": "0"},
]


@pytest.mark.parametrize(("rule", "answers", "question"), CONTRADICTIONS)
def test_answers_that_contradict_each_other_are_asked_about(rule, answers, question):
    [doubt] = doubts(Reading(MIIT, check_sheet(MIIT, answers)), {})
    assert (doubt.kind, doubt.rule.ref, doubt.questions[0]) == (CONTRADICTORY, rule, question)
    assert set(doubt.questions) <= answers.keys()


@pytest.mark.parametrize("answers", AGREEING)
def test_answers_that_go_together_are_not(answers):
    assert not list(doubts(Reading(MIIT, check_sheet(MIIT, answers)), {}))


YEARS = {"spend_this": "1020", "spend_last": "960", "revenue_this": "8820", "revenue_last": "8000"}
AVERAGES = [
    (YEARS, "198/1682"),
    (YEARS | {"spend_third": "900", "revenue_third": "7180"}, "3/25"),
    (YEARS | {"digital_spend": "1682", "revenue": "8410"}, "1/5"),
    (YEARS | {"revenue_third": "7180"}, None),
    ({"spend_this": "1020"}, None),
]


@pytest.mark.parametrize(("given", "share"), AVERAGES)
def test_an_average_stands_for_the_years_that_both_sides_give(given, share):
    worked = score(MIIT, {"q11": fields(**given)}).by_question["q11"].calculation
    assert worked.value == (None if share is None else 100 * Fraction(share))
    assert worked.reason == (None if share else "field_missing")
    lacking = [path for path, number in worked.inputs.items() if number is None]
    assert bool(lacking) == (share is None)
