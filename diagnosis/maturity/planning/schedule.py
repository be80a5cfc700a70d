"""When each item of a plan is done: after what it needs, and within what a quarter can take.

Months count from the start of the plan. Items are placed one after another, those first on which
most waits, each in the first month that has room; only where that misses a deadline is the solver
asked whether any order keeps it.
"""

from collections.abc import Collection, Iterator
from fractions import Fraction
from math import ceil, floor

from diagnosis.maturity.planning.candidates import Candidates, duration
from diagnosis.maturity.planning.linear import Linear, total
from diagnosis.maturity.planning.program import Program, at_most
from diagnosis.maturity.planning.wishes import QUARTER
from diagnosis.maturity.record import Record

ZERO = Fraction(0)


class Slot(Record):
    """One item with its first month and the month after its last."""

    ref: str
    start: int
    end: int

    @property
    def quarter(self) -> int:
        """The quarter in which it starts, from 1."""
        return self.start // QUARTER + 1


class Schedule(Record):
    """All items in the order in which they start; `proven` where a "no" was not cut short."""

    slots: tuple[Slot, ...] | None
    proven: bool = True


class Scheduler:
    """Places sets of solutions for one firm."""

    def __init__(self, candidates: Candidates) -> None:
        self.candidates, self.wishes = candidates, candidates.wishes
        self._known: dict[frozenset[str], Schedule] = {}

    @property
    def limited(self) -> bool:
        return self.wishes.quarter_days is not None or self.wishes.quarter_money is not None

    def schedule(self, refs: Collection[str]) -> Schedule:
        """A schedule within capacity and deadline; without slots where there is none."""
        chosen = frozenset(refs)
        if chosen not in self._known:
            self._known[chosen] = self._found(chosen)
        return self._known[chosen]

    def unlimited(self, refs: Collection[str]) -> tuple[Slot, ...]:
        """Everything as early as what it needs allows, for a set that breaks the limits."""
        placed: dict[str, Slot] = {}
        for ref in sorted(refs, key=lambda ref: self._rank(ref, frozenset(refs))):
            placed[ref] = next(self._starts(ref, placed, 0))
        return _in_order(placed.values())

    def _found(self, chosen: frozenset[str]) -> Schedule:
        slots = self._one_by_one(chosen)
        months = self.wishes.months
        if slots is not None and (months is None or _length(slots) <= months):
            return Schedule(slots)
        if months is None or not self.limited or slots is None:
            return Schedule(None)
        return self._in_time(chosen, floor(months))

    def _one_by_one(self, chosen: frozenset[str]) -> tuple[Slot, ...] | None:
        placed: dict[str, Slot] = {}
        horizon = QUARTER * sum(
            ceil(duration(self.candidates.solutions[r]) / 3) + 1 for r in chosen
        )
        for ref in sorted(chosen, key=lambda ref: self._rank(ref, chosen)):
            slot = next(
                (s for s in self._starts(ref, placed, horizon) if self._fits(s, placed)), None
            )
            if slot is None:
                return None
            placed[ref] = slot
        return _in_order(placed.values())

    def _rank(self, ref: str, chosen: frozenset[str]) -> tuple[int, int, str]:
        """What is needed comes before what needs it, the longest way still to go first."""
        return (-self._tail(ref, chosen), self.candidates.path(ref), ref)

    def _tail(self, ref: str, chosen: frozenset[str]) -> int:
        """Months from its start to the end of all that waits for it."""
        waiting = (r for r in chosen if ref in self.candidates.needs(r))
        own = duration(self.candidates.solutions[ref])
        return own + max((self._tail(each, chosen) for each in waiting), default=0)

    def _starts(self, ref: str, placed: dict[str, Slot], horizon: int) -> Iterator[Slot]:
        needs = [placed[each] for each in self.candidates.needs(ref) if each in placed]
        first = max((slot.end for slot in needs), default=0)
        months = duration(self.candidates.solutions[ref])
        return (Slot(ref, start, start + months) for start in range(first, first + horizon + 1))

    def _fits(self, slot: Slot, placed: dict[str, Slot]) -> bool:
        if not self.limited:
            return True
        slots = [*placed.values(), slot]
        quarters = range(slot.start // QUARTER, ceil(slot.end / QUARTER))
        return all(
            self._load(slots, q, what) <= limit for q in quarters for what, limit in self.limits
        )

    @property
    def limits(self) -> list[tuple[str, Fraction]]:
        """What a quarter can take of which of a solution's figures."""
        found = (("effort", self.wishes.quarter_days), ("cost", self.wishes.quarter_money))
        return [(what, limit) for what, limit in found if limit is not None]

    def _load(self, slots: Collection[Slot], quarter: int, what: str) -> Fraction:
        return sum((self.share(slot, quarter, what) for slot in slots), ZERO)

    def share(self, slot: Slot, quarter: int, what: str) -> Fraction:
        """What an item takes of a quarter, spread evenly over its months."""
        first, after = quarter * QUARTER, (quarter + 1) * QUARTER
        months = max(min(slot.end, after) - max(slot.start, first), 0)
        amount: Fraction = getattr(self.candidates.solutions[slot.ref], what).high
        return amount * months / (slot.end - slot.start)

    def _in_time(self, chosen: frozenset[str], months: int) -> Schedule:
        """Ask the solver: one start for each item, after what it needs, within every quarter."""
        program = Program(self.wishes.nodes)
        starts: dict[Slot, int] = {}
        for ref in sorted(chosen):
            own = [s for s in self._starts(ref, {}, months) if s.end <= months]
            starts |= {slot: program.variable(binary=True) for slot in own}
            once = Linear(-1, {starts[slot]: 1 for slot in own})
            program.require(once)
            program.require(once * -1)
        for ref in sorted(chosen):
            for needed in self.candidates.needs(ref):
                self._wait(program, starts, ref, needed, months)
        for quarter in range(ceil(months / QUARTER)):
            for what, limit in self.limits:
                load = {v: self.share(slot, quarter, what) for slot, v in starts.items()}
                program.require(at_most(Linear(0, load), limit))
        solved = program.least(total(Linear(0, {v: slot.start}) for slot, v in starts.items()))
        if solved.chosen is None:
            return Schedule(None, solved.proven)
        return Schedule(_in_order(slot for slot, v in starts.items() if v in solved.chosen))

    def _wait(
        self, program: Program, starts: dict[Slot, int], ref: str, needed: str, months: int
    ) -> None:
        """Whatever has started by a month, what it needs has ended by then."""
        for month in range(months):
            begun = {v: -1 for slot, v in starts.items() if slot.ref == ref and slot.start <= month}
            ended = {v: 1 for slot, v in starts.items() if slot.ref == needed and slot.end <= month}
            if begun:
                program.require(Linear(0, begun | ended))


def _in_order(slots: "Collection[Slot] | Iterator[Slot]") -> tuple[Slot, ...]:
    return tuple(sorted(slots, key=lambda slot: (slot.start, slot.end, slot.ref)))


def _length(slots: Collection[Slot]) -> int:
    return max((slot.end for slot in slots), default=0)
