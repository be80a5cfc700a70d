"""Finds the best set: the solver proposes, the exact scorer decides, a mistake becomes a cut.

The program holds the ceiling of the release, so it turns nothing away that would be good enough.
What it proposes is scored exactly. A proposal that falls short is cut off, together with all
smaller ones where the release is monotone; one that fits into no schedule, with all larger ones.
When nothing is left to propose, nothing better exists: that is the proof.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from math import ceil

from diagnosis.maturity.framework import Level
from diagnosis.maturity.planning.candidates import Candidates
from diagnosis.maturity.planning.ceiling import Ceiling
from diagnosis.maturity.planning.gains import Gains
from diagnosis.maturity.planning.linear import Linear, one
from diagnosis.maturity.planning.program import (
    Program,
    Solved,
    any_of,
    at_least,
    at_most,
    none_of,
    not_all,
)
from diagnosis.maturity.planning.schedule import Scheduler
from diagnosis.maturity.planning.trials import Outcome, Trials
from diagnosis.maturity.planning.wishes import QUARTER
from diagnosis.maturity.record import Record

ROUNDS = 100  # proposals that may be turned away in one step
CHUNK = 12  # refs weighed in one step by powers of two
CLOSE = 1e-9
ZERO = Fraction(0)

Refs = frozenset[str]
Met = Callable[[Outcome], bool]


class Found(Record):
    """The best set, None where there is none; `proven` unless a limit of the search was met.

    `bound` is what no set can pass, as far as it was worked out.
    """

    refs: Refs | None
    proven: bool
    bound: Fraction | None = None


class Search:
    """One program for one firm and its wishes; it is used up by one question."""

    def __init__(self, candidates: Candidates, trials: Trials) -> None:
        self.candidates, self.trials = candidates, trials
        self.scheduler = Scheduler(candidates)
        self.program = Program(candidates.wishes.nodes)
        self.refs = candidates.refs
        self.variables = {ref: self.program.variable(binary=True) for ref in self.refs}
        solutions = [candidates.solutions[ref] for ref in self.refs]
        wishes, now = candidates.wishes, trials.now
        gains = Gains(
            trials.framework, trials.sheet, now.evaluation, solutions, expected=wishes.expected
        )
        self.ceiling = Ceiling(
            trials.framework, now.evaluation, gains, self.program, self.variables
        )
        self.cost = self._sum("cost")
        self._limit()

    def reach(self, target: Level) -> Found:
        """The cheapest set that reaches a level."""
        self.ceiling.reach(target)
        return self._cheapest(lambda outcome: outcome.rank >= target.rank)

    def earn(self, points: Fraction) -> Found:
        """The cheapest set with so many points."""
        self.program.require(at_least(self.ceiling.part(self.trials.framework.total_part), points))
        return self._cheapest(lambda outcome: outcome.total >= points)

    def most(self) -> Found:
        """The cheapest of the sets with most points; the bound is in points."""
        form = self.ceiling.part(self.trials.framework.total_part)
        best, bound, proven = self._most(form)
        if best is None:
            return Found(None, proven)
        points = self.trials.outcome(best).total
        self.program.require(at_least(form, points))
        ties = self._refined(lambda outcome: outcome.total >= points, best)
        return Found(ties.refs, proven and ties.proven, bound)

    def _limit(self) -> None:
        candidates, wishes = self.candidates, self.candidates.wishes
        for ref in self.refs:
            for needed in candidates.needs(ref):
                self._require({needed: 1, ref: -1})
        for ref in sorted(wishes.must):
            self.program.require(Linear(-1, {self.variables[ref]: 1}))
        if wishes.budget is not None:
            self.program.require(at_most(self.cost, wishes.budget))
        if wishes.months is not None:
            quarters = ceil(wishes.months / QUARTER)
            for what, limit in self.scheduler.limits:
                self.program.require(at_most(self._sum(what), limit * quarters))

    def _require(self, factors: dict[str, int]) -> None:
        self.program.require(Linear(0, {self.variables[r]: each for r, each in factors.items()}))

    def _sum(self, what: str) -> Linear:
        high = {ref: getattr(self.candidates.solutions[ref], what).high for ref in self.refs}
        return Linear(0, {self.variables[ref]: each for ref, each in high.items()})

    def _cheapest(self, met: Met) -> Found:
        first = self._propose(self.cost, met)
        if first.refs is None:
            return first
        refined = self._refined(met, first.refs, cost_known=first.proven)
        return Found(refined.refs, first.proven and refined.proven, first.bound)

    def _refined(self, met: Met, best: Refs, *, cost_known: bool = False) -> Found:
        """Of the sets that do: the cheapest, the soonest done, the smallest, the first by ref."""
        proven = True
        if not cost_known:
            cheaper = self._propose(self.cost, met)
            best, proven = _else(cheaper, best), cheaper.proven and cheaper.refs is not None
        self.program.require(at_most(self.cost, self._value(self.cost, best)))
        for step in (self._soonest, self._smallest, self._first_by_ref):
            found = step(met, best)
            best, proven = _else(found, best), proven and found.proven
        return Found(best, proven)

    def _soonest(self, met: Met, best: Refs) -> Found:
        """Bring the end forward for as long as there is a set that ends sooner."""
        path = self.candidates.path
        while best:
            end = max(map(path, best))
            late = [self.variables[ref] for ref in self.refs if path(ref) >= end]
            sooner = self._propose(Linear(), met, none_of(late))
            if sooner.refs is None:
                self.program.require(none_of(v for r, v in self.variables.items() if path(r) > end))
                return Found(best, sooner.proven)
            best = sooner.refs
        return Found(best, proven=True)

    def _smallest(self, met: Met, _best: Refs) -> Found:
        count = Linear(0, dict.fromkeys(self.variables.values(), 1))
        found = self._propose(count, met)
        if found.refs is not None:
            self.program.require(at_most(count, len(found.refs)))
        return found

    def _first_by_ref(self, met: Met, best: Refs) -> Found:
        """Of sets alike in all else, the one whose refs come first; most often there is but one."""
        others = not_all(self.variables[ref] for ref in best)
        other = self._propose(Linear(), met, others)
        if other.refs is None:
            return Found(best, other.proven)
        proven = True
        for chunk in _chunks(self.refs):
            powers = {self.variables[r]: -(2 ** (CHUNK - i)) for i, r in enumerate(chunk)}
            found = self._propose(Linear(0, powers), met)
            best, proven = _else(found, best), proven and found.proven
            for ref in chunk:
                fixed = one(self.variables[ref]) - Linear(int(ref in best))
                self.program.require(fixed)
                self.program.require(fixed * -1)
        return Found(best, proven)

    def _propose(self, objective: Linear, met: Met, *also: Linear) -> Found:
        """The best set that the scorer and the schedule agree to."""
        sure = True
        for _ in range(ROUNDS):
            solved = self.program.least(objective, also)
            if solved.chosen is None:
                return Found(None, sure and solved.proven, _low(solved.bound))
            refs = self._named(solved)
            if not met(self.trials.outcome(refs)):
                self.program.require(self._short_of(refs, met))
            elif not self._scheduled(refs):
                sure = sure and self.scheduler.schedule(refs).proven
                self.program.require(not_all(self.variables[ref] for ref in refs))
            else:
                return Found(refs, sure and solved.proven, _low(solved.bound))
        return Found(None, proven=False)

    def _most(self, form: Linear) -> tuple[Refs | None, Fraction | None, bool]:
        """The most points, with what no set can pass; what looked better than it is, is cut."""
        best, bound = None, None
        sure = True
        for _ in range(ROUNDS):
            solved = self.program.least(form * -1)
            if solved.chosen is None:
                return best, bound, sure and solved.proven
            refs = self._named(solved)
            points = self.trials.outcome(refs).total
            if not self._scheduled(refs):
                sure = sure and self.scheduler.schedule(refs).proven
                self.program.require(not_all(self.variables[ref] for ref in refs))
                continue
            if best is None or points > self.trials.outcome(best).total:
                best = refs
            top = self.trials.outcome(best).total
            if solved.bound is not None and -solved.bound <= float(top) * (1 + CLOSE) + CLOSE:
                return best, top, sure
            bound = -_low(solved.bound)
            if not solved.proven:
                return best, bound, False
            self._lower(form, refs, points)
        return best, bound, False

    def _lower(self, form: Linear, refs: Refs, points: Fraction) -> None:
        """No part of a set earns more than the set, whatever the ceiling says."""
        outside = [v for ref, v in self.variables.items() if ref not in refs]
        slack = form.highest - points
        free = Linear(points, dict.fromkeys(outside, slack))
        if not self.trials.framework.monotone:
            free += Linear(slack * len(refs), {self.variables[ref]: -slack for ref in refs})
        self.program.require(free - form)

    def _short_of(self, refs: Refs, met: Met) -> Linear:
        """Cut off a set that falls short."""
        if not self.trials.framework.monotone:
            outside = {v: 1 for ref, v in self.variables.items() if ref not in refs}
            inside = {self.variables[ref]: -1 for ref in refs}
            return Linear(len(refs) - 1, inside | outside)
        grown = refs
        for ref in self.refs:
            if not met(self.trials.outcome(grown | {ref})):
                grown |= {ref}
        return any_of(v for ref, v in self.variables.items() if ref not in grown)

    def _scheduled(self, refs: Refs) -> bool:
        late = self.candidates.wishes.months is not None and self.scheduler.limited
        return not late or self.scheduler.schedule(refs).slots is not None

    def _named(self, solved: Solved) -> Refs:
        chosen = solved.chosen or frozenset()
        return frozenset(ref for ref, variable in self.variables.items() if variable in chosen)

    def _value(self, form: Linear, refs: Iterable[str]) -> Fraction:
        return form.constant + sum(
            (form.terms.get(self.variables[ref], ZERO) for ref in refs), ZERO
        )


def _else(found: Found, best: Refs) -> Refs:
    """What was found; the best so far where nothing was. The empty set is something."""
    return best if found.refs is None else found.refs


def _chunks(refs: Sequence[str]) -> Iterator[Sequence[str]]:
    return (refs[i : i + CHUNK] for i in range(0, len(refs), CHUNK))


def _low(bound: float | None) -> Fraction:
    """A lower bound to three places, never above what the solver meant."""
    return Fraction(0) if bound is None else Fraction(round(bound * 1000 - 0.4999), 1000)
