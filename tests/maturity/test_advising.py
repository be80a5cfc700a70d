"""What is advised is tried on the firm's own answers: the points are those it would really have."""

import pytest

from diagnosis.catalogue import SHIPPED as FOLDER
from diagnosis.maturity import score
from diagnosis.maturity.advising import advise
from diagnosis.maturity.effects import apply_effects, in_place
from diagnosis.maturity.solutions import load_solutions
from tests.maturity.laws import firm_of
from tests.maturity.subjects import SHIPPED, framework_of

CATALOGUE = load_solutions(FOLDER.parent / "solutions")


def advised(now, profile):
    blocking = {answer.ref: answer.value for answer in now.blocking}
    return advise(now, CATALOGUE.values(), profile, blocking)


@pytest.mark.parametrize("name", list(SHIPPED))
def test_the_points_are_those_of_the_changed_answers(name):
    framework = framework_of(name)
    for seed in range(3):
        sheet, profile = firm_of(framework, seed)
        now = score(framework, sheet, profile)
        advice = advised(now, profile)
        for each in advice[:5]:
            changed = apply_effects(framework, sheet, [each.solution], profile)
            after = score(framework, changed, profile)
            assert each.total == after.total
            assert each.gain.exact == after.total.exact - now.total.exact
            assert each.reaches == (after.rank > now.rank)
            assert set(each.closes) <= {answer.ref for answer in now.blocking}
            lifted = {
                ref for ref, place in after.evaluation.placed.items() if higher(now, ref, place)
            }
            assert set(each.lifts) == lifted


def higher(now, ref, place):
    return place > now.evaluation.placed.get(ref, 0)


def cost_of(advice, units):
    return advice.cost[1] / units


def test_what_closes_most_for_its_cost_stands_first_and_then_what_adds_most_for_its_cost():
    framework = framework_of("miit-sme-2024")
    for seed in range(6):
        sheet, profile = firm_of(framework, seed)
        now = score(framework, sheet, profile)
        still = {answer.ref for answer in now.blocking}
        advice = list(advised(now, profile))
        while advice and any(closed(each, still) for each in advice):
            first = advice.pop(0)
            mine = cost_of(first, len(closed(first, still)))
            others = [cost_of(e, len(closed(e, still))) for e in advice if closed(e, still)]
            assert all(mine <= other for other in others)
            still -= closed(first, still)
        points = [cost_of(each, each.gain.exact) for each in advice if each.gain.exact > 0]
        assert points == sorted(points)


def closed(advice, still):
    return set(still) if advice.reaches else still & set(advice.closes)


def test_what_is_not_for_the_firm_or_changes_nothing_is_not_advised():
    framework = framework_of("miit-sme-2024")
    best = {
        ref: [o.ref for o in q.options if not o.exclusive] if q.is_multi else q.ladder[-1].ref
        for ref, q in framework.questions.items()
    }
    assert advised(score(framework, best), {}) == ()
    poor = advised(score(framework, {}), {"process": "process"})
    assert "recipe-management" in {each.solution.ref for each in poor}
    other = advised(score(framework, {}), {"process": "discrete"})
    assert "recipe-management" not in {each.solution.ref for each in other}


def test_cost_and_months_count_in_what_must_come_first_and_is_not_in_place():
    framework = framework_of("miit-sme-2024")
    poor = [e for e in advised(score(framework, {}), {"process": "discrete"}) if e.first]
    assert poor
    for each in poor:
        assert {e.ref for e in each.first} >= set(each.solution.requires) - {
            ref for ref in each.solution.requires if in_place(CATALOGUE[ref], framework, {})
        }
        assert each.cost[1] == sum(e.cost.high for e in (each.solution, *each.first))
        longest = max(e.months.high for e in each.first)
        assert each.months[1] >= each.solution.months.high + longest
