"""Which solutions bring a firm most: each is tried on its own answers, nothing is guessed."""

from collections.abc import Iterable, Mapping
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

    `closes` are those of the answers blocking the next level that would be good enough then.
    """

    solution: Solution
    answers: Mapping[str, Answer]  # those that change, as they would be
    closes: tuple[str, ...]
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

    `blocking` are the answers that would reach the next level, as the score lists them. What
    reaches it alone comes first, then what closes most of them, then what adds most points; of
    equals the cheaper one.
    """
    need = evaluate(score.framework, {**score.sheet, **blocking}, score.profile)
    fitting = (each for each in solutions if not misfits(each, profile))
    found = (_tried(score, each, blocking, need) for each in fitting)
    return tuple(sorted((each for each in found if each), key=_rank))


def _rank(advice: Advice) -> tuple[object, ...]:
    cost = advice.solution.cost
    worth = (not advice.reaches, -len(advice.closes), -advice.gain.exact)
    return (*worth, cost.low, cost.high, advice.solution.ref)


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
        reaches=bool(level and level.rank > score.rank),
        total=Value(total, framework.places, framework.rounding),
        gain=Value(total - score.total.exact, framework.places, framework.rounding),
    )


def _is_enough(ref: str, after: Evaluation, need: Evaluation) -> bool:
    points = after.earned.get(ref, 0) >= need.earned.get(ref, 0)
    return points and after.placed.get(ref, 0) >= need.placed.get(ref, 0)
