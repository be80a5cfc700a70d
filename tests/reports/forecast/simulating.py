"""Programmes of known pace, for trials of the range: firms covered by day, drawn from a seed."""

from collections.abc import Callable, Iterator
from math import exp
from random import Random

from reports.forecast.outlook import Outlook
from reports.forecast.pace import BLOCKS, WEEKS, Pace

HISTORY = BLOCKS * WEEKS * 7  # days
HORIZONS = (20, 38, 60, 90, 150)
WEEKDAYS = (1.6, 1.4, 1.2, 1.2, 1.4, 0.2, 0.0)  # most visits early in the week, none on Sunday
DRIFT = 0.06  # of the pace in a week, where it wanders


def even(dice: Random, days: int) -> list[int]:
    """Twenty a week, one by one."""
    return [_poisson(dice, 20 / 7) for _ in range(days)]


def in_batches(dice: Random, days: int) -> list[int]:
    """Thirty a week, with four times the variance of firms that come one by one."""
    return [_poisson(dice, dice.gammavariate(30 / 7 / 3, 3)) for _ in range(days)]


def by_weekday(dice: Random, days: int) -> list[int]:
    return [_poisson(dice, 25 / 7 * WEEKDAYS[day % 7]) for day in range(days)]


def few(dice: Random, days: int) -> list[int]:
    """Three a week, as in a small district."""
    return [_poisson(dice, 3 / 7) for _ in range(days)]


def many(dice: Random, days: int) -> list[int]:
    return [_poisson(dice, 200 / 7) for _ in range(days)]


def wandering(dice: Random, days: int) -> Iterator[int]:
    """Thirty a week at first; from week to week the pace itself changes by chance."""
    pace = 30.0
    for day in range(days):
        if day % 7 == 0:
            pace = max(2.0, pace * exp(dice.gauss(0, DRIFT)))
        yield _poisson(dice, pace / 7)


Kind = Callable[[Random, int], list[int]]
STEADY: dict[str, Kind] = {
    "even": even,
    "in batches": in_batches,
    "by weekday": by_weekday,
    "few": few,
    "many": many,
}


def holds(history: list[int], weeks: int = BLOCKS * WEEKS) -> bool:
    """Whether the range forecast after so many weeks contains what came in the days after."""
    begun = weeks * 7
    gains = tuple(sum(history[day : day + 7]) for day in range(begun - 7, -1, -7))
    came = history[begun:]
    low, _expected, high = Outlook(Pace(gains), open=10**6).growth(len(came))
    return low <= sum(came) <= high


def share_held(kind: Callable[[Random, int], Iterator[int] | list[int]], runs: int) -> float:
    """How often the range holds in so many programmes of a kind."""
    dice = Random(f"{kind.__name__}:{runs}")
    held = [holds(list(kind(dice, HISTORY + dice.choice(HORIZONS)))) for _ in range(runs)]
    return sum(held) / runs


def _poisson(dice: Random, mean: float) -> int:
    """Arrivals until a unit of time is used up."""
    count, time = 0, dice.expovariate(mean) if mean else 2.0
    while time < 1:
        count, time = count + 1, time + dice.expovariate(mean)
    return count
