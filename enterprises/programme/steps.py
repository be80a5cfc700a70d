"""The rules of the coverage ledger: which rows follow from a firm's history. No Django, no clock.

A firm's history in one campaign is four kinds of facts: its stays in scope, the steps it reached,
its changes of district, industry or size, and since when it carries out what it agreed to (a mark
of its own that implies no step and can be withdrawn). From them follows where the firm counts on
any day, and so the rows of the ledger. A new fact writes the difference between the rows that
follow with it and those that followed without it; a late fact therefore corrects past days by new
rows, and every day, however it came to be known, shows four steps that never rise.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

IN_SCOPE, INVITED, SUBMITTED, VERIFIED, REPORTED = (
    "in_scope",
    "invited",
    "submitted",
    "verified",
    "reported",
)
ORDER = (IN_SCOPE, INVITED, SUBMITTED, VERIFIED, REPORTED)
TAKEN_UP = "taken_up"
COUNTED = (*ORDER, TAKEN_UP)  # everything that the ledger counts firms at


class Cell(NamedTuple):
    """Where a firm counts: codes of district and industry, size class."""

    district: str
    industry: str
    size: str


class Row(NamedTuple):
    """A firm begins (+1) or ceases (-1) to count at a step in a cell, from the day `on`."""

    on: date
    step: str
    cell: Cell
    delta: int


class Stay(NamedTuple):
    """In scope from `entered_on` until the day before `left_on`."""

    entered_on: date
    left_on: date | None = None

    def covers(self, day: date) -> bool:
        return self.entered_on <= day and (self.left_on is None or day < self.left_on)


class Reach(NamedTuple):
    """The firm reached a step, and with it every step before, in scope or not."""

    step: str
    on: date


class Move(NamedTuple):
    """From the day `on` the firm belongs to the cell `after`, whatever was said before of it."""

    on: date
    before: Cell
    after: Cell


@dataclass(frozen=True, slots=True)
class History:
    """All that bears on one firm's coverage in one campaign; `cell` is what the register says."""

    cell: Cell
    stays: tuple[Stay, ...] = ()
    reaches: tuple[Reach, ...] = ()
    moves: tuple[Move, ...] = ()  # in the order in which they became known
    taken_up: date | None = None  # since when, by the latest word

    def enter(self, on: date) -> "History":
        """The firm comes into scope; steps it reached earlier count from that day."""
        return replace(self, stays=(*self.stays, Stay(on)))

    def leave(self, on: date) -> "History":
        """The open stay ends; from that day the firm counts nowhere, before it nothing changes."""
        ended = tuple(Stay(s.entered_on, s.left_on or on) for s in self.stays)
        return replace(self, stays=ended)

    def reach(self, step: str, on: date) -> "History":
        return replace(self, reaches=(*self.reaches, Reach(step, on)))

    def take_up(self, since: date | None) -> "History":
        """The firm carries out its plan since a day, or does not: earlier words are forgotten."""
        return replace(self, taken_up=since)

    def move(self, after: Cell, on: date) -> "History":
        """The register says otherwise from a day on."""
        return replace(self, cell=after, moves=(*self.moves, Move(on, self.cell, after)))

    def as_of_register(self, cell: Cell) -> "History":
        """The same facts while the register still said `cell`."""
        return replace(self, cell=cell)

    def rows(self) -> Iterator[Row]:
        """The rows that make every day of this history countable, in order of day and step."""
        counted: frozenset[tuple[str, Cell]] = frozenset()
        for day in sorted(self._turns()):
            counts = self.counts_on(day)
            for delta, pairs in ((-1, counted - counts), (1, counts - counted)):
                for step, cell in sorted(pairs, key=_place):
                    yield Row(day, step, cell, delta)
            counted = counts

    def counts_on(self, day: date) -> frozenset[tuple[str, Cell]]:
        """The steps at which the firm counts on a day, and where; empty when out of scope."""
        if not any(stay.covers(day) for stay in self.stays):
            return frozenset()
        reached = [ORDER.index(reach.step) for reach in self.reaches if reach.on <= day]
        steps = ORDER[: max(reached, default=0) + 1]
        if self.taken_up and self.taken_up <= day:
            steps = (*steps, TAKEN_UP)
        cell = self.cell_on(day)
        return frozenset((step, cell) for step in steps)

    def cell_on(self, day: date) -> Cell:
        """The cell valid on a day: the latest word about that day wins."""
        for move in reversed(self.moves):
            if move.on <= day:
                return move.after
        return self.moves[0].before if self.moves else self.cell

    def _turns(self) -> set[date]:
        """The days on which anything may change."""
        days = {stay.entered_on for stay in self.stays}
        days |= {stay.left_on for stay in self.stays if stay.left_on}
        days |= {reach.on for reach in self.reaches}
        days |= {self.taken_up} if self.taken_up else set()
        return days | {move.on for move in self.moves}


def difference(before: History, after: History) -> list[Row]:
    """The rows to add to the ledger when `before` turns out to be `after`."""
    net: Counter[tuple[date, str, Cell]] = Counter()
    for history, sign in ((after, 1), (before, -1)):
        for row in history.rows():
            net[row.on, row.step, row.cell] += sign * row.delta
    ordered = sorted(net.items(), key=lambda item: (item[0][0], item[1] > 0, _place(item[0][1:])))
    return [
        Row(on, step, cell, 1 if count > 0 else -1)
        for (on, step, cell), count in ordered
        for _ in range(abs(count))
    ]


def row_source(source: str, campaign: int, enterprise: int, number: int) -> str:
    """The unique source of the n-th row (from 1) of an event, for one firm in one campaign."""
    return f"{source}#{campaign}.{enterprise}.{number}"


def _place(pair: tuple[str, Cell]) -> tuple[int, Cell]:
    step, cell = pair
    return COUNTED.index(step), cell
