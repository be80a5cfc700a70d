"""Coverage read from the ledger, and from nothing else.

A `Slice` says what is asked: which campaign, which part of it, at the end of which day, and as
known at which moment. A `Reading` answers it: the whole, its parts along one dimension, any day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

import numpy as np

from enterprises.models import Campaign, Step
from enterprises.programme.steps import Cell
from gongfu.core.actor import Actor
from reports.coverage.resident import as_known, resident
from reports.coverage.sums import STEP_INDEX, Sums, month_end

DIMENSIONS = ("district", "industry", "size")
STEPS = (Step.INVITED, Step.SUBMITTED, Step.VERIFIED, Step.REPORTED)


class Counts(NamedTuple):
    """How many firms are in scope, reached each step, and carry out the plan they agreed to."""

    in_scope: int = 0
    invited: int = 0
    submitted: int = 0
    verified: int = 0
    reported: int = 0
    taken_up: int = 0

    def of(self, step: str) -> int:
        return int(getattr(self, step))


class CoverageRow(NamedTuple):
    """The counts of one part, by code of district or industry, size class, or month (2025-12)."""

    key: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Slice:
    """What is asked. Empty codes mean all; `known_at` None means all that is recorded by now."""

    campaign_id: int
    as_of: date
    known_at: datetime | None = None
    district: str = ""
    industry: str = ""
    size: str = ""

    def within(self, actor: Actor) -> "Slice":
        """The part an actor may see: who is bound to a district gets that, whatever was asked."""
        bound = actor.district_code
        return replace(self, district=bound) if bound else self

    @property
    def filters(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in DIMENSIONS if getattr(self, name)}


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer to a slice, complete when made: later rows do not change it."""

    asked: Slice
    version: str
    first_day: date | None  # of the campaign's ledger
    cells: Sequence[Cell]
    days: Mapping[date, np.ndarray] = field(
        repr=False
    )  # step x cell, cells outside the slice are 0

    def total(self, day: date | None = None) -> Counts:
        """The whole slice at the end of a day, of `as_of` by default."""
        return Counts(*(int(n) for n in self.days[day or self.asked.as_of].sum(axis=1)))

    def by(self, dimension: str, day: date | None = None) -> dict[str, Counts]:
        """The parts along one dimension, by code; parts in which no firm counts are left out."""
        keys, belongs = self._parts(dimension)
        sums = (self.days[day or self.asked.as_of] @ belongs).T
        return {key: Counts(*row) for key, row in zip(keys, sums.tolist(), strict=True) if any(row)}

    def growth(self, step: str, days: Sequence[date], dimension: str = "") -> dict[str, list[int]]:
        """How many more reached a step from each day to the one before it in the list, by code.

        Without a dimension the whole slice, under an empty code.
        """
        reached = np.array([self.days[day][STEP_INDEX[step]] for day in days])
        if not dimension:
            return {"": _falls(reached.sum(axis=1))}
        keys, belongs = self._parts(dimension)
        return dict(zip(keys, map(_falls, (reached @ belongs).T), strict=True))

    def _parts(self, dimension: str) -> tuple[list[str], np.ndarray]:
        """The codes along a dimension, in order, and which cell [cell, code] belongs to which."""
        codes = np.array([getattr(cell, dimension) for cell in self.cells], dtype=str)
        keys, part = np.unique(codes, return_inverse=True)
        return keys.tolist(), np.eye(len(keys), dtype=np.int64)[part]

    def months(self) -> list[CoverageRow]:
        """The whole slice at the end of each month, the last month up to `as_of`."""
        return [
            CoverageRow(f"{day:%Y-%m}", self.total(day))
            for day in month_ends(self.first_day, self.asked.as_of)
        ]


def read(asked: Slice, *, days: Iterable[date] = ()) -> Reading:
    """Answer a slice: its own day, the ends of all months before it, and further `days`."""
    if asked.known_at is not None:
        return _answer(asked, as_known(asked.campaign_id, asked.known_at), "", days)
    source = resident(asked.campaign_id)
    with source.lock:
        sums, version = source.fresh()
        return _answer(asked, sums, version, days)


def coverage(
    campaign: Campaign,
    *,
    as_of: date,
    known_at: datetime | None = None,
    filters: Mapping[str, str] | None = None,
    by: str = "district",
) -> list[CoverageRow]:
    """The counts of a campaign by district, industry, size or month, from the ledger alone."""
    reading = read(Slice(campaign.pk, as_of, known_at, **(filters or {})))
    if by == "month":
        return reading.months()
    return [CoverageRow(key, counts) for key, counts in reading.by(by).items()]


def month_ends(first: date | None, last: date) -> list[date]:
    """The ends of the months from the first day on; the last one is the last day itself."""
    if first is None or first > last:
        return [last]
    ends = [month_end(first)]
    while ends[-1] < last:
        ends.append(month_end(ends[-1] + timedelta(days=1)))
    return [*ends[:-1], last]


def _answer(asked: Slice, sums: Sums, version: str, days: Iterable[date]) -> Reading:
    wanted = sorted({asked.as_of, *month_ends(sums.first_day, asked.as_of), *days})
    sums.load(wanted)
    cells = list(sums.cells)
    inside = np.array([_matches(cell, asked.filters) for cell in cells], dtype=bool)
    return Reading(
        asked,
        version,
        sums.first_day,
        cells,
        {day: sums.at(day) * inside for day in wanted},
    )


def _falls(counts: np.ndarray) -> list[int]:
    return [int(n) for n in counts[:-1] - counts[1:]]


def _matches(cell: Cell, filters: Mapping[str, str]) -> bool:
    return all(getattr(cell, name) == code for name, code in filters.items())
