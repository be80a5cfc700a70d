"""The smallest steps that bring a sum of points to a mark, exactly, where it has few questions.

No answer rises by more steps than all would have to if they rose together. Under that bound the
fewest answers are taken, of equally few those with the fewest steps, then those that bring no more
than is missing, or little more, then the first in the form. Answers computed from one another's
data fields are weighed together.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain, product
from math import lcm
from typing import NamedTuple

from diagnosis.maturity.evaluation import Evaluation
from diagnosis.maturity.framework import SUM, Framework, Part
from diagnosis.maturity.linking import linked_groups
from diagnosis.maturity.moves import Move, Ways
from diagnosis.maturity.questions import Question

MOST_QUESTIONS = 40

_Cost = tuple[int, int]  # answers, and steps of all of them together
FREE: _Cost = (0, 0)

Try = Callable[[Iterable[Move]], Evaluation]


class _Plan(NamedTuple):
    """Some moves, their steps, and what they bring together in whole units."""

    moves: tuple[Move, ...]
    steps: int
    gain: int

    @property
    def cost(self) -> _Cost:
        return len(self.moves), self.steps

    @property
    def highest(self) -> int:
        """The most steps by which one of its answers rises."""
        return max((move.steps for move in self.moves), default=0)

    def plus(self, other: "_Plan") -> "_Plan":
        return _Plan(self.moves + other.moves, self.steps + other.steps, self.gain + other.gain)


def is_plain_sum(framework: Framework, part: Part, evaluation: Evaluation) -> bool:
    """Whether the points of the part are simply those of its few questions, all of which count."""
    refs = part.all_questions
    sums = all(below.rule == SUM for below in part.walk())
    counted = all(ref in evaluation.earned for ref in refs)
    return sums and counted and len(refs) <= MOST_QUESTIONS


def smallest_gains(
    questions: Sequence[Question], missing: Fraction, now: Evaluation, ways: Ways, attempt: Try
) -> tuple[Move, ...]:
    """Find the moves that together bring the missing points; none where they cannot."""
    moves = {q.ref: ways.of(q, now.resolutions[q.ref]) for q in questions}
    gains = [move.gain for each in moves.values() for move in each]
    unit = lcm(missing.denominator, *(gain.denominator for gain in gains))
    groups = [_group_plans(g, moves, unit, now, attempt) for g in linked_groups(questions)]
    for most in sorted({plan.highest for plans in groups for plan in plans}):
        within = [[plan for plan in plans if plan.highest <= most] for plans in groups]
        if sum(max((plan.gain for plan in plans), default=0) for plans in within) >= missing * unit:
            return _fewest(within, missing * unit)
    return ()


def _fewest(groups: Sequence[Sequence[_Plan]], missing: Fraction) -> tuple[Move, ...]:
    """Give the plan of least cost; of several the one that brings no more than it must."""
    furthest = _furthest(groups)
    least = min(cost for cost, gain in furthest[0].items() if gain >= missing)
    found: dict[tuple[_Cost, int], _Plan] = {(FREE, 0): _Plan((), 0, 0)}
    for plans, beyond in zip(groups, furthest[1:], strict=True):
        tried = chain(found.values(), (p.plus(more) for p, more in product(found.values(), plans)))
        kept: dict[tuple[_Cost, int], _Plan] = {}
        for plan in tried:
            left = least[0] - plan.cost[0], least[1] - plan.cost[1]
            if left in beyond and plan.gain + beyond[left] >= missing:
                kept.setdefault((plan.cost, plan.gain), plan)
        found = kept
    return min(found.values(), key=lambda plan: plan.gain).moves


def _furthest(groups: Sequence[Sequence[_Plan]]) -> list[dict[_Cost, int]]:
    """Give, from each group on, the most that every cost can bring; past the last, nothing."""
    found: list[dict[_Cost, int]] = [{FREE: 0}]
    for plans in reversed(groups):
        most = dict(found[0])
        for (answers, steps), gain in found[0].items():
            for plan in plans:
                cost = answers + plan.cost[0], steps + plan.cost[1]
                most[cost] = max(most.get(cost, 0), gain + plan.gain)
        found.insert(0, most)
    return found


def _group_plans(
    group: Sequence[Question],
    moves: Mapping[str, tuple[Move, ...]],
    unit: int,
    now: Evaluation,
    attempt: Try,
) -> list[_Plan]:
    """Give every way to improve the questions of a group, with what they bring in sum."""
    if len(group) == 1:
        return [_Plan((m,), m.steps, int(m.gain * unit)) for m in moves[group[0].ref]]
    plans = []
    for way in product(*([(), *((move,) for move in moves[q.ref])] for q in group)):
        chosen = tuple(chain(*way))
        after = attempt(chosen) if chosen else now
        gain = sum((after.earned[q.ref] - now.earned[q.ref] for q in group), Fraction(0))
        if gain > 0:
            steps = sum(move.steps for move in chosen)
            plans.append(_Plan(chosen, steps, int(gain * unit)))
    return plans
