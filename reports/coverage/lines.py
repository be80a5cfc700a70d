"""The parts of a reading, each against its target: what the board and the data interface show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from enterprises.models import Campaign, Step
from reports.coverage.goals import Goals, goals_of
from reports.coverage.rates import Rate
from reports.coverage.reading import Counts, Reading, Slice, read
from reports.coverage.targets import Course, Point, Standing, week_ends


@dataclass(frozen=True, slots=True)
class Line:
    """One part of the slice: a district, an industry, a size class, or the whole."""

    key: str
    name: str
    counts: Counts
    standing: Standing

    @property
    def scope(self) -> int:
        return self.standing.now.scope

    @property
    def covered(self) -> int:
        return self.standing.now.covered

    @property
    def rate(self) -> Rate:
        return Rate(self.covered, self.scope)

    @property
    def due(self) -> Fraction | None:
        """The share that the target path asks for on the board's day."""
        return self.standing.due_by(self.standing.course.as_of)

    @property
    def expected(self) -> Rate | None:
        """What will be covered on the target day at the present pace; None where not forecast."""
        found = self.standing.expected
        return None if found is None else Rate(found.expected, self.scope)

    @property
    def between(self) -> tuple[Rate, Rate] | None:
        """The ends of the range of what is expected; None where not forecast."""
        found = self.standing.expected
        if found is None:
            return None
        return Rate(found.low, self.scope), Rate(found.high, self.scope)

    @property
    def reached(self) -> Rate | None:
        """What was covered on the target day, once it has passed."""
        point = self.standing.reached
        return Rate(point.covered, point.scope) if point else None


@dataclass(frozen=True, slots=True)
class Lines:
    """One reading and what its parts are held against; `step` is the one that is looked at."""

    reading: Reading
    goals: Goals
    course: Course
    step: Step

    def whole(self) -> Line:
        """The slice as a whole, against the goals of its district or of the city."""
        return self._line("", "", self.reading.total, self._growth()[""])

    def by(self, dimension: str, name: Callable[[str], str] = str) -> list[Line]:
        """The parts along a dimension; a district is held against its own goals."""
        days = {day: self.reading.by(dimension, day) for day in self._days()}
        growth = self._growth(dimension)
        return [
            self._line(dimension, key, _part(days, key), growth[key], name(key))
            for key in days[self.course.as_of]
        ]

    def _days(self) -> set[date]:
        """The days on which parts are looked at: today, and target days gone by."""
        today = self.course.as_of
        return {today, *(day for day in self.goals.last_days if day < today)}

    def _growth(self, dimension: str = "") -> dict[str, list[int]]:
        days = week_ends(self.course.as_of, self.course.blocks)
        return self.reading.growth(self.step, days, dimension)

    def _line(
        self,
        dimension: str,
        key: str,
        at: Callable[[date], Counts],
        weeks: list[int],
        name: str = "",
    ) -> Line:
        asked, today = self.reading.asked, self.course.as_of
        goals = self.goals.of(key if dimension == "district" else asked.district)
        passed = goals[-1].due_on if goals and goals[-1].due_on < today else None
        standing = Standing(
            course=self.course,
            now=self._point(at(today)),
            weeks=tuple(weeks),
            goals=goals,
            reached=self._point(at(passed)) if passed else None,
        )
        return Line(key, name, at(today), standing)

    def _point(self, counts: Counts) -> Point:
        return Point(counts.in_scope, counts.of(self.step))


def read_lines(campaign: Campaign, asked: Slice, step: Step) -> Lines:
    """Read the ledger once, with every day that the standing of a part needs."""
    goals = goals_of(campaign)
    passed = {day for day in goals.last_days if day < asked.as_of}
    reading = read(asked, days={*week_ends(asked.as_of), *passed})
    course = Course(campaign.starts_on, asked.as_of, reading.first_day)
    return Lines(reading, goals, course, step)


def _part(days: dict[date, dict[str, Counts]], key: str) -> Callable[[date], Counts]:
    return lambda day: days[day].get(key, Counts())
