"""What would change a plan: one item more, a little more money, or one item less."""

from collections.abc import Iterator
from fractions import Fraction

from diagnosis.maturity.planning.planner import Planner, changed, without_budget
from diagnosis.maturity.planning.plans import Plan
from diagnosis.maturity.planning.search import Search
from diagnosis.maturity.planning.wishes import cost_of
from diagnosis.maturity.record import Record
from diagnosis.maturity.values import Value


class Step(Record):
    """Solutions to add, with what they need; what they cost more at most and bring more."""

    refs: tuple[str, ...]
    cost: Fraction
    gain: Value
    rank: int  # of the level with them


class Breakpoint(Record):
    """The least budget that buys at least one shown unit more; None where none does."""

    budget: Fraction | None
    total: Value | None
    proven: bool


def next_best(planner: Planner, plan: Plan) -> Step | None:
    """The item to add that brings most points; of equals the cheaper one, then the first by ref."""
    steps = (each for each in _steps(planner, plan) if each.gain.exact > 0)
    return min(steps, key=lambda each: (-each.gain.exact, each.cost, each.refs), default=None)


def next_budget(planner: Planner, plan: Plan) -> Breakpoint:
    """What one more unit of budget buys: how far the budget must rise until it buys anything."""
    total = plan.after.total
    wanted = total.exact + Fraction(1, 10**total.places)
    candidates = planner.candidates(without_budget(plan.wishes))
    found = Search(candidates, planner.trials(plan.wishes)).earn(wanted)
    if found.refs is None:
        return Breakpoint(None, None, found.proven)
    points = planner.trials(plan.wishes).outcome(found.refs).total
    cost = cost_of(planner.solutions[ref] for ref in found.refs)
    return Breakpoint(cost, Value(points, total.places, total.rounding), found.proven)


def dearer_without(planner: Planner, plan: Plan) -> Iterator[tuple[str, Fraction | None]]:
    """How much more the same level costs without each item; None where it cannot be had."""
    if plan.target is None:
        return
    for ref in plan.refs:
        wishes = changed(plan.wishes, without=plan.wishes.without | {ref}, must=frozenset())
        other = planner.to_level(plan.target.ref, without_budget(wishes))
        yield ref, None if other.obstacle else other.cost.high - plan.cost.high


def _steps(planner: Planner, plan: Plan) -> Iterator[Step]:
    candidates = planner.candidates(without_budget(plan.wishes))
    trials, chosen = planner.trials(plan.wishes), frozenset(plan.refs)
    now = plan.after.total
    for ref in candidates.refs:
        more = candidates.closure(ref) - chosen
        if ref in more:
            after = trials.outcome(chosen | more)
            gain = Value(after.total - now.exact, now.places, now.rounding)
            cost = cost_of(planner.solutions[each] for each in more)
            yield Step(tuple(sorted(more)), cost, gain, after.rank)
