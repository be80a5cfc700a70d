"""The recent pace and how much it varies, by square roots of counts (see the package)."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import sqrt

WEEKS = 4  # of the present pace, and of each block that is compared with the next
BLOCKS = 6  # at most
BLOCKS_NEEDED = 4
DOUBT = 1.75  # so many times what chance gives, before a pace is said to drift
SHIFT = 0.375  # Anscombe's: keeps the variance of a root steady for small counts too


@dataclass(frozen=True, slots=True)
class Pace:
    """Net growth by week, the latest first; more left than came is below zero."""

    weeks: tuple[int, ...]

    @property
    def enough(self) -> bool:
        """Whether four blocks of four weeks are there; from fewer nothing is forecast."""
        return len(self.weeks) >= BLOCKS_NEEDED * WEEKS

    @property
    def present(self) -> Fraction:
        """Firms a week over the last four."""
        return Fraction(sum(self.weeks[:WEEKS]), WEEKS)

    @property
    def blocks(self) -> list[tuple[int, ...]]:
        """The last four weeks, the four before them, and so on; an unfinished block is left out."""
        count = min(BLOCKS, len(self.weeks) // WEEKS)
        return [self.weeks[n * WEEKS : (n + 1) * WEEKS] for n in range(count)]

    @property
    def level(self) -> float:
        """The present pace as a root."""
        return _root(sum(self.weeks[:WEEKS]))

    @property
    def noise(self) -> float:
        """Variance of a week's root: a quarter of variance over mean, within blocks.

        One degree of freedom says that firms come one by one, so that even the steadiest history
        leaves some width.
        """
        squares, freedom = 1.0, 1
        for block in self.blocks:
            mean = sum(block) / WEEKS
            if mean > 0:
                squares += sum((week - mean) ** 2 for week in block) / mean
                freedom += WEEKS - 1
        return squares / freedom / 4

    @property
    def wander(self) -> float:
        """Variance that the pace's root gains in a week; 0 where chance explains the blocks."""
        levels = [_root(sum(block)) for block in self.blocks]
        steps = [(later - sooner) ** 2 for later, sooner in pairwise(levels)]
        if not steps:
            return 0.0
        by_chance = 2 * self.noise / WEEKS
        surplus = sum(steps) / len(steps) - DOUBT * by_chance
        return max(0.0, surplus) / (2 * WEEKS / 3)


def _root(total: int) -> float:
    """The square root of the weekly mean of a block."""
    return sqrt((max(0, total) + SHIFT) / WEEKS)
