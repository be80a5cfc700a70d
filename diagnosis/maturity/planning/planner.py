"""Plans for one firm: to a level, for a budget, or of what somebody ticked."""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import Any

from diagnosis.maturity.answers import canonical_sheet
from diagnosis.maturity.fitting import unmet
from diagnosis.maturity.forms import Answers
from diagnosis.maturity.framework import Framework, Level
from diagnosis.maturity.planning.candidates import (
    BUDGET,
    CAPACITY,
    MONTHS,
    NO_EFFECT,
    REQUIRES,
    Candidates,
)
from diagnosis.maturity.planning.plans import Item, Obstacle, Plan, Proof
from diagnosis.maturity.planning.schedule import Scheduler, Slot
from diagnosis.maturity.planning.search import Found, Search
from diagnosis.maturity.planning.trials import Trials
from diagnosis.maturity.planning.wishes import PlanError, Wishes, check_wishes, cost_of
from diagnosis.maturity.scoring import score, seen_of
from diagnosis.maturity.solutions import Solution

NO_WISHES = Wishes()
NO_LIMITS = dict.fromkeys(("budget", "months", "quarter_days", "quarter_money"))


class Planner:
    """One firm with its answers, and the solutions that there are.

    The profile is all that is known of the firm; the release sees of it what it asks for.
    """

    def __init__(
        self,
        framework: Framework,
        answers: Answers,
        profile: Mapping[str, Any] | None,
        solutions: Iterable[Solution],
    ) -> None:
        self.framework = framework
        self.profile = dict(profile or {})
        self.solutions = {each.ref: each for each in sorted(solutions, key=lambda each: each.ref)}
        self.before = score(framework, answers, self.profile)
        self._trials: dict[bool, Trials] = {}

    def trials(self, wishes: Wishes) -> Trials:
        """Sets that were scored once are not scored again, whatever is asked next."""
        if wishes.expected not in self._trials:
            sheet = canonical_sheet(self.framework, self.before.sheet)
            self._trials[wishes.expected] = Trials(
                self.framework,
                sheet,
                seen_of(self.framework, self.profile),
                self.solutions.values(),
                expected=wishes.expected,
            )
        return self._trials[wishes.expected]

    def candidates(self, wishes: Wishes) -> Candidates:
        """What a plan with these wishes may choose from."""
        check_wishes(wishes, self.solutions)
        sheet = self.before.sheet
        return Candidates(self.framework, sheet, self.profile, self.solutions, wishes)

    def to_level(self, level: str | None = None, wishes: Wishes = NO_WISHES) -> Plan:
        """The cheapest set that reaches a level, the next one unless another is named."""
        target, candidates = self._target(level), self.candidates(wishes)
        if target is None:
            return self._impossible(candidates, None, Obstacle("level"))
        obstacle = self._wanted_missing(candidates) or self._out_of_reach(candidates, target)
        if obstacle:
            return self._impossible(candidates, target, obstacle)
        found = Search(candidates, self.trials(wishes)).reach(target)
        if found.refs is None:
            return self._impossible(candidates, target, self._limit_of(candidates, target, found))
        return self._plan(candidates, found.refs, target, self._proof(found))

    def for_budget(self, wishes: Wishes) -> Plan:
        """The set that brings most points within the limits; of equals the cheapest."""
        candidates = self.candidates(wishes)
        obstacle = self._wanted_missing(candidates)
        if obstacle:
            return self._impossible(candidates, None, obstacle)
        found = Search(candidates, self.trials(wishes)).most()
        if found.refs is None:
            return self._impossible(candidates, None, self._limit_of(candidates, None, found))
        points = self.trials(wishes).outcome(found.refs).total
        bound = None if found.bound is None else min(found.bound, self._top_points())
        gap = None if bound is None else bound - points
        return self._plan(candidates, found.refs, None, Proof(found.proven, bound, gap))

    def of(self, refs: Collection[str], wishes: Wishes = NO_WISHES) -> Plan:
        """What exactly these would come to: nothing is added and nothing proven."""
        if unknown := sorted(set(refs) - self.solutions.keys()):
            raise PlanError("solutions", f"refs of solutions, found {unknown[0]}")
        return self._plan(self.candidates(wishes), frozenset(refs), None, None)

    def _target(self, ref: str | None) -> Level | None:
        if ref is None:
            return self.before.next_level
        found = next(
            (each for each in self.framework.levels if ref in (each.ref, str(each.rank))), None
        )
        if found is None:
            known = ", ".join(each.ref for each in self.framework.levels) or "no levels"
            raise PlanError("level", f"one of {known}, found {ref}")
        return found

    def _top_points(self) -> Fraction:
        return self.framework.part(self.framework.total_part).max_points

    def _wanted_missing(self, candidates: Candidates) -> Obstacle | None:
        """What must be in the plan and cannot."""
        for ref in sorted(candidates.wishes.must):
            aside = candidates.aside(ref)
            if aside:
                return Obstacle(aside.reason if aside.reason != NO_EFFECT else REQUIRES, ref)
        return None

    def _out_of_reach(self, candidates: Candidates, target: Level) -> Obstacle | None:
        """What everything together does not reach, where more can never be worse."""
        if not self.framework.monotone:
            return None
        free = self.candidates(changed(candidates.wishes, **NO_LIMITS))
        trials = self.trials(candidates.wishes)
        if trials.outcome(candidates.refs).rank >= target.rank:
            return None
        if trials.outcome(free.refs).rank >= target.rank:
            reasons = {each.reason for each in candidates.set_aside}
            hit = next(each for each in (MONTHS, BUDGET, CAPACITY) if each in reasons)
            return self._limit(hit, candidates, target)
        sheet = trials.outcome(free.refs).sheet
        best = score(self.framework, sheet, self.profile)
        short = next(each for each in best.conditions if each.level == target)
        return Obstacle("answers", short=short, blocking=best.blocking)

    def _limit_of(self, candidates: Candidates, target: Level | None, found: Found) -> Obstacle:
        """Which limit is in the way of a set that was not found."""
        if not found.proven:
            return Obstacle("search")
        wishes = candidates.wishes
        limits = ((BUDGET, wishes.budget), (MONTHS, wishes.months))
        hit = next((reason for reason, limit in limits if limit is not None), CAPACITY)
        return self._limit(hit, candidates, target)

    def _limit(self, reason: str, candidates: Candidates, target: Level | None) -> Obstacle:
        """The limit and, where money is the only one, what it would have to be."""
        if reason != BUDGET or target is None:
            return Obstacle(reason)
        wishes = candidates.wishes
        free = self.candidates(without_budget(wishes))
        cheapest = Search(free, self.trials(wishes)).reach(target)
        if cheapest.refs is None:
            other = MONTHS if wishes.months is not None else CAPACITY
            return Obstacle(other if cheapest.proven else "search")
        cost = cost_of(self.solutions[ref] for ref in cheapest.refs)
        return Obstacle(reason, least=cost)

    def _proof(self, found: Found) -> Proof:
        cost = cost_of(self.solutions[ref] for ref in found.refs or ())
        bound = cost if found.proven else found.bound
        return Proof(found.proven, bound, None if bound is None else cost - bound)

    def _impossible(self, candidates: Candidates, target: Level | None, obstacle: Obstacle) -> Plan:
        return Plan(
            *(self.framework, self.profile, candidates.wishes, target, (), ()),
            *(self.before, self.before, None, obstacle, candidates.set_aside),
        )

    def _plan(
        self,
        candidates: Candidates,
        refs: Collection[str],
        target: Level | None,
        proof: Proof | None,
    ) -> Plan:
        scheduler = Scheduler(candidates)
        slots = scheduler.schedule(refs).slots or scheduler.unlimited(refs)
        needed = {need for ref in refs for need in candidates.needs(ref)}
        sheet = self.trials(candidates.wishes).outcome(refs).sheet
        return Plan(
            framework=self.framework,
            profile=self.profile,
            wishes=candidates.wishes,
            target=target,
            items=tuple(self._item(candidates, slot, slots) for slot in slots),
            missing=tuple(sorted(needed - set(refs))),
            before=self.before,
            after=score(self.framework, sheet, self.profile),
            proof=proof,
            obstacle=None,
            set_aside=candidates.set_aside,
        )

    def _item(self, candidates: Candidates, slot: Slot, slots: Iterable[Slot]) -> Item:
        solution = self.solutions[slot.ref]
        done = [each.ref for each in slots if each.end <= slot.start]
        there = self.trials(candidates.wishes).outcome(done).sheet
        lacking = unmet(solution, self.framework, there, self.profile)
        return Item(solution, slot, candidates.needs(slot.ref), lacking)


def without_budget(wishes: Wishes) -> Wishes:
    """The same wishes with as much money as it takes."""
    return changed(wishes, budget=None)


def changed(wishes: Wishes, **new: Any) -> Wishes:
    """The same wishes but for some."""
    return Wishes(**{**{name: getattr(wishes, name) for name in Wishes._fields}, **new})
