"""The fewest answers that bring a sum of points to a mark, exactly, where it has few questions.

Of equally few the ones with the fewest steps are taken, then those that earn most, then the first
in the form. Answers computed from one another's data fields are weighed together.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import chain, product
from math import lcm
from typing import NamedTuple

from diagnosis.maturity.evaluation import Evaluation
from diagnosis.maturity.framework import SUM, Framework, Part, Question
from diagnosis.maturity.linking import linked_groups
from diagnosis.maturity.moves import Move, better_moves

MOST_QUESTIONS = 40

Try = Callable[[Iterable[Move]], Evaluation]


class _Plan(NamedTuple):
    """Some moves, their steps, and what they bring together in whole units."""

    moves: tuple[Move, ...]
    steps: int
    gain: int

    def plus(self, other: "_Plan") -> "_Plan":
        return _Plan(self.moves + other.moves, self.steps + other.steps, self.gain + other.gain)


def is_plain_sum(framework: Framework, part: Part, evaluation: Evaluation) -> bool:
    """Whether the points of the part are simply those of its few questions, all of which count."""
    refs = part.all_questions
    sums = all(below.rule == SUM for below in part.walk())
    counted = all(ref in evaluation.earned for ref in refs)
    return sums and counted and len(refs) <= MOST_QUESTIONS


def fewest_gains(
    questions: Sequence[Question], missing: Fraction, now: Evaluation, attempt: Try
) -> tuple[Move, ...]:
    """Find the moves that together bring the missing points; none where they cannot."""
    moves = {q.ref: tuple(better_moves(q, now.resolutions[q.ref])) for q in questions}
    gains = [move.gain for each in moves.values() for move in each]
    unit = lcm(missing.denominator, *(gain.denominator for gain in gains))
    best: dict[tuple[int, int], _Plan] = {(0, 0): _Plan((), 0, 0)}
    for group in linked_groups(questions):
        _extend(best, _group_plans(group, moves, unit, now, attempt))
    enough = [plan for plan in best.values() if plan.gain >= missing * unit]
    if not enough:
        return ()
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
    moves: dict[str, tuple[Move, ...]],
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
