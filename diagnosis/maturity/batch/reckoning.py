"""The tree of parts and the levels, for many sheets of which the same questions count."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diagnosis.maturity.batch.columns import Column
from diagnosis.maturity.batch.whole_rates import Rates, lowest, mean, passed_or_met
from diagnosis.maturity.framework import IN_TURN, LEVELS, LOWEST, Condition, Framework, Part
from diagnosis.maturity.levels import countable
from diagnosis.maturity.resolving import Reading
from diagnosis.maturity.weighing import Weighing

ZERO = Fraction(0)

Met = NDArray[np.bool_]
Look = Callable[[str], Rates | None]


class Reckoning:
    """What `Weighing` and `reached_level` say, with a column in the place of each number."""

    def __init__(
        self,
        framework: Framework,
        profile: Mapping[str, Any],
        columns: Mapping[str, Column],
        rows: int,
    ) -> None:
        self.framework = framework
        self.columns = columns  # of the questions that count
        self.rows = rows
        self.weighing = Weighing(Reading(framework, {}, profile), {})
        self.rates: dict[str, Rates] = {}
        self.level_rates: dict[tuple[str, int], Rates] = {}
        for root in framework.parts:
            if root.earns:
                self._fill(root)

    def by_part(self) -> Mapping[str, list[Fraction]]:
        """What every part that counts has earned, parents first."""
        parts = self.framework.part_by_ref
        return {
            ref: self.rates[ref].exact(p.max_points)
            for ref, p in parts.items()
            if ref in self.rates
        }

    def ranks(self) -> list[int | None]:
        """The highest level that each sheet has earned."""
        reached = np.full(self.rows, -1)
        below = np.full(self.rows, True)
        for place, level in enumerate(self.framework.levels):
            met = np.logical_and.reduce([self._met(each) for each in level.conditions])
            below &= met
            reached[below if self.framework.climb == IN_TURN else met] = place
        ranks = [*(level.rank for level in self.framework.levels), None]
        return [ranks[place] for place in reached.tolist()]

    def _fill(self, part: Part) -> None:
        if part.rule == LEVELS:
            for level in range(1, part.levels + 1):
                self._fill_level(part, level)
            self._fill_climbs(part, part.pass_mark)
            return
        for child in part.parts:
            self._fill(child)
        found = self._counted(part, self._rates)
        rates = lowest([each for each, _ in found]) if part.rule == LOWEST else mean(found)
        if rates:
            self.rates[part.ref] = rates

    def _fill_level(self, part: Part, level: int) -> None:
        """The rates of a part, and of all below it, by the requirements of one level alone."""

        def look(ref: str) -> Rates | None:
            question = self.framework.questions.get(ref)
            if question is None:
                return self.level_rates.get((ref, level))
            return self._rates(ref) if question.of_level == level else None

        for child in part.parts:
            self._fill_level(child, level)
        rates = mean(self._counted(part, look))
        if rates:
            self.level_rates[part.ref, level] = rates

    def _fill_climbs(self, top: Part, pass_mark: Fraction) -> None:
        """A passed level counts whole, in the part that has the rule and in all below."""
        for part in top.walk():
            levels = [(part.ref, level) for level in range(1, top.levels + 1)]
            found = [self.level_rates[key] for key in levels if key in self.level_rates]
            rates = mean([(passed_or_met(each, pass_mark), 1) for each in found])
            if rates:
                self.rates[part.ref] = rates

    def _rates(self, ref: str) -> Rates | None:
        """The rates of a question or part; None where it does not count."""
        column = self.columns.get(ref)
        if column and column.question.max_points:
            return column.rates
        return self.rates.get(ref)

    def _counted(self, part: Part, look: Look) -> list[tuple[Rates, Fraction | int]]:
        """The children that count, with their weights."""
        return [(r, w) for ref, w in self.weighing.children(part) if (r := look(ref))]

    def _met(self, condition: Condition) -> Met:
        if condition.kind == "either":
            met: Met = np.logical_or.reduce([self._met(each) for each in condition.of])
            return met
        if condition.kind == "count":
            return self._has_enough(condition)
        part = self.framework.part(condition.part)
        if condition.kind == "passed":
            return self._reached((part.ref, condition.level or 0), part.pass_mark)
        mark = condition.at_least or ZERO
        rates = self.rates.get(part.ref)
        if rates is None or not part.max_points:
            return np.full(self.rows, mark <= 0)
        return rates.at_least(mark / part.max_points)

    def _reached(self, key: tuple[str, int], mark: Fraction) -> Met:
        rates = self.level_rates.get(key)
        return np.full(self.rows, mark <= 0) if rates is None else rates.at_least(mark)

    def _has_enough(self, condition: Condition) -> Met:
        """Whether enough items are at the level or have the points; "all" asks for each one."""
        level, points = condition.level, condition.points or ZERO
        items = [q.ref for q in countable(self.framework, condition) if q.ref in self.columns]
        reached = np.zeros(self.rows, dtype=np.int64)
        for ref in items:
            reached += self.columns[ref].at_least(level=level, points=points)
        needed = len(items) if condition.at_least is None else condition.at_least
        enough: Met = reached >= ceil(needed)
        return enough
