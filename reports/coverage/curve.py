"""The curve of the board as SVG shapes: drawn by the server, complete before any script."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext as _

from reports.coverage.board import Board
from reports.coverage.rates import percent, span

BAND_STEPS = 8  # straight pieces in which the edge of the band is drawn
LABEL_GAP = 17.0
LABEL_WIDTH = 90  # of today's label with its distance from the dot
FIRST_LABEL = 66  # pixels that the first month takes, with its distance


class Place(NamedTuple):
    x: str
    y: str


class Tick(NamedTuple):
    """A mark on an axis with its text."""

    at: str
    text: str
    anchor: str = "end"


class Label(NamedTuple):
    """A text at the end of a line; `main` marks what was measured."""

    x: str
    y: str
    text: str
    main: bool = False


class Dot(NamedTuple):
    """A month's end on the curve, its figures in words for the pointer."""

    x: str
    y: str
    title: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Size of a drawing and of the area in which the lines run."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    months_apart: int  # between two ticks of the time axis

    @property
    def axis_y(self) -> str:
        return _px(self.bottom)

    @property
    def below_axis(self) -> str:
        return _px(self.bottom + 4)

    @property
    def tick_y(self) -> str:
        return _px(self.bottom + 20)

    @property
    def grid_label_x(self) -> int:
        return self.left - 6


