"""From what the questions earn to what the parts are worth, by the rule of each part.

Everything is a rate between 0 and 1 first. What is hidden, excluded or empty has no rate; its
weight goes to its sisters in proportion, because they are divided by the weight that is left.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

from diagnosis.maturity.framework import LEVELS, LOWEST, SUM, Framework, Part
from diagnosis.maturity.resolving import Reading
from diagnosis.maturity.testing import holds

ONE, ZERO = Fraction(1), Fraction(0)

Weighted = tuple[str, Fraction]  # a child and its weight
Look = Callable[[str], Fraction | None]  # the rate of a child, None where it does not count


class Weighing:
    """The tree of one sheet. `rates` holds the rate of every question that counts."""

    def __init__(self, reading: Reading, rates: Mapping[str, Fraction]) -> None:
        self.framework: Framework = reading.framework
        self.reading = reading
        self.question_rates = rates
        self.rates: dict[str, Fraction] = {}
        self.level_rates: dict[str, dict[int, Fraction]] = {}
        for root in self.framework.parts:
            if root.earns:
                self._fill(root)

    @cached_property
    def by_part(self) -> dict[str, Fraction]:
        """What every part that counts has earned, parents first."""
        parts = self.framework.part_by_ref
        return {
            ref: self.rates[ref] * p.max_points for ref, p in parts.items() if ref in self.rates
        }

    def value_if(self, part: Part, changed: Mapping[str, Fraction]) -> Fraction | None:
        """What a part would earn if some questions had other rates; redoes their branches only."""
        touched = {above for ref in changed for above in self._above(ref)}
        rate = self._rate_if(part, changed, touched)
        return None if rate is None else rate * part.max_points

    def children(self, part: Part) -> tuple[Weighted, ...]:
        """The children of a part with their weights, whether they count or not."""
        if part.rule == SUM:
            questions = self.framework.questions
            own = [(ref, questions[ref].max_points) for ref in part.questions]
            return (*own, *((child.ref, child.max_points) for child in part.parts))
        weights = part.question_weights or [ONE] * len(part.questions)
        own = list(zip(part.questions, weights, strict=True))
        return (*own, *((child.ref, self.weight(child)) for child in part.parts))

    def weight(self, part: Part) -> Fraction:
        """The weight of a part for this firm; where none is stated, all weigh the same."""
        for test, weight in part.weight_cases:
            if holds(test, self.reading):
                return weight
        return ONE if part.weight is None else part.weight

    def at_level(self, part: Part, level: int, look: Look | None = None) -> Fraction | None:
        """The rate of a part by the requirements of one level alone."""
        look = look or self.question_rates.get
        questions = self.framework.questions

        def rate(ref: str) -> Fraction | None:
            if ref in questions:
                return look(ref) if questions[ref].of_level == level else None
            return self.at_level(self.framework.part(ref), level, look)

        return _mean(self.children(part), rate)

    def _fill(self, part: Part) -> None:
        """Work out the children first, then the part by its own rule."""
        if part.rule == LEVELS:
            self._fill_levels(part, part)
            return
        for child in part.parts:
            self._fill(child)
        rate = _combined(part, self.children(part), self._look)
        if rate is not None:
            self.rates[part.ref] = rate

    def _fill_levels(self, part: Part, top: Part) -> None:
        """The same rule for the part that has it and, for show, for all below."""
        found = {level: self.at_level(part, level) for level in range(1, top.levels + 1)}
        reached = {level: rate for level, rate in found.items() if rate is not None}
        if reached:
            self.level_rates[part.ref] = reached
            self.rates[part.ref] = climbed(reached.values(), top.pass_mark)
        for child in part.parts:
            self._fill_levels(child, top)

    def _look(self, ref: str) -> Fraction | None:
        rates = self.question_rates if ref in self.framework.questions else self.rates
        return rates.get(ref)

    def _rate_if(
        self, part: Part, changed: Mapping[str, Fraction], touched: set[str]
    ) -> Fraction | None:
        if part.ref not in touched:
            return self.rates.get(part.ref)
        if part.rule == LEVELS:
            return self._climbed_if(part, changed)

        def look(ref: str) -> Fraction | None:
            if ref in self.framework.questions:
                return changed.get(ref, self.question_rates.get(ref))
            return self._rate_if(self.framework.part(ref), changed, touched)

        return _combined(part, self.children(part), look)

    def _climbed_if(self, part: Part, changed: Mapping[str, Fraction]) -> Fraction:
        rates = dict(self.level_rates[part.ref])
        everything = {**self.question_rates, **changed}
        for level in {self.framework.questions[ref].of_level for ref in changed}:
            rate = self.at_level(part, level, everything.get) if level else None
            if level and rate is not None:
                rates[level] = rate
        return climbed(rates.values(), part.pass_mark)

    def _above(self, ref: str) -> Iterator[str]:
        above = self.framework.part_of.get(ref)
        while above:
            yield above.ref
            above = self.framework.part_of.get(above.ref)


def climbed(rates: Any, pass_mark: Fraction) -> Fraction:
    """Rate a climb: a passed level counts whole, another one as far as it was met."""
    reached = list(rates)
    return sum((ONE if rate >= pass_mark else rate for rate in reached), ZERO) / len(reached)


def _combined(part: Part, children: tuple[Weighted, ...], look: Look) -> Fraction | None:
    if part.rule == LOWEST:
        found = [rate for ref, _ in children if (rate := look(ref)) is not None]
        return min(found, default=None)
    return _mean(children, look)


def _mean(children: tuple[Weighted, ...], look: Look) -> Fraction | None:
    """The weighted mean of what counts; None where nothing does."""
    found = [(rate, weight) for ref, weight in children if (rate := look(ref)) is not None]
    whole = sum((weight for _, weight in found), ZERO)
    if not whole:
        return None
    return sum((rate * weight for rate, weight in found), ZERO) / whole
