"""Which solutions a plan may choose from, and why the others are set aside."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Any

from diagnosis.maturity.effects import in_place
from diagnosis.maturity.fitting import misfits
from diagnosis.maturity.forms import Answers
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.planning.wishes import QUARTER, Wishes, cost_of
from diagnosis.maturity.record import Record
from diagnosis.maturity.solutions import Solution

MISFIT, IN_PLACE, UNWANTED, NO_EFFECT = "misfit", "in_place", "unwanted", "no_effect"
UNKNOWN = "unknown"  # required, and no solution that is at hand
DECIDES, CAPACITY, MONTHS, BUDGET, REQUIRES = (
    "decides",
    "capacity",
    "months",
    "budget",
    "requires",
)


class SetAside(Record):
    """Why a solution cannot be chosen.

    `misfit` (with the text of the fit in its first language), `in_place`, `unwanted`, `no_effect`
    (on this release), `decides` (what is asked, which is held fixed while planning), `capacity`,
    `months` or `budget` (more than there is, by itself and what it needs), `requires` (one that is
    set aside, named in `because`).
    """

    ref: str
    reason: str
    because: str = ""


class Candidates:
    """The solutions for one firm and its wishes, in the order of their refs."""

    def __init__(
        self,
        framework: Framework,
        sheet: Answers,
        profile: Mapping[str, Any],
        solutions: Mapping[str, Solution],
        wishes: Wishes,
    ) -> None:
        self.framework, self.sheet, self.profile = framework, sheet, profile
        self.solutions = {ref: solutions[ref] for ref in sorted(solutions)}
        self.wishes = wishes
        self._aside: dict[str, SetAside | None] = {}

    @cached_property
    def refs(self) -> tuple[str, ...]:
        """Those that change an answer, and what they require."""
        chosen: set[str] = set()
        for ref, solution in self.solutions.items():
            if self.aside(ref) is None and (self._changes(solution) or ref in self.wishes.must):
                chosen |= self.closure(ref)
        return tuple(sorted(chosen))

    @cached_property
    def set_aside(self) -> tuple[SetAside, ...]:
        """All others."""
        chosen = set(self.refs)
        found = (self.aside(ref) or SetAside(ref, NO_EFFECT) for ref in self.solutions)
        return tuple(each for each in found if each.ref not in chosen)

    def needs(self, ref: str) -> tuple[str, ...]:
        """What must be in the plan with it: what it requires and is not in place."""
        return tuple(sorted(r for r in self.solutions[ref].requires if not self._has(r)))

    def closure(self, ref: str) -> frozenset[str]:
        """It and everything that it needs, down to the first."""
        return frozenset({ref}).union(*(self.closure(each) for each in self.needs(ref)))

    def path(self, ref: str) -> int:
        """The month in which it can be done at the earliest."""
        before = max((self.path(each) for each in self.needs(ref)), default=0)
        return before + duration(self.solutions[ref])

    def aside(self, ref: str) -> SetAside | None:
        """Why it is set aside; None where it is not. What is wanted by name fits."""
        if ref not in self.solutions:
            return SetAside(ref, UNKNOWN)
        if ref not in self._aside:
            self._aside[ref] = next(self._reasons(ref), None)
        return self._aside[ref]

    def _reasons(self, ref: str) -> Iterator[SetAside]:
        solution = self.solutions[ref]
        for reason, because in self._own_reasons(solution):
            yield SetAside(ref, reason, because)
        for needed in self.needs(ref):
            if self.aside(needed):
                yield SetAside(ref, REQUIRES, needed)
        for reason in self._limits(ref):
            yield SetAside(ref, reason)

    def _own_reasons(self, solution: Solution) -> Iterator[tuple[str, str]]:
        wishes, ref = self.wishes, solution.ref
        if ref in wishes.without:
            yield UNWANTED, ""
        if ref not in wishes.must:
            if self._has(ref):
                yield IN_PLACE, ""
            for fit in misfits(solution, self.profile):
                yield MISFIT, next(iter(fit.text.values()))
        for effect in solution.raises(self.framework.key, expected=wishes.expected):
            if effect.question in self._deciding:
                yield DECIDES, effect.question

    def _limits(self, ref: str) -> Iterator[str]:
        """Limits that it breaks by itself or with what it needs."""
        wishes, solution = self.wishes, self.solutions[ref]
        if _over(thinnest(solution, solution.effort.high), wishes.quarter_days) or _over(
            thinnest(solution, solution.cost.high), wishes.quarter_money
        ):
            yield CAPACITY
        if _over(Fraction(self.path(ref)), wishes.months):
            yield MONTHS
        costs = cost_of(self.solutions[each] for each in self.closure(ref))
        if _over(costs, wishes.budget):
            yield BUDGET

    def _has(self, ref: str) -> bool:
        if ref in self.wishes.have:
            return True
        if ref not in self.solutions:
            return False
        return ref not in self.wishes.must and self._in_place[ref]

    @cached_property
    def _in_place(self) -> dict[str, bool]:
        framework, sheet, profile = self.framework, self.sheet, self.profile
        found = self.solutions.items()
        return {ref: in_place(each, framework, sheet, profile) for ref, each in found}

    @cached_property
    def _deciding(self) -> frozenset[str]:
        """Questions that have a say in what is asked or what it weighs."""
        framework = self.framework
        tests = [question.shown_when for question in framework.questions.values()]
        for part in framework.part_by_ref.values():
            tests += [part.shown_when, *(test for test, _ in part.weight_cases)]
        found = [each for test in tests if test for each in test.walk()]
        return frozenset(each.path.question if each.path else each.ref for each in found)

    def _changes(self, solution: Solution) -> bool:
        return any(solution.raises(self.framework.key, expected=self.wishes.expected))


def duration(solution: Solution) -> int:
    """Whole months that it takes at most."""
    return max(ceil(solution.months.high), 1)


def thinnest(solution: Solution, amount: Fraction) -> Fraction:
    """What its busiest quarter takes of an even spread, started in the best month of a quarter."""
    months = duration(solution)
    return amount * min(QUARTER, ceil(Fraction(months, 2))) / months


def _over(amount: Fraction, limit: Fraction | None) -> bool:
    return limit is not None and amount > limit
