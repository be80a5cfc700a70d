"""What a firm could do next: solutions tried on its own answers, in the reader's words."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.core.cache import cache

from diagnosis.catalogue import framework_for
from diagnosis.documents import whole_document
from diagnosis.library import library, solutions
from diagnosis.maturity import CORE_VERSION, Answer, Framework, Value, score
from diagnosis.maturity.advising import Advice, advise
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.planning.planner import Planner
from diagnosis.maturity.planning.wishes import Wishes
from diagnosis.maturity.questions import UNVERIFIED
from diagnosis.maturity.resolving import Reading
from diagnosis.maturity.scoring import digest_of
from diagnosis.maturity.solutions import Solution
from diagnosis.models import Assessment, Score
from diagnosis.presenting import Amount, answer_in_words, joined
from diagnosis.presenting.wording import option_in_words
from gongfu.core.languages import short

MOST = 5
BINDING = 2  # of them settle binding scenes, where the way needs some
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Range:
    """From low to high; `unverified` figures say so wherever they stand."""

    text: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """One answer as it is and as it would be."""

    label: str
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One solution for this firm, with what it would change and add."""

    ref: str
    name: str
    summary: str
    origin: str
    effects: tuple[Effect, ...]
    closes: tuple[str, ...]  # names of blocking answers that it settles
    lifts: int  # scenes that would stand higher, without any points
    reaches: bool  # the next level, by itself
    on_way: bool  # whether the cheapest set that reaches the next level holds it
    total: Amount
    gain: Amount
    cost: Range  # 10k yuan, like the months with what must come first
    months: Range
    first: tuple[str, ...]  # names of solutions that must be in place before, and are not


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found, without words: what one score keeps for every language."""

    ref: str
    answers: Mapping[str, Answer]
    closes: tuple[str, ...]
    lifts: int
    reaches: bool
    on_way: bool
    total: Fraction
    gain: Fraction
    cost: tuple[Fraction, Fraction]
    months: tuple[Fraction, Fraction]
    first: tuple[str, ...]
    unverified: bool


def measures_for(assessment: Assessment, row: Score, most: int = MOST) -> tuple[Measure, ...]:
    """The best solutions for the answers of a score; worked out once, then kept for a day.

    First come those of the cheapest set to the next level, the same that the planner finds.
    """
    framework = framework_for(assessment)
    found = _kept(framework, assessment, row)
    telling = _Telling(framework, row)
    return tuple(telling.measure(each) for each in found[:most])


def chosen_measures(
    assessment: Assessment, row: Score, refs: Collection[str]
) -> tuple[Measure, ...]:
    """Solutions that somebody picked, in the order of advice; those of no use are left out."""
    framework = framework_for(assessment)
    telling = _Telling(framework, row)
    advised, way = _advised(framework, assessment, row), _way(framework, assessment, row)
    chosen = (each for each in advised if each.solution.ref in refs)
    return tuple(telling.measure(_plain(each, way)) for each in chosen)


def useful_solutions(assessment: Assessment, row: Score) -> frozenset[str]:
    """Refs of all that suit the firm and change an answer by themselves: what may be picked."""
    advised = _advised(framework_for(assessment), assessment, row)
    return frozenset(each.solution.ref for each in advised)


def _kept(framework: Framework, assessment: Assessment, row: Score) -> list[_Found]:
    firm = digest_of(assessment.profile)[:16]
    mark = digest_of(library().mark)[:16]
    key = f"advice:4:{framework.digest}:{row.inputs_digest}:{firm}:{mark}:{CORE_VERSION}"
    found = cache.get(key)
    if found is None:
        advised, way = _advised(framework, assessment, row), _way(framework, assessment, row)
        found = [_plain(each, way) for each in _chosen(advised, way, framework)]
        cache.set(key, found, DAY)
    return found


def _way(framework: Framework, assessment: Assessment, row: Score) -> frozenset[str]:
    """The cheapest set to the next level, as the planner finds it; empty where there is none."""
    if not framework.levels:
        return frozenset()
    profile = {**assessment.profile, **row.passport.get("profile", {})}
    planner = Planner(framework, row.answers, profile, library().offered.values())
    plan = planner.to_level(wishes=Wishes())
    return frozenset() if plan.obstacle else frozenset(plan.refs)


def _advised(framework: Framework, assessment: Assessment, row: Score) -> tuple[Advice, ...]:
    now = score(framework, row.answers, row.passport.get("profile", {}))
    blocking = {each["ref"]: each["option"] for each in whole_document(framework, row)["blocking"]}
    return advise(now, solutions().values(), assessment.profile, blocking)


def _chosen(advised: Sequence[Advice], way: Collection[str], framework: Framework) -> list[Advice]:
    """Those of the cheapest way, then the best of the others; without a way the first few, with
    two that settle binding scenes where there are such."""
    if way:
        return sorted(advised, key=lambda each: each.solution.ref not in way)[:MOST]
    first = list(advised[:MOST])
    scenes = [each for each in advised if _settles_binding(each, framework)][:BINDING]
    others = [each for each in first if each not in scenes][: MOST - len(scenes)]
    return [each for each in advised if each in scenes or each in others]


def _settles_binding(advice: Advice, framework: Framework) -> bool:
    return any(framework.questions[ref].binding for ref in advice.closes)


def _plain(advice: Advice, way: Collection[str]) -> _Found:
    return _Found(
        advice.solution.ref,
        dict(advice.answers),
        advice.closes,
        len(advice.lifts),
        advice.reaches,
        advice.solution.ref in way,
        advice.total.exact,
        advice.gain.exact,
        advice.cost,
        advice.months,
        tuple(each.ref for each in advice.first),
        any(_unchecked(each) for each in (advice.solution, *advice.first)),
    )


class _Telling:
    """Puts what was found into the reader's words."""

    def __init__(self, framework: Framework, row: Score) -> None:
        self.framework = framework
        self.texts = framework.texts(short())
        self.answers: dict[str, Any] = row.answers
        self.profile = row.passport.get("profile", {})
        self.now = Reading(framework, self.answers, self.profile)

    def measure(self, found: _Found) -> Measure:
        solution = solutions()[found.ref]
        return Measure(
            ref=found.ref,
            name=solution.names[short()],
            summary=solution.summary[short()],
            origin=solution.origin,
            effects=tuple(self._effects(found)),
            closes=tuple(self.texts.question(ref).label for ref in found.closes),
            lifts=found.lifts,
            reaches=found.reaches,
            on_way=found.on_way,
            total=self._amount(found.total),
            gain=self._amount(found.gain),
            cost=_range(found.cost, found.unverified),
            months=_range(found.months, found.unverified),
            first=tuple(solutions()[ref].names[short()] for ref in found.first),
        )

    def _effects(self, found: _Found) -> Iterator[Effect]:
        then = Reading(self.framework, {**self.answers, **found.answers}, self.profile)
        for ref in found.answers:
            now = answer_in_words(self.now, self.texts, ref).short
            yield Effect(self.texts.question(ref).label, now, self._new(then, ref))

    def _new(self, then: Reading, ref: str) -> str:
        """What is new: of several ticks those that are added, of a table the rows that change."""
        was, will = self.now.meaning(ref), then.meaning(ref)
        if self.framework.questions[ref].has_rows:
            pairs = ((row, o) for row, o in will.rows.items() if was.rows.get(row) != o)
            added = [f"{row}.{option}" for row, options in pairs for option in options]
        else:
            added = [option for option in will.options if option not in was.options]
        return joined(tuple(option_in_words(self.texts, ref, each) for each in added))

    def _amount(self, exact: Fraction) -> Amount:
        value = Value(exact, self.framework.places, self.framework.rounding)
        return Amount(value.exact_text, value.shown)


def _unchecked(solution: Solution) -> bool:
    return UNVERIFIED in (solution.cost.status, solution.months.status)


def _range(ends: tuple[Fraction, Fraction], unverified: bool) -> Range:
    low, high = map(exact_text, ends)
    return Range(low if low == high else f"{low}–{high}", unverified)
