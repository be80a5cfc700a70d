"""One campaign's ledger summed by step and cell at the end of any day.

The cost of a question follows the number of cells, not of firms or ledger rows.
"""

from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from django.db.models import Min, Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from enterprises.models import LedgerEntry
from enterprises.programme.steps import COUNTED, Cell

DAYS_KEPT = 400
STEP_INDEX = {step: position for position, step in enumerate(COUNTED)}
FIELDS = ("step", "district_id", "industry_id", "size")


class Delta(NamedTuple):
    """A ledger row as the sums need it."""

    id: int
    step: int
    cell: int
    on: date
    delta: int


@dataclass
class Sums:
    """Counts by step and cell at the end of any day, of the rows that `rows` selects."""

    rows: QuerySet[LedgerEntry]
    cells: dict[Cell, int] = field(default_factory=dict)
    days: dict[date, np.ndarray] = field(default_factory=dict)
    first_day: date | None = None
    settled: int = 0  # rows up to this id are summed in the database
    watched: dict[int, Delta] = field(default_factory=dict)  # newer rows, folded in one by one

    def at(self, day: date) -> np.ndarray:
        """Counts [step, cell] at the end of a day."""
        self.load([day])
        return self._widened(day)

    def load(self, days: Iterable[date]) -> None:
        """Sum the days that are not known yet, all of them by one question to the ledger."""
        missing = sorted(set(days) - self.days.keys())
        if not missing:
            return
        if len(self.days) + len(missing) > DAYS_KEPT:
            self.days = {known: c for known, c in self.days.items() if known == month_end(known)}
        settled = self._settled_before(missing)
        for day in missing:
            self.days[day] = self._summed(day, settled)

    def fold(self, new: Sequence[Delta]) -> None:
        """Count rows in that were not there before."""
        if not new:
            return
        self.watched.update((row.id, row) for row in new)
        self.first_day = min([row.on for row in new] + [self.first_day or date.max])
        for day in self.days:
            _add(self._widened(day), [row for row in new if row.on <= day])

    def settle(self, last: int) -> None:
        """Rows up to this id will not change any more: the database sums them from now on."""
        self.settled = last
        self.watched = {pk: row for pk, row in self.watched.items() if pk > last}

    def cell(self, district: str, industry: str, size: str) -> int:
        return self.cells.setdefault(Cell(district, industry, size), len(self.cells))

    def _settled_before(self, missing: Sequence[date]) -> list[Delta]:
        """The settled rows between each missing day and the last known one before it, by day."""
        spans = Q()
        for day in missing:
            base = self._known_before(day)
            after = {} if base is None else {"effective_on__gt": base}
            spans |= Q(effective_on__lte=day, **after)
        rows = self.rows.filter(spans, id__lte=self.settled)
        return [
            Delta(0, STEP_INDEX[step], self.cell(*where), on, net)
            for on, step, *where, net in rows.values_list("effective_on", *FIELDS)
            .annotate(net=Sum("delta"))
            .order_by("effective_on")
        ]

    def _known_before(self, day: date) -> date | None:
        return max((known for known in self.days if known < day), default=None)

    def _summed(self, day: date, settled: Sequence[Delta]) -> np.ndarray:
        """Start from the nearest day before that is known and add the rows between."""
        base = self._known_before(day)
        counts = self._nothing() if base is None else self._widened(base).copy()
        after = base or date.min
        between = slice(bisect(settled, after, key=_day), bisect(settled, day, key=_day))
        _add(counts, [*settled[between], *self._watched_between(after, day)])
        return counts

    def _watched_between(self, after: date, day: date) -> list[Delta]:
        return [row for row in self.watched.values() if after < row.on <= day]

    def _nothing(self) -> np.ndarray:
        return np.zeros((len(COUNTED), len(self.cells)), dtype=np.int64)

    def _widened(self, day: date) -> np.ndarray:
        """The counts of a day with a column for every cell met since."""
        counts = self.days[day]
        missing = len(self.cells) - counts.shape[1]
        if missing:
            counts = self.days[day] = np.pad(counts, ((0, 0), (0, missing)))
        return counts

    def load_months(self) -> None:
        """Fill in the end of every month in one pass, so that a curve needs no more."""
        grouped = (
            self.rows.filter(id__lte=self.settled)
            .annotate(year=ExtractYear("effective_on"), month=ExtractMonth("effective_on"))
            .values_list("year", "month", *FIELDS)
            .annotate(net=Sum("delta"))
        )
        found: dict[date, list[tuple[int, int, int]]] = {}
        for year, month, step, *where, net in grouped.order_by("year", "month"):
            change = STEP_INDEX[step], self.cell(*where), net
            found.setdefault(month_end(date(year, month, 1)), []).append(change)
        counts = self._nothing()
        for end in _months(found):
            for step, cell, net in found.get(end, ()):
                counts[step, cell] += net
            self.days[end] = counts.copy()
        self.first_day = self.rows.aggregate(first=Min("effective_on"))["first"]


def _day(row: Delta) -> date:
    return row.on


def _add(counts: np.ndarray, rows: Sequence[Delta]) -> None:
    if rows:
        _ids, steps, cells, _days, deltas = zip(*rows, strict=True)
        np.add.at(counts, (np.array(steps), np.array(cells)), np.array(deltas))


def _months(known: Iterable[date]) -> list[date]:
    """Every month's end from the first known to the last."""
    ends = sorted(known)
    if not ends:
        return []
    every = [ends[0]]
    while every[-1] < ends[-1]:
        every.append(month_end(every[-1] + timedelta(days=1)))
    return every


def month_end(day: date) -> date:
    """The last day of the month of a day."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
