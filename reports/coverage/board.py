"""All figures of the coverage board for one slice, each computed once, at the same moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise

from enterprises.models import Campaign, District, Step
from enterprises.register.models import Size
from gongfu.core.clock import now
from reports.coverage.lines import Line, read_lines
from reports.coverage.names import Names
from reports.coverage.rates import Rate
from reports.coverage.reading import STEPS, Counts, Reading, Slice, month_ends
from reports.coverage.targets import Course, Point, due_share


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
    known_at = asked.known_at or now()
    lines = read_lines(campaign, asked, step)
    reading = lines.reading
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
        months=_months(reading, lines.goals.of(asked.district), lines.course, step),
        steps=_steps(reading.total()),
        places=names.districts,
    )


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
