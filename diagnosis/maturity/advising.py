"""Which solutions bring a firm most: each is tried on its own answers, nothing is guessed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from diagnosis.maturity.effects import apply_effects
from diagnosis.maturity.evaluation import Evaluation, evaluate
from diagnosis.maturity.fitting import misfits
from diagnosis.maturity.forms import Answer
from diagnosis.maturity.levels import reached_level
from diagnosis.maturity.record import Record
from diagnosis.maturity.scoring import Score
from diagnosis.maturity.solutions import Solution
from diagnosis.maturity.values import Value


class Advice(Record):
    """One solution as it would change this firm's answers and score.

    `closes` are those of the answers blocking the next level that would be good enough then,
    `lifts` the scenes that would stand higher, which earn no points.
    """

    solution: Solution
    answers: Mapping[str, Answer]  # those that change, as they would be
    closes: tuple[str, ...]
    lifts: tuple[str, ...]
    reaches: bool  # the next level, by itself
    total: Value
    gain: Value


def advise(
    score: Score,
    solutions: Iterable[Solution],
    profile: Mapping[str, Any],
    blocking: Mapping[str, Answer],
) -> tuple[Advice, ...]:
    """Give every solution that fits the firm and changes an answer of it, the best first.

    `blocking` are the answers that would reach the next level, as the score lists them. One after
    the other comes the solution that closes what the ones before it leave open at the least cost
    for each answer; what reaches the level alone closes them all. Then comes what adds points, the
    least cost for each point first; of equals the cheaper one.
    """
    need = evaluate(score.framework, {**score.sheet, **blocking}, score.profile)
    fitting = (each for each in solutions if not misfits(each, profile))
    found = (_tried(score, each, blocking, need) for each in fitting)
    return tuple(_in_order([each for each in found if each], blocking))


def _in_order(found: Sequence[Advice], blocking: Iterable[str]) -> Iterator[Advice]:
    left = sorted(found, key=_price)
    still = set(blocking)
    while useful := [each for each in left if _closed(each, still)]:
        best = min(useful, key=lambda each: _rate(each, len(_closed(each, still))))
        yield best
        left.remove(best)
        still -= _closed(best, still)
    yield from sorted(left, key=lambda each: (each.gain.exact <= 0, _rate(each, each.gain.exact)))


def _closed(advice: Advice, still: set[str]) -> set[str]:
    return set(still) if advice.reaches else still.intersection(advice.closes)


def _rate(advice: Advice, units: Fraction | int) -> Fraction:
    """What one unit costs, at the upper end of the range."""
    return advice.solution.cost.high / units if units > 0 else advice.solution.cost.high


def _price(advice: Advice) -> tuple[Fraction, Fraction, str]:
    cost = advice.solution.cost
    return cost.high, cost.low, advice.solution.ref


def _tried(
    score: Score, solution: Solution, blocking: Iterable[str], need: Evaluation
) -> Advice | None:
    framework = score.framework
    if framework.key not in solution.effects:
        return None
    sheet = apply_effects(framework, score.sheet, [solution], score.profile)
    answers = {ref: value for ref, value in sheet.items() if value != score.sheet.get(ref)}
    if not answers:
        return None
    after = evaluate(framework, sheet, score.profile)
    total, level = after.by_part[framework.total_part], reached_level(framework, after)
    return Advice(
        solution=solution,
        answers=answers,
        closes=tuple(ref for ref in blocking if ref in answers and _is_enough(ref, after, need)),
        lifts=tuple(ref for ref in answers if _is_lifted(ref, score.evaluation, after)),
        reaches=bool(level and level.rank > score.rank),
        total=Value(total, framework.places, framework.rounding),
        gain=Value(total - score.total.exact, framework.places, framework.rounding),
    )


def _is_enough(ref: str, after: Evaluation, need: Evaluation) -> bool:
    points = after.earned.get(ref, 0) >= need.earned.get(ref, 0)
    return points and after.placed.get(ref, 0) >= need.placed.get(ref, 0)


def _is_lifted(ref: str, before: Evaluation, after: Evaluation) -> bool:
    return after.placed.get(ref, 0) > before.placed.get(ref, 0)
