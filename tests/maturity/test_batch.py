"""Many sheets at once give what each gives alone, to the last digit."""

from fractions import Fraction

import pytest

from diagnosis.maturity import load_framework, load_framework_text
from diagnosis.maturity.batch import score_many
from diagnosis.maturity.batch.scoring import score_one
from diagnosis.maturity.batch.whole_rates import Rates, lowest, mean, passed_or_met, whole_array
from tests.maturity.random_sheets import firms
from tests.maturity.sheets import FRAMEWORKS, MIIT, SMALL, SMALL_FILE, best

SHIPPED = [load_framework(path) for path in sorted(FRAMEWORKS.glob("*.yaml"))]


def agree(framework, count, seed=1):
    sheets, profiles = zip(*firms(framework, count, seed), strict=True)
    alone = [score_one(framework, *firm) for firm in zip(sheets, profiles, strict=True)]
    return score_many(framework, sheets, profiles) == alone


@pytest.mark.parametrize("framework", SHIPPED, ids=lambda each: each.key)
def test_batch_and_reference_agree_on_random_sheets(framework):
    assert agree(framework, 200)


def test_denominators_without_end_are_reckoned_with_too():
    # Seventeen digits of each weight leave no room in 64 bits, so Python's integers take over.
    thirds = SMALL_FILE.read_text().replace('weight: "60"', 'weight: "33.3333333333333333"')
    thirds = thirds.replace('weight: "40"', 'weight: "66.6666666666666667"')
    thirds = thirds.replace("rule: sum", "rule: mean")
    assert agree(load_framework_text(thirds, "thirds-1.yaml", {}), 200)


def test_the_room_is_measured_before_anything_is_reckoned():
    half = Rates(whole_array([0, 1, 2], 2), 2)
    narrow, wide = Fraction(1, 3), Fraction(1, 3**40)
    assert mean([(half, narrow), (half, 1 - narrow)]).whole.dtype == "int64"
    assert mean([(half, wide), (half, 1 - wide)]).whole.dtype == object
    halves = [0, Fraction(1, 2), 1]
    large = mean([(half, wide), (half, 1 - wide)])
    assert large.exact(Fraction(1)) == halves
    assert lowest([large, half]).exact(Fraction(1)) == halves
    assert passed_or_met(large, Fraction(1, 2)).exact(Fraction(1)) == [0, 1, 1]


def test_an_outcome_has_total_level_and_parts():
    [outcome] = score_many(MIIT, [best(MIIT)])
    assert (outcome.total, outcome.rank, outcome.by_part["base"]) == (100, 4, 50)


def test_without_a_level_there_is_no_rank():
    outcomes = score_many(SMALL, [{}] * 10)
    assert {(outcome.total, outcome.rank) for outcome in outcomes} == {(Fraction(0), None)}


def test_no_sheets_have_no_outcomes():
    assert score_many(MIIT, []) == []
