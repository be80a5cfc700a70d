"""Forecasts made before, held against what came: so that a range need not be taken on trust."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from reports.forecast.outlook import Outlook, Range
from reports.forecast.pace import Pace


class Past(NamedTuple):
    """What was known at the end of a day: firms in scope and covered, net growth by week."""

    day: date
    scope: int
    covered: int
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """One forecast of the covered firms of a later day, and how many there were."""

    made_on: date
    covered: int
    forecast: Range
    came: int

    @property
    def held(self) -> bool:
        return self.forecast.low <= self.came <= self.forecast.high

    @property
    def side(self) -> int:
        """-1 where fewer came than the range says, 1 where more, 0 where it held."""
        return (self.came > self.forecast.high) - (self.came < self.forecast.low)


def trials(pasts: Sequence[Past], *, day: date, came: int) -> list[Trial]:
    """What each past day would have forecast for `day`; days with too few data are left out."""
    return [_trial(past, day, came) for past in pasts if Pace(past.weeks).enough]


def _trial(past: Past, day: date, came: int) -> Trial:
    outlook = Outlook(Pace(past.weeks), past.scope - past.covered, past.covered)
    growth = outlook.growth((day - past.day).days)
    return Trial(past.day, past.covered, Range(*(past.covered + n for n in growth)), came)
