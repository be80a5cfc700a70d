"""What each changed answer moved: the rows always add up to the difference, to the last digit."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.carrying import asks_the_same
from diagnosis.maturity import score
from diagnosis.maturity.changes import compare, seen_answers
from tests.maturity.laws import firm_of
from tests.maturity.random_sheets import random_answer, random_profile
from tests.maturity.subjects import RULES, framework_of

few = settings(max_examples=12, deadline=None)
every = pytest.mark.parametrize("name", list(RULES))
SEEDS = st.integers(0, 2**32 - 1)


def later(framework, sheet, random):
    """The same firm a year on: some answers are new, some are gone."""
    changed = dict(sheet)
    for ref, question in framework.questions.items():
        if random.random() < 0.2:
            value = random_answer(framework, question, random)
            changed[ref] = value
    return {ref: value for ref, value in changed.items() if value is not None}


def two_rounds(framework, seed):
    random = Random(seed)
    sheet, profile = firm_of(framework, seed)
    grown = random_profile(framework, random) if random.random() < 0.3 else profile
    after = later(framework, sheet, random)
    return score(framework, sheet, profile), score(framework, after, grown), random


def whole(comparison):
    return sum((step.exact for step in comparison.steps), Fraction(0))


@every
@few
@given(SEEDS)
def test_the_rows_add_up_exactly_in_any_order(name, seed):
    framework = framework_of(name)
    before, after, random = two_rounds(framework, seed)
    found = compare(before, after)
    assert whole(found) == found.difference.exact == after.total.exact - before.total.exact
    shuffled = random.sample(list(framework.questions), len(framework.questions))
    other = compare(before, after, order=shuffled)
    assert whole(other) == whole(found)
    assert {change.ref for change in other.changes} == {change.ref for change in found.changes}


@every
@few
@given(SEEDS)
def test_a_row_stands_for_every_answer_that_changed_and_for_no_other(name, seed):
    framework = framework_of(name)
    before, after, _random = two_rounds(framework, seed)
    old, new = seen_answers(before), seen_answers(after)
    found = {change.ref: change for change in compare(before, after).changes}
    given = {ref for ref in framework.questions if old.get(ref) != new.get(ref)}
    assert given <= found.keys()
    assert all(found[ref].way or found[ref].within for ref in found.keys() - given)


@every
@few
@given(SEEDS)
def test_without_a_change_there_is_no_row(name, seed):
    framework = framework_of(name)
    result = score(framework, *firm_of(framework, seed))
    found = compare(result, result)
    assert (found.changes, found.steps, found.difference.exact) == ((), (), 0)


@every
@few
@given(SEEDS)
def test_what_branching_hides_counts_for_nothing(name, seed):
    framework = framework_of(name)
    result = score(framework, *firm_of(framework, seed))
    seen = score(framework, seen_answers(result), result.profile)
    assert seen.total == result.total
    assert seen.level == result.level


@few
@given(SEEDS)
def test_the_change_of_release_is_a_row_of_its_own_and_all_still_adds_up(seed):
    first, second = map(framework_of, ("gbt-39116-discrete-2020", "gbt-39116-process-2020"))
    alike = {
        ref for ref, q in second.questions.items() if asks_the_same(q, first.questions.get(ref))
    }
    before, after = (score(each, *firm_of(each, seed)) for each in (first, second))
    found = compare(before, after, alike=alike)
    assert found.release is not None
    assert {change.ref for change in found.changes} <= alike
    assert whole(found) == after.total.exact - before.total.exact


def test_three_changed_answers_are_three_rows_in_the_order_of_the_questionnaire():
    framework = framework_of("miit-sme-2024")
    sheet = {"q2": "B", "q5": "C", "q6": ["B"], "s01": "2"}
    before = score(framework, sheet)
    after = score(framework, {**sheet, "s01": "3", "q6": ["B", "C"], "q5": "A"})
    found = compare(before, after)
    assert [(row.ref, row.before, row.after, row.way) for row in found.changes] == [
        ("q5", "C", "A", -1),
        ("q6", ["B"], ["B", "C"], 1),
        ("s01", "2", "3", 1),
    ]
    assert whole(found) == after.total.exact - before.total.exact


@few
@given(SEEDS)
def test_where_points_are_added_up_a_row_is_what_its_own_question_earns_more(seed):
    before, after, _random = two_rounds(framework_of("miit-sme-2024"), seed)
    after = score(after.framework, after.sheet, before.profile)
    for change in compare(before, after).changes:
        then, now = (each.evaluation.earned.get(change.ref, 0) for each in (before, after))
        assert change.moved.exact == now - then
        assert (change.moved.exact > 0) - (change.moved.exact < 0) in (0, change.way)


def test_a_number_of_another_question_moves_the_row_of_the_question_that_it_counts_for():
    def machines(total, digital, networked):
        return score(
            framework_of("miit-sme-2024"),
            {
                "q2": {"fields": {"equipment_total": total, "equipment_digital": digital}},
                "q3": {"fields": {"equipment_networked": networked}},
            },
        )

    before, after = machines("427", "207", "190"), machines("86", "52", "31")
    rows = compare(before, after).changes
    assert [(row.ref, row.way, row.moved.exact) for row in rows] == [
        ("q2", 1, Fraction(3, 2)),
        ("q3", -1, Fraction(-3, 2)),
    ]
    [fewer, share] = compare(before, machines("300", "207", "190")).changes
    assert (fewer.ref, share.ref, share.before) == ("q2", "q3", share.after)


def test_a_number_that_falls_within_its_band_is_told_from_a_worse_answer():
    def machines(digital):
        counts = {"equipment_total": "1000", "equipment_digital": digital}
        return score(framework_of("miit-sme-2024"), {"q2": {"fields": counts}})

    [change] = compare(machines("89"), machines("8")).changes
    assert (change.way, change.within, change.moved.exact) == (0, -1, 0)
    [change] = compare(machines("890"), machines("8")).changes
    assert (change.way, change.within) == (-1, 0)
