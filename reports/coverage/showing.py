"""The board's figures as the page prints them: lines of tables, tiles of the map, the steps."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from enterprises.models import Step
from gongfu.core.ui.words import PACES
from reports.coverage.board import Board, Month
from reports.coverage.lines import Line
from reports.coverage.rates import NOTHING, percent, rounded, span
from reports.coverage.targets import UNDER_WAY, Between, Standing, State
from reports.coverage.wording import done_range, number, pace, times


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of a table, every cell as text; `pace` gives the tone of the tag."""

    name: str
    url: str
    scope: str
    covered: str
    rate: str
    width: str
    mark: str | None
    gap: str
    required: str
    present: str
    tag: str
    pace: int | str
    expected: str
    between: str
    done: str
    done_between: str
    reached: str
    since: str


def shown(line: Line, url: str, *, days: bool = True) -> ShownLine:
    """The line with its url; without the days of completion where no table shows them."""
    standing = line.standing
    done = standing.done if days else Between()
    return ShownLine(
        name=line.name,
        url=url,
        scope=number(line.scope),
        covered=number(line.covered),
        rate=line.rate.percent,
        width=line.rate.width,
        mark=None if line.due is None else str(rounded(line.due * 100, 2)),
        gap=number(standing.gap),
        required=pace(standing.required),
        present=pace(standing.present),
        tag=tag(standing),
        pace="" if standing.pace is None else standing.pace,
        expected=line.expected.percent if line.expected else NOTHING,
        between=_between(line),
        done=f"{done.expected or NOTHING}",
        done_between=done_range(done),
        reached=line.reached.percent if line.reached else NOTHING,
        since=number(standing.since),
    )


def _between(line: Line) -> str:
    """The range of what is expected; empty where its ends print alike."""
    if line.between is None or line.between[0].percent == line.between[1].percent:
        return ""
    return span(*line.between)


def tag(standing: Standing) -> str:
    """The state of a line in a word or two."""
    if standing.state is State.NO_TARGET:
        return ""
    if standing.state is State.TOO_FEW:
        return _("No forecast")
    if not standing.gap:
        return _("Complete") if standing.state is State.COMPLETE else _("Target met")
    if standing.state is State.PASSED:
        missing = rounded(standing.shortfall * 100, 1)
        return _("%(points)s percentage points short") % {"points": missing}
    if standing.ratio is None:
        return _("No progress")
    return _("%(times)s times") % {"times": times(standing.ratio)}


# Sorting of the district table: column -> what it sorts by.
_KEYS: dict[str, Callable[[Line], object]] = {
    "district": lambda line: line.key,
    "scope": lambda line: line.scope,
    "covered": lambda line: line.covered,
    "rate": lambda line: line.rate.exact or Fraction(0),
    "gap": lambda line: line.standing.gap,
    "need": lambda line: line.standing.required or Fraction(0),
    "now": lambda line: line.standing.present,
    "ratio": lambda line: (line.standing.pace or 0, _urgency(line.standing)),
    "expected": lambda line: (line.expected.exact if line.expected else None) or Fraction(0),
    "done": lambda line: line.standing.done.expected or date.max,
    "reached": lambda line: (line.reached.exact if line.reached else None) or Fraction(0),
    "since": lambda line: line.standing.since,
}
URGENT_FIRST = "-ratio"


def ordered(lines: Iterable[Line], order: str) -> list[Line]:
    """Lines by a column, descending with a minus; the most urgent first if none is named."""
    name = order.removeprefix("-")
    key = _KEYS.get(name)
    if key is None:
        order, key = URGENT_FIRST, _KEYS["ratio"]
    return sorted(lines, key=key, reverse=order.startswith("-"))  # type: ignore[arg-type]


def _urgency(standing: Standing) -> Fraction:
    """Finer than the pace class; a line without any progress comes before every ratio."""
    if standing.state in UNDER_WAY and standing.ratio is None:
        return Fraction(10**6 + standing.gap)
    return standing.ratio if standing.ratio is not None else standing.shortfall


@dataclass(frozen=True, slots=True)
class Tile:
    """One district on the map."""

    url: str
    name: str
    figure: str
    word: str
    pace: int | str
    row: int
    column: int


def tiles(board: Board, url: Callable[[str], str]) -> list[Tile]:
    """The districts of the board where the city's layout puts them."""
    return [
        Tile(
            url(line.key),
            line.name,
            line.rate.percent,
            _tile_word(line.standing),
            "" if line.standing.pace is None else line.standing.pace,
            board.places[line.key].row,
            board.places[line.key].column,
        )
        for line in board.districts
    ]


def _tile_word(standing: Standing) -> str:
    if standing.state in UNDER_WAY and standing.pace is not None:
        return str(PACES[standing.pace])
    if standing.state is State.PASSED and standing.gap:
        return _("%(points)s short") % {"points": rounded(standing.shortfall * 100, 1)}
    return tag(standing)


@dataclass(frozen=True, slots=True)
class ShownMonth:
    """One month of the table under the curve."""

    key: str
    day: date
    gained: str
    covered: str
    scope: str
    rate: str
    due: str
    between: str = ""


def shown_months(months: Iterable[Month]) -> list[ShownMonth]:
    return [
        ShownMonth(
            month.key,
            month.day,
            number(month.gained),
            number(month.point.covered),
            number(month.point.scope),
            month.rate.percent,
            NOTHING if month.due is None else percent(month.due),
        )
        for month in months
    ]


def shown_forecast(board: Board) -> ShownMonth | None:
    """The line below the months: the target day as it is expected; None where not forecast."""
    standing, whole = board.whole.standing, board.whole
    found = standing.expected
    if not (found and standing.goal and whole.expected and whole.between):
        return None
    return ShownMonth(
        f"{standing.goal.due_on:%Y-%m}",
        standing.goal.due_on,
        number(found.expected - standing.now.covered),
        number(found.expected),
        number(whole.scope),
        whole.expected.percent,
        percent(standing.goal.share),
        span(*whole.between),
    )


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One of the four steps; `mark` is what is due today, for the step that counts as covered."""

    label: str
    meaning: str
    rate: str
    width: str
    mark: str | None
    count: str


def shown_steps(board: Board) -> list[ShownStep]:
    """The four steps with the tick of the target where it applies."""
    mark = shown(board.whole, "").mark
    return [
        ShownStep(
            str(line.step.label),
            _step_meaning(line.step),
            line.rate.percent,
            line.rate.width,
            mark if line.step == board.step else None,
            number(line.rate.part),
        )
        for line in board.steps
    ]


def _step_meaning(step: Step) -> str:
    return {
        Step.INVITED: _("the self-assessment has been opened"),
        Step.SUBMITTED: _("the self-assessment is handed in"),
        Step.VERIFIED: _("a consultant has been on site"),
        Step.REPORTED: _("the diagnosis report is there"),
    }[step]
