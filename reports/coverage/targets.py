"""Where a part of the campaign stands against its target. Pure: dates and counts in, no words.

Paces are firms a week. The present pace is the net growth of the covered firms over the last four
weeks; the required one is the gap spread evenly over the time left. What the pace leads to, and how
sure that is, says `reports.forecast`. Nothing is forecast from fewer than four months: an answer
that cannot be given is a state, not an error.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import NamedTuple

from reports.forecast.outlook import Outlook, Range
from reports.forecast.pace import BLOCKS, WEEKS, Pace

MONTHS_NEEDED = 4
PACE_LIMITS = (Fraction(1), Fraction(3, 2), Fraction(2))
SHORTFALL_LIMITS = (Fraction(0), Fraction(5, 100), Fraction(15, 100))


class State(StrEnum):
    NO_TARGET = "no_target"
    PASSED = "passed"
    COMPLETE = "complete"
    TOO_FEW = "too_few"
    NO_PACE = "no_pace"
    RUNNING = "running"


UNDER_WAY = (State.NO_PACE, State.RUNNING)  # a target ahead, and data enough to look there


class Goal(NamedTuple):
    """A share of the firms in scope to be covered by the end of a day."""

    due_on: date
    share: Fraction


class Point(NamedTuple):
    """How many were in scope and covered at the end of some day."""

    scope: int = 0
    covered: int = 0


@dataclass(frozen=True, slots=True)
class Course:
    """The days and goals that all parts of a campaign share."""

    starts_on: date
    as_of: date
    first_day: date | None  # of the ledger

    @property
    def months(self) -> int:
        """Whole months of data."""
        if self.first_day is None or self.first_day > self.as_of:
            return 0
        apart = (
            (self.as_of.year - self.first_day.year) * 12 + self.as_of.month - self.first_day.month
        )
        return apart - (self.as_of.day < self.first_day.day)

    @property
    def blocks(self) -> int:
        """How many times four whole weeks of data there are, as far as the pace looks back."""
        first = self.first_day or self.as_of
        return max(1, min(BLOCKS, (self.as_of - first).days // 7 // WEEKS))


def week_ends(day: date, blocks: int = BLOCKS) -> list[date]:
    """The day itself and those so many weeks before it, between which the recent pace is read."""
    return [day - timedelta(weeks=week) for week in range(blocks * WEEKS + 1)]


class Between(NamedTuple):
    """Days of completion: at the upper end of the range, as expected, at the lower end."""

    soonest: date | None = None
    expected: date | None = None
    latest: date | None = None


@dataclass(frozen=True)
class Standing:
    """One part against its target; `reached` is what stood on the target day once it has passed."""

    course: Course
    now: Point
    weeks: tuple[int, ...]  # net growth of the covered firms by week, the latest first
    goals: tuple[Goal, ...]
    reached: Point | None = None

    @property
    def goal(self) -> Goal | None:
        """The last goal is the one the campaign is measured by."""
        return self.goals[-1] if self.goals else None

    @cached_property
    def state(self) -> State:
        if self.goal is None:
            return State.NO_TARGET
        if self.course.as_of > self.goal.due_on:
            return State.PASSED
        if not self.gap:
            return State.COMPLETE
        if not self.forecast:
            return State.TOO_FEW
        return State.RUNNING if self.present > 0 else State.NO_PACE

    @cached_property
    def forecast(self) -> bool:
        """Whether there are data enough to look ahead."""
        return self.course.months >= MONTHS_NEEDED and self._pace.enough

    @cached_property
    def needed(self) -> int:
        """How many firms the target asks for, of those in scope today."""
        return ceil(self.goal.share * self.now.scope) if self.goal else 0

    @cached_property
    def gap(self) -> int:
        return max(0, self.needed - self.now.covered)

    @property
    def shortfall(self) -> Fraction:
        """The gap as a share of the firms in scope."""
        if self.goal is None or not self.now.scope:
            return Fraction(0)
        return max(Fraction(0), self.goal.share - Fraction(self.now.covered, self.now.scope))

    @property
    def days_left(self) -> int:
        return max(0, (self.goal.due_on - self.course.as_of).days) if self.goal else 0

    @cached_property
    def required(self) -> Fraction | None:
        """Firms a week from now to the target day; None once it has passed or is today."""
        return Fraction(self.gap * 7, self.days_left) if self.days_left else None

    @cached_property
    def present(self) -> Fraction:
        """Firms a week over the last four; negative when more left than were covered."""
        return self._pace.present

    @cached_property
    def ratio(self) -> Fraction | None:
        """Required over present pace; None where there is no present pace or no forecast."""
        if self.state is not State.RUNNING or self.required is None:
            return None
        return self.required / self.present

    @cached_property
    def pace(self) -> int | None:
        """0 on course to 3 behind; after the target day by what is missing; None where unknown."""
        if self.state in (State.NO_TARGET, State.TOO_FEW):
            return None
        if self.state is State.PASSED:
            return _class(self.shortfall, SHORTFALL_LIMITS)
        if self.state is State.COMPLETE:
            return 0
        return 3 if self.ratio is None else _class(self.ratio, PACE_LIMITS)

    @cached_property
    def expected(self) -> Range | None:
        """Covered firms on the target day if the present pace goes on; None where not forecast."""
        if self.state not in (*UNDER_WAY, State.COMPLETE) or not self.forecast:
            return None
        return self.after(self.days_left)

    def after(self, days: int) -> Range:
        """Covered firms so many days from now if the present pace goes on."""
        return Range(*(self.now.covered + grown for grown in self._outlook.growth(days)))

    @property
    def missing(self) -> int:
        """How many firms the target will be short of at the present pace."""
        return max(0, self.needed - self.expected.expected) if self.expected else 0

    @cached_property
    def done(self) -> Between:
        """The days on which the target is met at the present pace; None where not in sight."""
        if self.state not in (*UNDER_WAY, State.PASSED) or not self.gap or not self.forecast:
            return Between()
        return Between(*map(self._day, self._outlook.reaches(self.gap)))

    def _day(self, days: int | None) -> date | None:
        return None if days is None else self.course.as_of + timedelta(days=days)

    @cached_property
    def _pace(self) -> Pace:
        return Pace(self.weeks)

    @cached_property
    def _outlook(self) -> Outlook:
        return Outlook(self._pace, self.now.scope - self.now.covered, self.now.covered)

    @property
    def since(self) -> int:
        """How many more are covered than on the target day."""
        return self.now.covered - self.reached.covered if self.reached else 0

    def due_by(self, day: date) -> Fraction | None:
        """The share that the straight path from goal to goal asks for by a day."""
        return due_share(self.goals, self.course.starts_on, day)


def due_share(goals: Sequence[Goal], starts_on: date, day: date) -> Fraction | None:
    """From nothing on the first day in straight lines to each goal, level after the last."""
    if not goals:
        return None
    past = Goal(starts_on, Fraction(0))
    for goal in goals:
        if day <= goal.due_on:
            span = (goal.due_on - past.due_on).days
            gone = max(0, (day - past.due_on).days)
            return past.share + (goal.share - past.share) * (Fraction(gone, span) if span else 1)
        past = goal
    return past.share


def _class(value: Fraction, limits: tuple[Fraction, ...]) -> int:
    return sum(value > limit for limit in limits)