WIDE = Frame(640, 370, 38, 540, 14, 342, 6)
NARROW = Frame(340, 290, 30, 240, 14, 262, 12)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything a template needs to draw the curve in one frame."""

    frame: Frame
    grid: list[Tick]
    ticks: list[Tick]
    target: str
    main: str
    band: str
    forecast: str
    end: Place | None
    due_x: str
    dots: list[Dot]
    labels: list[Label]


def draw(board: Board, frame: Frame) -> Drawing:
    """Lay the lines of the board into a frame."""
    return _Pen(board, frame).draw()


class _Pen:
    def __init__(self, board: Board, frame: Frame) -> None:
        self.board, self.frame = board, frame
        course, goal = board.whole.standing.course, board.whole.standing.goal
        self.first = min(course.starts_on, course.first_day or course.starts_on)
        self.last = max(course.as_of, goal.due_on if goal else course.as_of)
        self.goal = goal

    def draw(self) -> Drawing:
        measured = [(m.day, m.rate.exact) for m in self.board.months if m.rate.exact is not None]
        start = [(self.first, Fraction(0))] if measured and measured[0][0] > self.first else []
        return Drawing(
            frame=self.frame,
            grid=[Tick(self.y(Fraction(n, 4)), _grid_text(n)) for n in range(5)],
            ticks=self.ticks(),
            target=self.path(self.target_points()),
            main=self.path([*start, *measured]),
            band=self.closed(self.band_points()),
            forecast=self.path(self.forecast_points()),
            end=self.place(*measured[-1]) if measured else None,
            due_x=self.x(self.goal.due_on) if self.goal and self.passed else "",
            dots=[Dot(*self.place(day, rate), f"{day}: {percent(rate)}") for day, rate in measured],
            labels=self.labels(),
        )

    @property
    def passed(self) -> bool:
        return self.goal is not None and self.goal.due_on < self.board.asked.as_of

    def target_points(self) -> list[tuple[date, Fraction]]:
        goals = self.board.whole.standing.goals
        if not goals:
            return []
        start = (self.board.campaign.starts_on, Fraction(0))
        return [start, *((goal.due_on, goal.share) for goal in goals)]

    def forecast_points(self) -> list[tuple[date, Fraction]]:
        expected, rate = self.board.whole.expected, self.board.whole.rate
        if expected is None or expected.exact is None or rate.exact is None or self.goal is None:
            return []
        return [(self.board.asked.as_of, rate.exact), (self.goal.due_on, expected.exact)]

    def band_points(self) -> list[tuple[date, Fraction]]:
        """Around the range: along its upper ends to the target day, and back along the lower."""
        standing, today = self.board.whole.standing, self.board.asked.as_of
        if not self.forecast_points():
            return []
        ahead = range(BAND_STEPS + 1)
        days = [standing.days_left * step // BAND_STEPS for step in ahead]
        found = [(today + timedelta(days=day), standing.after(day)) for day in days]
        upper = [(day, Fraction(each.high, standing.now.scope)) for day, each in found]
        lower = [(day, Fraction(each.low, standing.now.scope)) for day, each in found]
        return [*upper, *reversed(lower)]

    def labels(self) -> list[Label]:
        """Texts at the line ends; those in the right margin keep their distance."""
        margin: list[tuple[float, str, bool]] = []
        if self.goal and not self.passed:
            text = _("Target %(share)s") % {"share": percent(self.goal.share)}
            margin.append((self.y_of(self.goal.share), text, False))
        forecast = self.forecast_points()
        if forecast:
            text = _("Expected %(share)s") % {"share": percent(forecast[-1][1])}
            margin.append((self.y_of(forecast[-1][1]), text, True))
        if forecast and self.board.whole.between:
            low, high = self.board.whole.between
            margin.append((self.y_of(forecast[-1][1]) + 1, span(low, high), False))
        return [*self.here(margin), *_spread(margin, self.frame.right + 8)]

    def here(self, margin: list[tuple[float, str, bool]]) -> list[Label]:
        """The label of today: beside its dot, or in the margin when the dot is at the edge."""
        rate = self.board.whole.rate.exact
        if rate is None:
            return []
        text = _("Now %(share)s") % {"share": percent(rate)}
        x, y = self.x_of(self.board.asked.as_of), self.y_of(rate)
        if x > self.frame.right - LABEL_WIDTH:
            margin.append((y, text, True))
            return []
        return [Label(_px(x + 8), _px(min(y + 16, self.frame.bottom - 6)), text, main=True)]

    def ticks(self) -> list[Tick]:
        """The first month, then every January and, where there is room, July."""
        step = self.frame.months_apart
        months = range(self.first.year * 12, self.last.year * 12 + 12, step)
        days = [date(month // 12, month % 12 + 1, 1) for month in months]
        width = self.frame.right - self.frame.left
        room = (self.last - self.first) * min(1.0, FIRST_LABEL / width)
        start = Tick(self.x(self.first), f"{self.first:%Y-%m}", "start")
        return [start] + [
            Tick(self.x(day), f"{day:%Y}" if day.month == 1 else f"{day:%m}", "middle")
            for day in days
            if self.first + room < day <= self.last
        ]

    def path(self, points: Sequence[tuple[date, Fraction]]) -> str:
        if len(points) < 2:
            return ""
        return "M" + "L".join(" ".join(self.place(*point)) for point in points)

    def closed(self, points: Sequence[tuple[date, Fraction]]) -> str:
        drawn = self.path(points)
        return f"{drawn}Z" if drawn else ""

    def place(self, day: date, share: Fraction) -> Place:
        return Place(self.x(day), self.y(share))

    def x(self, day: date) -> str:
        return _px(self.x_of(day))

    def y(self, share: Fraction) -> str:
        return _px(self.y_of(share))

    def x_of(self, day: date) -> float:
        span = (self.last - self.first).days or 1
        width = self.frame.right - self.frame.left
        return self.frame.left + width * (day - self.first).days / span

    def y_of(self, share: Fraction) -> float:
        height = self.frame.bottom - self.frame.top
        return self.frame.bottom - height * float(min(Fraction(1), max(Fraction(0), share)))


def _spread(margin: list[tuple[float, str, bool]], x: float) -> list[Label]:
    """Put texts one below the other, at least a line apart."""
    labels: list[Label] = []
    lowest = 0.0
    for y, text, main in sorted(margin):
        lowest = max(y + 4, lowest + LABEL_GAP if labels else y + 4)
        labels.append(Label(_px(x), _px(lowest), text, main))
    return labels


def _grid_text(quarter: int) -> str:
    return "100%" if quarter == 4 else str(quarter * 25)


def _px(value: float) -> str:
    return f"{value:.1f}"
