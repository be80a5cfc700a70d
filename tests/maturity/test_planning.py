"""What a plan says besides its score: limits, order in time, ties, reasons."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.maturity.fitting import unmet
from diagnosis.maturity.planning.planner import Planner
from diagnosis.maturity.planning.sensitivity import dearer_without, next_best, next_budget
from diagnosis.maturity.planning.wishes import PlanError, Wishes
from diagnosis.maturity.solutions import Raise
from tests.maturity.laws import firm_of
from tests.maturity.plans import CATALOGUE, made_up, solution
from tests.maturity.subjects import framework_of

INDEX, CLIMB = "miit-sme-2024", "gbt-39116-discrete-2020"
SEEDS = st.integers(0, 2**32 - 1)
few = settings(max_examples=5, deadline=None)
PROFILE = {"size": "medium"}


def planner_of(*solutions, sheet=None, profile=PROFILE, name=INDEX):
    return Planner(framework_of(name), sheet or {}, profile, solutions or CATALOGUE.values())


def scene(ref, question, option, **figures):
    return solution(ref, {INDEX: (Raise(question, {"": (option,)}, False),)}, **figures)


def reasons(plan):
    return {each.ref: (each.reason, each.because) for each in plan.set_aside}


def test_what_is_required_comes_along_and_comes_first():
    base, top = scene("base", "s01", "1", months=4), scene("top", "q5", "C", requires=("base",))
    plan = planner_of(base, top).for_budget(Wishes(budget=Fraction(100)))
    assert [(item.slot.start, item.slot.end) for item in plan.items] == [(0, 4), (4, 7)]
    assert plan.refs == ("base", "top")
    assert (plan.months, plan.cost.high, plan.cost.low) == (7, 20, 10)


def test_what_is_in_place_is_not_bought_again_and_need_not_be():
    base, top = scene("base", "s01", "1"), scene("top", "q5", "C", requires=("base",))
    planner = planner_of(base, top, sheet={"s01": "2"})
    plan = planner.for_budget(Wishes(budget=Fraction(100)))
    assert (plan.refs, reasons(plan)) == (("top",), {"base": ("in_place", "")})
    told = planner_of(base, top).for_budget(Wishes(budget=Fraction(10), have=frozenset({"base"})))
    assert told.refs == ("top",)


def test_each_solution_that_is_set_aside_has_its_reason():
    base, top = scene("base", "s01", "1"), scene("top", "q5", "C", requires=("base",))
    planner = planner_of(
        base, top, solution("else", {CLIMB: ()}), scene("dear", "q5", "B", cost=90)
    )
    wishes = Wishes(budget=Fraction(50), without=frozenset({"base"}))
    assert reasons(planner.for_budget(wishes)) == {
        "base": ("unwanted", ""),
        "top": ("requires", "base"),
        "else": ("no_effect", ""),
        "dear": ("budget", ""),
    }
    small = planner_of(profile={"size": "micro"}).for_budget(Wishes(budget=Fraction(0)))
    assert reasons(small)["plm"][0] == "misfit"


def test_a_deadline_leaves_out_chains_that_take_longer():
    base, top = scene("base", "s01", "1", months=4), scene("top", "q5", "C", requires=("base",))
    late = planner_of(base, top).for_budget(Wishes(months=Fraction(6)))
    assert (late.refs, reasons(late)["top"]) == ((), ("months", ""))
    assert planner_of(base, top).for_budget(Wishes(months=Fraction(7))).refs == ("base", "top")


def test_of_equals_the_cheaper_the_sooner_the_fewer_and_the_first_is_taken():
    def best(*solutions):
        return planner_of(*solutions).for_budget(Wishes(budget=Fraction(1000))).refs

    one = scene("b-one", "q5", "C", cost=20, months=4)
    assert best(one, scene("z-cheap", "q5", "C", cost=10, months=9)) == ("z-cheap",)
    assert best(one, scene("z-soon", "q5", "C", cost=20, months=3)) == ("z-soon",)
    need = scene("need", "q5", "B", cost=10, months=1)
    pair = scene("a-pair", "q5", "C", cost=10, months=3, requires=("need",))
    assert best(one, pair, need) == ("b-one",)
    assert best(one, scene("a-first", "q5", "C", cost=20, months=4)) == ("a-first",)


def test_a_firm_at_the_top_and_a_release_without_levels_have_nothing_to_reach():
    assert planner_of(name="siri-bands-2020").to_level().obstacle.reason == "level"


def test_what_nothing_changes_is_named():
    plan = planner_of(scene("one", "s01", "1")).to_level()
    assert (plan.obstacle.reason, plan.items) == ("answers", ())
    assert {check.ref for check in plan.obstacle.short.checks if not check.met}
    assert plan.obstacle.blocking


def test_a_budget_that_is_too_small_says_what_it_would_have_to_be():
    planner = planner_of(profile={})
    cheapest = planner.to_level()
    short = planner.to_level(wishes=Wishes(budget=cheapest.cost.high - 1))
    assert (short.obstacle.reason, short.obstacle.least) == ("budget", cheapest.cost.high)
    assert planner.to_level(wishes=Wishes(budget=cheapest.cost.high)).refs == cheapest.refs


def test_wishes_that_cannot_be_meant_are_refused():
    planner = planner_of()
    for wishes, key in (
        (Wishes(must=frozenset({"moon"})), "must"),
        (Wishes(must=frozenset({"plm"}), without=frozenset({"plm"})), "must"),
        (Wishes(budget=Fraction(-1)), "budget"),
    ):
        with pytest.raises(PlanError) as raised:
            planner.for_budget(wishes)
        assert raised.value.key == key
    with pytest.raises(PlanError, match="level: expected one of initial"):
        planner.to_level("moon")


def test_what_must_be_there_is_there_though_it_helps_nothing():
    plan = planner_of().to_level(wishes=Wishes(must=frozenset({"plm"})))
    assert "plm" in plan.refs
    assert plan.proof.proven


def test_a_plan_by_hand_names_what_it_lacks():
    base, top = scene("base", "s01", "1"), scene("top", "q5", "C", requires=("base",))
    plan = planner_of(base, top).of({"top"})
    assert (plan.missing, plan.refs, plan.proof) == (("base",), ("top",), None)
    assert plan.changed == ("q5",)


@few
@given(seed=SEEDS)
def test_a_precondition_is_open_where_nothing_before_it_meets_it(seed):
    framework = framework_of(CLIMB)
    sheet, profile = firm_of(framework, seed)
    planner = Planner(framework, sheet, profile, CATALOGUE.values())
    plan = planner.of(Random(seed).sample(planner.candidates(Wishes()).refs, 12))
    for item in plan.items:
        now = unmet(item.solution, framework, sheet, profile)
        then = unmet(item.solution, framework, plan.after.sheet, profile)
        assert all(each in now for each in item.open)
        assert all(each in item.open for each in then)


@few
@given(seed=SEEDS)
def test_a_schedule_keeps_order_capacity_and_deadline(seed):
    framework, random = framework_of("rows"), Random(seed)
    solutions = made_up(framework, random, 6)
    limits = {
        "quarter_days": random.choice([None, Fraction(40)]),
        "quarter_money": random.choice([None, Fraction(50)]),
        "months": random.choice([None, Fraction(9)]),
    }
    planner = Planner(framework, *firm_of(framework, seed), solutions)
    plan = planner.for_budget(Wishes(**limits))
    ends = {item.solution.ref: item.slot.end for item in plan.items}
    for item in plan.items:
        assert all(ends[ref] <= item.slot.start for ref in item.needs)
        assert item.slot.end <= (limits["months"] or item.slot.end)
    for quarter in range(20):
        for what, limit in (("effort", "quarter_days"), ("cost", "quarter_money")):
            assert load(plan, quarter, what) <= (limits[limit] or load(plan, quarter, what))


def load(plan, quarter, what):
    return sum(
        getattr(item.solution, what).high
        * len(range(max(item.slot.start, 3 * quarter), min(item.slot.end, 3 * quarter + 3)))
        / (item.slot.end - item.slot.start)
        for item in plan.items
    )


def test_a_deadline_that_only_another_order_keeps_is_kept():
    """One after another, each as early as it can, these take ten months."""
    three = [
        scene("a", "s01", "1", effort=30),
        scene("b", "q5", "C", effort=60),
        scene("c", "s02", "1", effort=90),
    ]
    wishes = {"quarter_days": Fraction(60), "must": frozenset("abc")}
    assert planner_of(*three).for_budget(Wishes(**wishes)).months == 10
    in_time = planner_of(*three).for_budget(Wishes(months=Fraction(9), **wishes))
    assert (set(in_time.refs), in_time.months) == ({"a", "b", "c"}, 8)
    too_soon = planner_of(*three).for_budget(Wishes(months=Fraction(6), **wishes))
    assert too_soon.obstacle.reason == "months"


def test_with_too_little_capacity_for_all_the_best_part_is_done():
    two = [scene("a", "q5", "B", effort=30), scene("b", "q6", "B", effort=30)]
    plan = planner_of(*two).for_budget(Wishes(months=Fraction(3), quarter_days=Fraction(30)))
    assert len(plan.items) == 1
    assert plan.proof.proven


def test_the_order_in_which_solutions_come_makes_no_difference():
    framework = framework_of(CLIMB)
    firm = firm_of(framework, 5)
    found = set()
    for seed in range(3):
        order = Random(seed).sample(list(CATALOGUE.values()), len(CATALOGUE))
        planner = Planner(framework, *firm, order)
        found.add((planner.to_level().refs, planner.for_budget(Wishes(budget=Fraction(200))).refs))
    assert len(found) == 1


def test_the_next_best_item_is_the_one_that_adds_most():
    planner = planner_of(
        scene("a", "q5", "B"), scene("b", "q5", "C"), scene("c", "q5", "C", cost=9)
    )
    plan = planner.for_budget(Wishes(budget=Fraction(0)))
    step = next_best(planner, plan)
    assert (step.refs, step.cost) == (("c",), 9)
    assert step.gain.exact == planner.of({"c"}).gain.exact
    assert next_best(planner, planner.of({"c"})) is None


def test_one_more_unit_of_budget_buys_nothing_until_the_next_breakpoint():
    planner = planner_of(profile={})
    plan = planner.for_budget(Wishes(budget=Fraction(40)))
    after = next_budget(planner, plan)
    assert after.proven
    before = planner.for_budget(Wishes(budget=after.budget - 1))
    assert before.after.total == plan.after.total
    assert planner.for_budget(Wishes(budget=after.budget)).after.total.exact >= after.total.exact
    assert after.total.exact > plan.after.total.exact
    nothing = planner_of(scene("a", "q5", "B"))
    assert next_budget(nothing, nothing.of({"a"})).budget is None


def test_without_one_of_its_items_the_same_level_costs_no_less():
    planner = planner_of(profile={})
    more = dict(dearer_without(planner, planner.to_level()))
    assert more
    assert all(each is None or each >= 0 for each in more.values())
