"""Which answers block the next level: the fewest whose change reaches it.

Of several such sets the one with the fewest steps is taken (a step is one rung up or one more
tick), then the one that earns most, then the one that comes first in the form. Changing all of
them raises the level; leaving any one of them as it is does not.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, product
from math import lcm
from typing import Any, NamedTuple

from diagnosis.maturity.answers import Answer, check_value
from diagnosis.maturity.evaluation import Evaluation, Sheet, evaluate
from diagnosis.maturity.framework import Framework, Level, Question
from diagnosis.maturity.levels import ConditionCheck, check_levels, reached_level
from diagnosis.maturity.linking import linked_groups
from diagnosis.maturity.moves import Move, better_moves
from diagnosis.maturity.resolving import resolve
from diagnosis.maturity.values import Value

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Unblock:
    """One answer to change: to what, what is new about it, and the points it gains."""

    ref: str
    value: str | list[str]  # the answer to set
    options: tuple[str, ...]  # the options in it that are new
    gained: Value
    steps: int

    def as_dict(self) -> dict[str, Any]:
        return {
            "ref": self.ref,
            "option": self.value,
            "new": list(self.options),
            "gained": self.gained.as_dict(),
        }


def find_blocking(
    framework: Framework, sheet: Sheet, evaluation: Evaluation
) -> tuple[Unblock, ...]:
    """Find the answers that block the next level; nothing at the top."""
    level = reached_level(framework, evaluation)
    rank = level.rank if level else 0
    target = next((higher for higher in framework.levels if higher.rank > rank), None)
    if target is None:
        return ()
    moves = _without_idle(framework, sheet, _moves_to(framework, sheet, target), rank)
    after = evaluate(framework, _apply(framework, sheet, moves.values()))
    ordered = [moves[ref] for ref in framework.questions if ref in moves]
    return tuple(_unblock(framework, move, evaluation, after) for move in ordered)


def _unblock(framework: Framework, move: Move, before: Evaluation, after: Evaluation) -> Unblock:
    gained = after.earned.get(move.ref, ZERO) - before.earned.get(move.ref, ZERO)
    value = move.choice if isinstance(move.choice, str) else list(move.choice)
    return Unblock(move.ref, value, move.options, Value(gained, framework.places), move.steps)


def _moves_to(framework: Framework, sheet: Sheet, target: Level) -> dict[str, Move]:
    """Repair one short condition after the other; counts of the same items are repaired at once."""
    moves: dict[str, Move] = {}
    for _ in target.conditions:
        changed = _apply(framework, sheet, moves.values())
        short = _first_short(framework, changed, target)
        if short:
            moves |= {move.ref: move for move in _repair(framework, changed, short)}
    return moves


def _first_short(framework: Framework, sheet: Sheet, target: Level) -> list[ConditionCheck]:
    """Give the first condition that is short, with those that count the same items."""
    checks = check_levels(framework, evaluate(framework, sheet))[target.rank - 1].checks
    short = [check for check in checks if not check.met]
    return [check for check in short if _aim(check) == _aim(short[0])]


def _aim(check: ConditionCheck) -> tuple[str, str, int | None]:
    return check.condition.kind, check.condition.part, check.condition.level


def _repair(framework: Framework, sheet: Sheet, short: Sequence[ConditionCheck]) -> Iterable[Move]:
    if short[0].kind == "count":
        return _raise_scenes(framework, sheet, short)
    return _gain_points(framework, sheet, short[0])


def _without_idle(
    framework: Framework, sheet: Sheet, moves: dict[str, Move], rank: int
) -> dict[str, Move]:
    """Drop what the others make needless, which happens where conditions look at the same items."""
    for ref in list(moves):
        fewer = {other: move for other, move in moves.items() if other != ref}
        changed = _apply(framework, sheet, fewer.values())
        level = reached_level(framework, evaluate(framework, changed))
        if level and level.rank > rank:
            moves = fewer
    return moves


def _apply(framework: Framework, sheet: Sheet, moves: Iterable[Move]) -> dict[str, Answer]:
    changed = {move.ref: check_value(framework, move.ref, move.choice) for move in moves}
    return {**sheet, **changed}


def _raise_scenes(
    framework: Framework, sheet: Sheet, short: Sequence[ConditionCheck]
) -> Iterator[Move]:
    """Raise the scenes nearest to the level, binding ones first as far as they are needed."""
    level = short[0].condition.level or 0
    open_refs = {ref for check in short for ref in check.short}
    nearest = sorted(
        chain(*(_raise_to(question, level, sheet) for question in _asked(framework, open_refs))),
        key=lambda move: move.steps,
    )
    binding = [move for move in nearest if framework.questions[move.ref].binding]
    needed = {check.condition.binding: int(check.missing) for check in short}
    chosen = binding[: needed.get(True, 0)]
    others = [move for move in nearest if move not in chosen]
    yield from chosen + others[: max(0, needed.get(False, 0) - len(chosen))]


def _raise_to(question: Question, level: int, sheet: Sheet) -> list[Move]:
    """Give the nearest move that reaches the level, if any does."""
    moves = better_moves(question, resolve(question, sheet).options)
    return [m for m in moves if (question.option(m.options[0]).level or 0) >= level][:1]


def _asked(framework: Framework, refs: Collection[str]) -> list[Question]:
    return [question for ref, question in framework.questions.items() if ref in refs]


class _Plan(NamedTuple):
    """Some moves, their steps, and what they bring together in whole units."""

    moves: tuple[Move, ...]
    steps: int
    gain: int

    def plus(self, other: "_Plan") -> "_Plan":
        return _Plan(self.moves + other.moves, self.steps + other.steps, self.gain + other.gain)


def _gain_points(framework: Framework, sheet: Sheet, short: ConditionCheck) -> tuple[Move, ...]:
    """Find the fewest answers, then the fewest steps, then the most points, then the first."""
    questions = _asked(framework, framework.part(short.condition.part).all_questions)
    unit = lcm(short.missing.denominator, *(q.max_points.denominator for q in questions))
    unit = lcm(unit, *(o.points.denominator for q in questions for o in q.options))
    best: dict[tuple[int, int], _Plan] = {(0, 0): _Plan((), 0, 0)}
    # Choosing an option sets data fields aside, and so may change an answer computed from them.
    for group in linked_groups(questions):
        _extend(best, _group_plans(framework, group, sheet, unit))
    enough = [plan for plan in best.values() if plan.gain >= short.missing * unit]
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
    framework: Framework, group: Sequence[Question], sheet: Sheet, unit: int
) -> list[_Plan]:
    """Give every way to improve the questions of a group, with what they bring in sum."""
    ways = [[(), *((move,) for move in better_moves(q, resolve(q, sheet).options))] for q in group]
    plans = [tuple(chain(*way)) for way in product(*ways)]
    before = _points(group, sheet)
    return [
        _Plan(moves, sum(move.steps for move in moves), int(gain * unit))
        for moves in plans
        if (gain := _points(group, _apply(framework, sheet, moves)) - before) > 0
    ]


def _points(group: Sequence[Question], sheet: Sheet) -> Fraction:
    options = (q.option(ref) for q in group for ref in resolve(q, sheet).options)
    return sum((option.points for option in options), ZERO)
