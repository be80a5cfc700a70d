"""One way to the next level: the smallest steps, then the fewest answers, and found at once."""

import time

import pytest

from diagnosis.maturity import load_framework, score
from tests.maturity.sheets import FRAMEWORKS, MIIT, RELEASES, best, lowest


def blocking(sheet):
    return {answer.ref: answer.value for answer in score(MIIT, sheet).blocking}


@pytest.fixture
def short_of_level_4():
    """Level 3 with every scene in place; points are taken away by the test."""
    return best(MIIT)


def test_small_steps_are_listed_before_one_enormous_step(short_of_level_4):
    # 100 - 10 - 7 - 7 = 76: q12 alone would do by two steps; one step each of two does as well.
    sheet = short_of_level_4 | {"q5": "A", "q12": "A", "q13": "A"}
    assert blocking(sheet) == {"q5": "B", "q12": "B"}


def test_a_share_of_spending_is_not_raised_over_several_bands_for_a_few_points():
    # Level 2: spending 60 % of the turnover on digital tools brings most at once; nobody could.
    sheet = best(MIIT) | {"q11": "B", "q5": "B", "q8": "B", "q12": "B", "q14": "B", "q15": "B"}
    sheet |= {"q1": ["B"], "q9": ["B", "C"], "q10": ["B"], "q6": ["B"], "q7": ["B"]}
    result = score(MIIT, sheet)
    assert result.rank == 2
    assert {answer.steps for answer in result.blocking} == {1}


def test_of_equal_steps_the_fewest_answers_are_listed(short_of_level_4):
    # 100 - 10 - 7 - 7 - 2.5 = 73.5: of single steps of 3.5 and 2.5 points two of 3.5 do.
    sheet = short_of_level_4 | {"q5": "A", "q12": "A", "q13": "A", "q8": "C"}
    found = score(MIIT, sheet)
    gains = sorted((answer.gained.exact for answer in found.blocking), reverse=True)
    assert sum(gains) >= 80 - found.total.exact > sum(gains[:-1])


def test_what_every_way_needs_is_told_from_what_may_be_exchanged(short_of_level_4):
    # q13 may stand in for either; of four binding scenes that all must rise none may stay.
    [either, other] = score(MIIT, short_of_level_4 | {"q5": "A", "q12": "A", "q13": "A"}).blocking
    assert not either.needed
    assert not other.needed
    power = load_framework(RELEASES / "small-1.yaml")
    assert all(answer.needed for answer in score(power, {}).blocking)


def test_of_equal_steps_the_one_that_brings_no_more_than_is_missing_is_listed(short_of_level_4):
    # 78.125 points: one step of q12 gives 3.5, one of q5 2.5, one tick of q9 1.875 exactly.
    sheet = short_of_level_4 | {"q5": "A", "q12": "A", "q14": "A", "q9": ["B", "C", "D"]}
    assert score(MIIT, sheet).total.exact_text == "78.125"
    assert blocking(sheet) == {"q9": ["B", "C", "D", "E"]}


def test_a_scene_near_the_level_is_listed_before_one_far_away(short_of_level_4):
    low = dict.fromkeys(("s02", "s04", "s05", "s14", "s15"), "1")
    assert blocking(short_of_level_4 | low | {"s13": "3", "s16": "2"}) == {"s13": "4"}


def test_an_answer_computed_from_another_is_weighed_with_it():
    # Choosing a band for q2 sets its counts aside, and q3 is computed from them.
    sheet = lowest(MIIT) | {f"s{n:02d}": "1" for n in range(1, 17)}
    sheet |= {
        "q2": {"fields": {"equipment_total": "100", "equipment_digital": "10"}},
        "q3": {"fields": {"equipment_networked": "10"}},
        "q1": ["B", "C", "D", "E"],
        "q5": "B",
        "q8": "C",
        "q14": "C",
        "q15": "C",
    }
    result = score(MIIT, sheet)
    assert result.total.exact_text == "19.5"
    fixed = {**sheet, **blocking(sheet)}
    assert score(MIIT, fixed).rank == 1
    assert "q2" not in blocking(sheet)


def test_each_answer_says_what_it_gains_and_how_far_it_rises():
    sheet = best(MIIT) | {"q5": "A", "q12": "A", "q13": "A"}
    _other, answer = score(MIIT, sheet).blocking
    assert answer.as_dict() == {
        "ref": "q12",
        "option": "B",
        "new": ["B"],
        "gained": {"exact": "3.5", "shown": "3.5"},
        "steps": 1,
        "needed": False,
    }


def test_the_search_is_quick_on_the_sheet_with_most_room():
    result = score(MIIT, {})
    start = time.process_time()
    assert result.blocking
    assert time.process_time() - start < 0.25  # 10 ms on an idle machine


@pytest.mark.parametrize("process", ["discrete", "process"])
def test_so_it_is_where_levels_ask_for_many_things(process):
    framework = load_framework(FRAMEWORKS / f"gbt-39116-{process}-2020.yaml")
    result = score(framework, {})
    start = time.process_time()
    assert result.blocking
    assert time.process_time() - start < 0.5  # 50 ms on an idle machine


def test_requirements_of_levels_beyond_the_next_are_left_for_later():
    framework = load_framework(FRAMEWORKS / "gbt-39116-discrete-2020.yaml")
    blocking = score(framework, {}).blocking
    assert {framework.questions[answer.ref].of_level for answer in blocking} == {1}
