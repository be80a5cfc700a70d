"""Plans are exact: what they come to is the score, and no other set does better."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.maturity import score
from diagnosis.maturity.effects import apply_effects
from diagnosis.maturity.planning.linear import Linear, one
from diagnosis.maturity.planning.planner import Planner
from diagnosis.maturity.planning.search import Search
from diagnosis.maturity.planning.wishes import Wishes
from tests.maturity.laws import firm_of
from tests.maturity.plans import (
    CATALOGUE,
    best_by_trying,
    few_of_catalogue,
    made_up,
    most_by_trying,
)
from tests.maturity.subjects import RULES, SHIPPED, framework_of

few = settings(max_examples=2, deadline=None)
shipped = pytest.mark.parametrize("name", list(SHIPPED))
every = pytest.mark.parametrize("name", list(RULES))
SEEDS = st.integers(0, 2**32 - 1)


@shipped
@settings(max_examples=2, deadline=None)
@given(seed=SEEDS)
def test_what_a_plan_comes_to_is_the_score_after_really_changing_those_answers(name, seed):
    framework, (sheet, profile) = framework_of(name), firm_of(framework_of(name), seed)
    planner = Planner(framework, sheet, profile, CATALOGUE.values())
    for plan in (planner.to_level(), planner.for_budget(Wishes(budget=Fraction(300)))):
        changed = apply_effects(framework, sheet, [CATALOGUE[r] for r in plan.refs], profile)
        after = score(framework, changed, profile)
        assert (plan.after.total, plan.after.rank) == (after.total, after.rank)
        assert plan.obstacle or plan.proof.proven
        assert not plan.target or plan.obstacle or after.rank >= plan.target.rank


@shipped
@settings(max_examples=2, deadline=None)
@given(seed=SEEDS)
def test_of_shipped_solutions_no_set_is_better(name, seed):
    framework, random = framework_of(name), Random(seed)
    firm = firm_of(framework, seed)
    nothing_is_better(framework, firm, few_of_catalogue(framework, firm, random, 7), random)


@every
@few
@given(seed=SEEDS)
def test_by_whatever_rules_no_set_is_better(name, seed):
    framework, random = framework_of(name), Random(seed)
    solutions = made_up(framework, random, random.randint(0, 6))
    nothing_is_better(framework, firm_of(framework, seed), solutions, random)


def nothing_is_better(framework, firm, solutions, random):
    planner = Planner(framework, *firm, solutions)
    target = random.choice([None, *(each.ref for each in framework.levels)])
    wishes = Wishes(
        months=random.choice([None, None, Fraction(8)]),
        budget=random.choice([None, Fraction(random.randrange(0, 200))]),
        must=frozenset(random.sample([s.ref for s in solutions], random.choice([0, 0, 1]))[:1])
        if solutions
        else frozenset(),
    )
    plan = planner.to_level(target, wishes)
    if plan.target:
        best = best_by_trying(planner, wishes, lambda after: after.rank >= plan.target.rank)
        same_set(plan, best, (firm, solutions, wishes))
    plan = planner.for_budget(wishes)
    same_set(plan, most_by_trying(planner, wishes), (firm, solutions, wishes))


def same_set(plan, best, told):
    if best is None:
        assert plan.obstacle, plan.refs
    else:
        assert not plan.obstacle, (plan.obstacle.reason, best)
        assert plan.proof.proven
        assert set(plan.refs) == best, (set(plan.refs), best)


@every
@few
@given(seed=SEEDS)
def test_the_program_never_says_less_than_the_scorer(name, seed):
    framework, random = framework_of(name), Random(seed)
    solutions = made_up(framework, random, 8)
    at_least_the_score(framework, firm_of(framework, seed), solutions, random)


@shipped
@few
@given(seed=SEEDS)
def test_on_shipped_releases_the_program_says_what_the_scorer_says(name, seed):
    framework, random = framework_of(name), Random(seed)
    firm = firm_of(framework, seed)
    said, exact = at_least_the_score(framework, firm, CATALOGUE.values(), random)
    assert said == pytest.approx(exact, abs=1e-6)


def at_least_the_score(framework, firm, solutions, random):
    planner = Planner(framework, *firm, solutions)
    candidates = planner.candidates(Wishes())
    search = Search(candidates, planner.trials(Wishes()))
    chosen = frozenset().union(
        *(candidates.closure(ref) for ref in candidates.refs if random.random() < 0.2)
    )
    for ref, variable in search.variables.items():
        fixed = one(variable) - Linear(int(ref in chosen))
        search.program.require(fixed)
        search.program.require(fixed * -1)
    solved = search.program.least(search.ceiling.part(framework.total_part) * -1)
    exact = float(planner.trials(Wishes()).outcome(chosen).total)
    assert -solved.bound >= exact - 1e-6
    return -solved.bound, exact
