"""All figures of the coverage board for one slice, each computed once, at the same moment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise

from enterprises.models import Campaign, District, Step
from enterprises.register.models import Size
from gongfu.core.clock import now
from reports.coverage.goals import Goals, goals_of
from reports.coverage.names import Names
from reports.coverage.rates import Rate
from reports.coverage.reading import STEPS, Counts, Reading, Slice, month_ends, read
from reports.coverage.targets import WINDOW, Course, Point, Standing, due_share


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
        return None if found is None else Rate(found, self.scope)

    @property
    def reached(self) -> Rate | None:
        """What was covered on the target day, once it has passed."""
        point = self.standing.reached
        return Rate(point.covered, point.scope) if point else None


@dataclass(frozen=True, slots=True)
class Month:
    """The end of a month, and what came in during it; the last one ends with the board's day."""

    day: date
    point: Point
    gained: int
    due: Fraction | None

    @property
    def key(self) -> str:
        return f"{self.day:%Y-%m}"

    @property
    def rate(self) -> Rate:
        return Rate(self.point.covered, self.point.scope)


@dataclass(frozen=True, slots=True)
class StepLine:
    """One of the four steps of the slice."""

    step: Step
    rate: Rate
    waiting: int  # firms that reached the step before, but not this one


@dataclass(frozen=True)
class Board:
    """The page in figures; views and exports only put them into words and cells."""

    campaign: Campaign
    asked: Slice
    step: Step
    version: str
    known_at: datetime
    whole: Line
    districts: Sequence[Line]
    industries: Sequence[Line]
    sizes: Sequence[Line]
    months: Sequence[Month]
    steps: Sequence[StepLine]
    places: Mapping[str, District]

    @property
    def counts_cover(self) -> bool:
        """Whether the step shown is the one that the campaign counts as covered."""
        return self.step == self.campaign.counted_step

    @property
    def gaps_add_up(self) -> bool:
        """Below a full share each district rounds up by itself, or has a target of its own."""
        return sum(line.standing.gap for line in self.districts) == self.whole.standing.gap

    @property
    def gained_this_month(self) -> Fraction | None:
        """Growth of the rate since the end of last month, as a share; None without both rates."""
        if len(self.months) < 2:
            return None
        now_, before = self.months[-1].rate.exact, self.months[-2].rate.exact
        return None if now_ is None or before is None else now_ - before


def board(campaign: Campaign, asked: Slice, step: Step, names: Names) -> Board:
    """Read the ledger once and compute every figure of the board from that reading."""
    goals = goals_of(campaign)
    known_at = asked.known_at or now()
    passed = {day for day in goals.last_days if day < asked.as_of}
    reading = read(asked, days={asked.as_of - WINDOW, *passed})
    course = Course(campaign.starts_on, asked.as_of, reading.first_day)
    lines = _Lines(reading, goals, course, step)
    return Board(
        campaign=campaign,
        asked=asked,
        step=step,
        version=reading.version,
        known_at=known_at,
        whole=lines.whole(),
        districts=lines.by("district", lambda code: names.districts[code].short_name),
        industries=lines.by("industry", lambda code: names.industries[code].short_name),
        sizes=sorted(
            lines.by("size", lambda code: str(Size(code).label)),
            key=lambda line: Size.values.index(line.key),
        ),
        months=_months(reading, goals.of(asked.district), course, step),
        steps=_steps(reading.total()),
        places=names.districts,
    )


@dataclass(frozen=True, slots=True)
class _Lines:
    reading: Reading
    goals: Goals
    course: Course
    step: Step

    def whole(self) -> Line:
        """The slice as a whole, against the goals of its district or of the city."""
        total = self.reading.total
        goals = self.goals.of(self.reading.asked.district)
        return self._line("", "", goals, total)

    def by(self, dimension: str, name: Callable[[str], str]) -> list[Line]:
        """The parts along a dimension; a district is held against its own goals."""
        days = {day: self.reading.by(dimension, day) for day in self._days()}
        return [
            self._line(key, name(key), self._goals(dimension, key), _part(days, key))
            for key in days[self.course.as_of]
        ]

    def _days(self) -> set[date]:
        """The days on which parts are looked at: today, four weeks ago, target days gone by."""
        today = self.course.as_of
        return {today, today - WINDOW, *(day for day in self.goals.last_days if day < today)}

    def _goals(self, dimension: str, key: str) -> tuple:
        return self.goals.of(key if dimension == "district" else self.reading.asked.district)

    def _line(self, key: str, name: str, goals: tuple, at: Callable[[date], Counts]) -> Line:
        today = self.course.as_of
        passed = goals[-1].due_on if goals and goals[-1].due_on < today else None
        standing = Standing(
            course=self.course,
            now=self._point(at(today)),
            before=self._point(at(today - WINDOW)),
            goals=goals,
            reached=self._point(at(passed)) if passed else None,
        )
        return Line(key, name, at(today), standing)

    def _point(self, counts: Counts) -> Point:
        return Point(counts.in_scope, counts.of(self.step))


def _part(days: dict[date, dict[str, Counts]], key: str) -> Callable[[date], Counts]:
    return lambda day: days[day].get(key, Counts())


def _months(reading: Reading, goals: tuple, course: Course, step: Step) -> list[Month]:
    ends = month_ends(reading.first_day, course.as_of)
    points = [_point_of(reading.total(day), step) for day in ends]
    gains = [later.covered - sooner.covered for sooner, later in pairwise([Point(), *points])]
    return [
        Month(day, point, gained, due_share(goals, course.starts_on, day))
        for day, point, gained in zip(ends, points, gains, strict=True)
    ]


def _point_of(counts: Counts, step: Step) -> Point:
    return Point(counts.in_scope, counts.of(step))


def _steps(total: Counts) -> list[StepLine]:
    return [
        StepLine(step, Rate(total.of(step), total.in_scope), before - total.of(step))
        for step, before in zip(STEPS, total, strict=False)
    ]
