"""Which answers block the next level: the fewest, then the nearest, and found at once."""

import time

import pytest

from diagnosis.maturity import load_framework, score
from tests.maturity.sheets import FRAMEWORKS, MIIT, best, lowest


def blocking(sheet):
    return {answer.ref: answer.value for answer in score(MIIT, sheet).blocking}


@pytest.fixture
def short_of_level_4():
    """Level 3 with every scene in place; points are taken away by the test."""
    return best(MIIT)


def test_the_fewest_answers_are_listed_before_the_smallest_steps(short_of_level_4):
    # 100 - 10 - 7 - 7 = 76: no single step of less than 4 points would do, q5 or q12 alone does.
    sheet = short_of_level_4 | {"q5": "A", "q12": "A", "q13": "A"}
    assert blocking(sheet) == {"q12": "C"}


def test_of_equal_answers_the_nearest_is_listed(short_of_level_4):
    # 78.125 points: two more of q5 are one step to 2.5, one tick of q9 gives 1.875 exactly.
    sheet = short_of_level_4 | {"q5": "A", "q12": "A", "q14": "A", "q9": ["B", "C", "D"]}
    assert score(MIIT, sheet).total.exact_text == "78.125"
    assert blocking(sheet) == {"q12": "B"}


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


def test_each_answer_says_what_it_gains():
    sheet = best(MIIT) | {"q5": "A", "q12": "A", "q13": "A"}
    [answer] = score(MIIT, sheet).blocking
    assert answer.as_dict() == {
        "ref": "q12",
        "option": "C",
        "new": ["C"],
        "gained": {"exact": "7", "shown": "7.0"},
    }


def test_the_search_is_quick_on_the_sheet_with_most_room():
    result = score(MIIT, {})
    start = time.process_time()
    assert result.blocking
    assert time.process_time() - start < 0.25  # 10 ms on an idle machine


def test_requirements_of_levels_beyond_the_next_are_left_for_later():
    framework = load_framework(FRAMEWORKS / "gbt-39116-discrete-2020.yaml")
    blocking = score(framework, {}).blocking
    assert {framework.questions[answer.ref].of_level for answer in blocking} == {1}
