"""The smallest steps that bring a sum of points to a mark, exactly, where it has few questions.

No answer rises by more steps than all would have to if they rose together. Under that bound the
fewest answers are taken, of equally few those with the fewest steps, then those that earn most,
then the first in the form. Answers computed from one another's data fields are weighed together.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain, product
from math import lcm
from typing import NamedTuple

from diagnosis.maturity.evaluation import Evaluation
from diagnosis.maturity.framework import SUM, Framework, Part, Question
from diagnosis.maturity.linking import linked_groups
from diagnosis.maturity.moves import Move, Ways

MOST_QUESTIONS = 40

Try = Callable[[Iterable[Move]], Evaluation]


class _Plan(NamedTuple):
    """Some moves, their steps, and what they bring together in whole units."""

    moves: tuple[Move, ...]
    steps: int
    gain: int

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


def _fewest(groups: Iterable[Sequence[_Plan]], missing: Fraction) -> tuple[Move, ...]:
    best: dict[tuple[int, int], _Plan] = {(0, 0): _Plan((), 0, 0)}
    for plans in groups:
        _extend(best, plans)
    enough = [plan for plan in best.values() if plan.gain >= missing]
    return min(enough, key=lambda plan: (len(plan.moves), plan.steps, -plan.gain)).moves


def _extend(best: dict[tuple[int, int], _Plan], plans: Sequence[_Plan]) -> None:
    """Add one group's plans to every plan so far; of equal cost the one that brings most stays."""
    for plan in list(best.values()):
        for more in plans:
            both = plan.plus(more)
            key = len(both.moves), both.steps
            if key not in best or best[key].gain < both.gain:
                best[key] = both


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
