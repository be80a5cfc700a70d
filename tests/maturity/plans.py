"""Plans by trying every set, and the firms and solutions to try them on."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

from diagnosis.maturity import Framework, Question
from diagnosis.maturity.planning.planner import Planner
from diagnosis.maturity.planning.trials import Outcome
from diagnosis.maturity.planning.wishes import Wishes
from diagnosis.maturity.questions import UNVERIFIED
from diagnosis.maturity.solutions import Raise, Solution, Span, load_solutions
from tests.maturity.sheets import ROOT

CATALOGUE = load_solutions(ROOT / "diagnosis" / "solutions")

Key = tuple[Any, ...]


def span(high: int) -> Span:
    return Span(Fraction(high, 2), Fraction(high), UNVERIFIED, "own-estimate")


def solution(
    ref: str,
    effects: dict[str, tuple[Raise, ...]],
    *,
    cost: int = 10,
    months: int = 3,
    effort: int = 20,
    requires: tuple[str, ...] = (),
) -> Solution:
    """A solution of which only figures and effects matter."""
    words = {"zh": "方案", "en": "Solution"}
    return Solution(
        *(f"{ref}.yaml", ref, "production", "quality", "service", "both", UNVERIFIED, words, words),
        *(requires, (), (), span(cost), span(months), span(effort), effects),
        *(words, words, words, words),
    )


def made_up(framework: Framework, random: Random, count: int) -> list[Solution]:
    """Solutions with any effects that a file could state; many alike, so that ties are common."""
    found: list[Solution] = []
    for number in range(count):
        before = [each.ref for each in found]
        needs = random.sample(before, min(len(before), random.choice([0, 0, 0, 1, 1, 2])))
        found.append(
            solution(
                f"s{random.randrange(100):02}-{number}",
                {framework.key: _effects(framework, random)},
                cost=random.choice([0, 10, 10, 20, 30, 70]),
                months=random.choice([1, 2, 3, 3, 6, 9]),
                effort=random.choice([10, 20, 60]),
                requires=tuple(needs),
            )
        )
    return found


def _effects(framework: Framework, random: Random) -> tuple[Raise, ...]:
    share = random.choice([0.1, 0.3, 0.6])
    chosen = [q for q in framework.questions.values() if not q.apart and random.random() < share]
    raises = []
    for question in chosen:
        rows = {row: _goal(question, random) for row in question.rows or ("",)}
        if all(rows.values()):
            raises.append(Raise(question.ref, rows, False))
    return tuple(raises)


def _goal(question: Question, random: Random) -> tuple[str, ...]:
    if question.takes_many:
        ticks = [o for o in question.options if o.points > 0 and not (o.exclusive or o.reason)]
        return tuple(o.ref for o in ticks if random.random() < 0.5) or (ticks[0].ref,)
    return (random.choice(question.ladder[1:]).ref,) if len(question.ladder) > 1 else ()


def few_of_catalogue(
    framework: Framework, firm: tuple[Any, Any], random: Random, most: int
) -> list[Solution]:
    """Some of the shipped solutions that a plan for this firm may choose from, with their needs."""
    candidates = Planner(framework, *firm, CATALOGUE.values()).candidates(Wishes())
    chosen: frozenset[str] = frozenset()
    for ref in random.sample(candidates.refs, len(candidates.refs)):
        if len(chosen | candidates.closure(ref)) <= most:
            chosen |= candidates.closure(ref)
    in_place = [each.ref for each in candidates.set_aside if each.reason == "in_place"]
    return [CATALOGUE[ref] for ref in sorted({*chosen, *in_place})]


def best_by_trying(
    planner: Planner, wishes: Wishes, met: Callable[[Outcome], bool]
) -> frozenset[str] | None:
    """The first set, by the stated order, that is allowed and does it."""
    trials = planner.trials(wishes)
    return next((refs for refs in _allowed(planner, wishes) if met(trials.outcome(refs))), None)


def most_by_trying(planner: Planner, wishes: Wishes) -> frozenset[str] | None:
    """The first of the allowed sets with most points."""
    trials = planner.trials(wishes)
    return max(
        _allowed(planner, wishes), key=lambda refs: trials.outcome(refs).total, default=None
    )  # of equals the first


def _allowed(planner: Planner, wishes: Wishes) -> Iterator[frozenset[str]]:
    """Every set whose needs are met within the budget, the best by the stated order first."""
    candidates = planner.candidates(wishes)
    refs, needs = candidates.refs, {ref: set(candidates.needs(ref)) for ref in candidates.refs}
    sets = (set(each) for size in range(len(refs) + 1) for each in combinations(refs, size))
    whole = [each for each in sets if each >= wishes.must and all(needs[r] <= each for r in each)]

    def key(chosen: set[str]) -> Key:
        months = max(map(candidates.path, chosen), default=0)
        return _cost(planner, chosen), months, len(chosen), sorted(chosen)

    for chosen in sorted(whole, key=key):
        if wishes.budget is None or _cost(planner, chosen) <= wishes.budget:
            yield frozenset(chosen)


def _cost(planner: Planner, chosen: set[str]) -> Fraction:
    return sum((planner.solutions[ref].cost.high for ref in chosen), Fraction(0))
