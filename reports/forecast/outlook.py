"""What a pace leads to: the growth by a day with its range, and the days of a growth."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, sqrt
from typing import NamedTuple

from reports.forecast.pace import SHIFT, WEEKS, Pace

LEVEL = 80  # percent of what may come that lies within the range
REACH = 1.2816  # of the normal distribution: four fifths lie within so many deviations
FAR = 3650  # days; beyond that a date would only look exact


class Range(NamedTuple):
    """Whole firms: the ends hold `LEVEL` percent between them."""

    low: int
    expected: int
    high: int


class Days(NamedTuple):
    """Days from now at the upper end, as expected and at the lower end; None: not in sight."""

    soonest: int | None
    expected: int | None
    latest: int | None


@dataclass(frozen=True)
class Outlook:
    """A pace drawn on, from one day; `open` firms can still come, `covered` can be lost."""

    pace: Pace
    open: int
    covered: int = 0

    def growth(self, days: int) -> Range:
        """The net growth over so many days."""
        expected = self._bound(floor(self.pace.present * Fraction(days, 7)))
        low = max(map(self._low, (*_ever_later(days), days)))  # what has come is not lost again
        return Range(
            min(expected, self._bound(ceil(low))),
            expected,
            max(expected, self._bound(floor(self._high(days)))),
        )

    def reaches(self, gap: int) -> Days:
        """When so many more have come."""
        if gap <= 0:
            return Days(0, 0, 0)
        return Days(
            _first(lambda days: floor(self._high(days)) >= gap),
            self._exactly(gap),
            _first(lambda days: ceil(self._low(days)) >= gap),
        )

    def _exactly(self, gap: int) -> int | None:
        """The gap over the pace, up to the next whole day."""
        present = self.pace.present
        days = ceil(gap * 7 / present) if present > 0 else FAR + 1
        return days if days <= FAR else None

    def _bound(self, growth: int) -> int:
        return max(-self.covered, min(self.open, growth))

    def _low(self, days: int) -> float:
        root = max(0.0, self._shape[0] - self._reach(days))
        return max(0.0, days / 7 * root**2 - SHIFT)

    def _high(self, days: int) -> float:
        return max(0.0, days / 7 * (self._shape[0] + self._reach(days)) ** 2 - SHIFT)

    def _reach(self, days: int) -> float:
        """How far the root of the mean of the coming weeks may lie from that of the last four."""
        if not days:
            return 0.0
        _level, noise, wander = self._shape
        weeks = days / 7
        return REACH * sqrt(noise * (1 / WEEKS + 1 / weeks) + wander * (WEEKS + weeks) / 3)

    @cached_property
    def _shape(self) -> tuple[float, float, float]:
        return self.pace.level, self.pace.noise, self.pace.wander


def _ever_later(last: int) -> Iterator[int]:
    """Days at growing distances, up to the last."""
    day = 1
    while day < last:
        yield day
        day += 1 + day // 8


def _first(holds: Callable[[int], bool]) -> int | None:
    """The first day on which something holds; None where it is too far to look for."""
    before = 0
    for day in (*_ever_later(FAR), FAR):
        if holds(day):
            return _between(before, day, holds)
        before = day
    return None


def _between(before: int, after: int, holds: Callable[[int], bool]) -> int:
    """The first day after `before` on which it holds, `after` at the latest."""
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (before, middle) if holds(middle) else (middle, after)
    return after
