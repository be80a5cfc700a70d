"""From what the questions earn to what the parts are worth, by the rule of each part.

Everything is a rate between 0 and 1 first. What is hidden, excluded or empty has no rate; its
weight goes to its sisters in proportion, because they are divided by the weight that is left.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from diagnosis.maturity.framework import LEVELS, LOWEST, SUM, Framework, Part
from diagnosis.maturity.resolving import Reading
from diagnosis.maturity.testing import holds

ONE, ZERO = Fraction(1), Fraction(0)

Weighted = tuple[str, Fraction | int]  # a child and its weight
Look = Callable[[str], Fraction | None]  # the rate of a child, None where it does not count
Key = str | tuple[str, int]  # a question or part, or a part by the requirements of one level


class Weighing:
    """The tree of one sheet. `question_rates` holds the rate of every question that counts."""

    def __init__(self, reading: Reading, question_rates: Mapping[str, Fraction]) -> None:
        self.framework: Framework = reading.framework
        self.reading = reading
        self.question_rates = question_rates
        self.rates: dict[str, Fraction] = {}
        self.level_rates: dict[str, dict[int, Fraction]] = {}
        self._children: dict[str, tuple[Weighted, ...]] = {}
        for root in self.framework.parts:
            if root.earns:
                self._fill(root)

    @cached_property
    def by_part(self) -> dict[str, Fraction]:
        """What every part that counts has earned, parents first."""
        rates, parts = self.rates, self.framework.part_by_ref.items()
        return {ref: rates[ref] * part.max_points for ref, part in parts if ref in rates}

    def children(self, part: Part) -> tuple[Weighted, ...]:
        """The children of a part with their weights, whether they count or not."""
        if part.ref not in self._children:
            self._children[part.ref] = tuple((ref, _lean(w)) for ref, w in self._weighted(part))
        return self._children[part.ref]

    def weight(self, part: Part) -> Fraction:
        """The weight of a part for this firm; where none is stated, all weigh the same."""
        for test, weight in part.weight_cases:
            if holds(test, self.reading):
                return weight
        return ONE if part.weight is None else part.weight

    def value_if(self, part: Part, changed: Mapping[str, Fraction]) -> Fraction | None:
        """What a part would earn if some questions had other rates; redoes what is above them."""
        over: dict[Key, Fraction | None] = {}
        over.update(changed)
        for ref in changed:
            self._redo_above(ref, over)
        rate = over.get(part.ref, self.rates.get(part.ref))
        return None if rate is None else rate * part.max_points

    def _weighted(self, part: Part) -> list[tuple[str, Fraction]]:
        if part.rule == SUM:
            questions = self.framework.questions
            own = [(ref, questions[ref].max_points) for ref in part.questions]
            return [*own, *((child.ref, child.max_points) for child in part.parts)]
        if part.pool:
            return [each for below in part.walk() for each in _asked(below)]
        return [*_asked(part), *((child.ref, self.weight(child)) for child in part.parts)]

    def _fill(self, part: Part) -> None:
        """Work out the children first, then the part by its own rule."""
        if part.rule == LEVELS:
            for level in range(1, part.levels + 1):
                self._fill_level(part, level)
            self._fill_climbs(part, part.pass_mark)
            return
        for child in part.parts:
            self._fill(child)
        rate = _combined(part, self.children(part), self._look({}))
        if rate is not None:
            self.rates[part.ref] = rate

    def _fill_level(self, part: Part, level: int) -> None:
        """The rate of a part, and of all below it, by the requirements of one level alone."""
        for child in part.parts:
            self._fill_level(child, level)
        rate = _mean(self.children(part), self._look_at(level, {}))
        if rate is not None:
            self.level_rates.setdefault(part.ref, {})[level] = rate

    def _fill_climbs(self, part: Part, pass_mark: Fraction) -> None:
        """The same rule for the part that has it and, for show, for all below."""
        for below in part.walk():
            if below.ref in self.level_rates:
                self.rates[below.ref] = climbed(self.level_rates[below.ref].values(), pass_mark)

    def _redo_above(self, ref: str, over: dict[Key, Fraction | None]) -> None:
        level = self.framework.questions[ref].of_level
        above = self.framework.part_of.get(ref)
        while above:
            if level is None:
                over[above.ref] = _combined(above, self.children(above), self._look(over))
            else:
                over[above.ref, level] = _mean(self.children(above), self._look_at(level, over))
            if above.rule == LEVELS:
                over[above.ref] = self._climbed_over(above, over)
                level = None
            above = self.framework.part_of.get(above.ref)

    def _climbed_over(self, part: Part, over: Mapping[Key, Fraction | None]) -> Fraction:
        rates = self.level_rates[part.ref]
        redone = (over.get((part.ref, level), rate) for level, rate in rates.items())
        return climbed((rate for rate in redone if rate is not None), part.pass_mark)

    def _look(self, over: Mapping[Key, Fraction | None]) -> Look:
        def look(ref: str) -> Fraction | None:
            if ref in over:
                return over[ref]
            known = self.question_rates if ref in self.framework.questions else self.rates
            return known.get(ref)

        return look

    def _look_at(self, level: int, over: Mapping[Key, Fraction | None]) -> Look:
        questions = self.framework.questions

        def look(ref: str) -> Fraction | None:
            if ref not in questions:
                return over.get((ref, level), self.level_rates.get(ref, {}).get(level))
            if questions[ref].of_level != level:
                return None
            return over.get(ref, self.question_rates.get(ref))

        return look


def _asked(part: Part) -> Iterator[tuple[str, Fraction]]:
    """The questions of one part with their weights in it."""
    weights = part.question_weights or (ONE,) * len(part.questions)
    yield from zip(part.questions, weights, strict=True)


def climbed(rates: Iterable[Fraction], pass_mark: Fraction) -> Fraction:
    """Rate a climb: a passed level counts whole, another one as far as it was met."""
    reached = list(rates)
    return sum((ONE if rate >= pass_mark else rate for rate in reached), ZERO) / len(reached)


def _lean(weight: Fraction) -> Fraction | int:
    """Whole weights as whole numbers, which are quicker to add."""
    return weight.numerator if weight.denominator == 1 else weight


def _combined(part: Part, children: tuple[Weighted, ...], look: Look) -> Fraction | None:
    if part.rule == LOWEST:
        found = [rate for ref, _ in children if (rate := look(ref)) is not None]
        return min(found, default=None)
    return _mean(children, look)


def _mean(children: tuple[Weighted, ...], look: Look) -> Fraction | None:
    """The weighted mean of what counts; None where nothing does."""
    total: Fraction | int = 0
    whole: Fraction | int = 0
    for ref, weight in children:
        rate = look(ref)
        if rate is not None:
            whole += weight
            if rate:
                total += weight if rate == 1 else rate * weight
    return Fraction(total) / whole if whole else None
