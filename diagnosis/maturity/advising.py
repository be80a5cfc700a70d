"""Which solutions bring a firm most: each is tried on its own answers, nothing is guessed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from diagnosis.maturity.effects import apply_effects, in_place
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
    `lifts` the scenes that would stand higher, which earn no points. `first` is all that it needs
    and that is not in place, near or far; cost and months count it in.
    """

    solution: Solution
    first: tuple[Solution, ...]
    answers: Mapping[str, Answer]  # those that change, as they would be
    closes: tuple[str, ...]
    lifts: tuple[str, ...]
    reaches: bool  # the next level, by itself
    total: Value
    gain: Value

    @property
    def cost(self) -> tuple[Fraction, Fraction]:
        """From low to high in 10k yuan, with what comes first."""
        spans = [each.cost for each in (self.solution, *self.first)]
        return sum((s.low for s in spans), Fraction()), sum((s.high for s in spans), Fraction())

    @property
    def months(self) -> tuple[Fraction, Fraction]:
        """From low to high, with the longest way through what comes first."""
        waits = {each.ref: each for each in self.first}
        return _longest(self.solution, waits, "low"), _longest(self.solution, waits, "high")


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
    least cost for each point first; of equals the cheaper one. Every cost is with what comes first.
    """
    known = {each.ref: each for each in solutions}
    need = evaluate(score.framework, {**score.sheet, **blocking}, score.profile)
    fitting = (each for each in known.values() if not misfits(each, profile))
    found = (_tried(score, each, blocking, need, known) for each in fitting)
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
    high = advice.cost[1]
    return high / units if units > 0 else high


def _price(advice: Advice) -> tuple[Fraction, Fraction, str]:
    low, high = advice.cost
    return high, low, advice.solution.ref


def _longest(solution: Solution, waits: Mapping[str, Solution], end: str) -> Fraction:
    needed = [waits[ref] for ref in solution.requires if ref in waits]
    own: Fraction = getattr(solution.months, end)
    return own + max((_longest(each, waits, end) for each in needed), default=Fraction())


def _first(score: Score, solution: Solution, known: Mapping[str, Solution]) -> dict[str, Solution]:
    """What it needs that the firm has not, and what that needs in turn."""
    found: dict[str, Solution] = {}
    for ref in solution.requires:
        if not in_place(known[ref], score.framework, score.sheet, score.profile):
            found |= {ref: known[ref], **_first(score, known[ref], known)}
    return found


def _tried(
    score: Score,
    solution: Solution,
    blocking: Iterable[str],
    need: Evaluation,
    known: Mapping[str, Solution],
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
        first=tuple(_first(score, solution, known).values()),
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
