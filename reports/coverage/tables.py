"""Every table of the board as rows for a file: the figures of the page, with all columns."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from gongfu.core.spreadsheets import Value
from reports.coverage.board import Board
from reports.coverage.calls import Call, Calling
from reports.coverage.lines import Line
from reports.coverage.lookback import look_back
from reports.coverage.rates import Rate, rounded
from reports.coverage.risks import Risk, risks
from reports.coverage.take_up import TakeUpLine, take_up


@dataclass(frozen=True, slots=True)
class Table:
    """A title, a head and rows."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]
    meaning: str = ""  # of a share that is not coverage


def table(name: str, board: Board, calling: Calling) -> Table:
    """The table of that name; firms are fetched only for the lists of calls."""
    if name in _CALLERS:
        return _CALLERS[name](board, calling)
    return _MAKERS[name](board)


def _lines(title: str, first: str, lines: Iterable[Line], whole: Line) -> Table:
    head = [
        *(_("Code"), first, _("In scope"), _("Covered"), _("Coverage, %"), _("To go")),
        *(_("Due today, %"), _("Needed a week"), _("Now a week"), _("Needed / now")),
        *(
            _("Expected on target date, %"),
            _("80-percent range from, %"),
            _("80-percent range to, %"),
        ),
        *(_("Done at this pace"), _("Earliest, 80-percent range"), _("Latest, 80-percent range")),
        *(_("On target date, %"), _("Since then")),
    ]
    rows = [_line(line, line.name) for line in lines]
    return Table(title, head, [*rows, _line(whole, _("Total"))])


def _line(line: Line, name: str) -> list[Value]:
    standing = line.standing
    low, high = line.between or (None, None)
    return [
        *(line.key, name, line.scope, line.covered, _percent(line.rate), standing.gap),
        *(_share(line.due), _one(standing.required), _one(standing.present)),
        *(_one(standing.ratio), _percent(line.expected), _percent(low), _percent(high)),
        *(standing.done.expected, standing.done.soonest, standing.done.latest),
        *(_percent(line.reached), standing.since if line.reached else None),
    ]


def _districts(board: Board) -> Table:
    return _lines(_("Coverage by district"), _("District"), board.districts, board.whole)


def _industries(board: Board) -> Table:
    return _lines(_("Coverage by industry"), _("Industry"), board.industries, board.whole)


def _sizes(board: Board) -> Table:
    return _lines(_("Coverage by size"), _("Size"), board.sizes, board.whole)


def _months(board: Board) -> Table:
    head = [_("Up to"), _("In scope"), _("Covered"), _("In the month"), _("Coverage, %")]
    rows = [
        [m.day, m.point.scope, m.point.covered, m.gained, _percent(m.rate), _share(m.due)]
        for m in board.months
    ]
    head += [_("Target line, %"), _("80-percent range from, %"), _("80-percent range to, %")]
    ahead = _ahead(board)
    title = _("Coverage by month, the last line as expected") if ahead else _("Coverage by month")
    return Table(title, head, [*rows, *ahead])


def _ahead(board: Board) -> list[list[Value]]:
    """The target day as it is expected, under the months that were."""
    standing, whole = board.whole.standing, board.whole
    found = standing.expected
    if not (found and standing.goal and whole.between):
        return []
    low, high = whole.between
    gained = found.expected - standing.now.covered
    return [
        [
            *(standing.goal.due_on, whole.scope, found.expected, gained, _percent(whole.expected)),
            *(_share(standing.goal.share), _percent(low), _percent(high)),
        ]
    ]


def _steps(board: Board) -> Table:
    head = [_("Step"), _("Enterprises"), _("In scope"), _("Share, %")]
    rows = [
        [str(line.step.label), line.rate.part, line.rate.whole, _percent(line.rate)]
        for line in board.steps
    ]
    return Table(_("The four steps"), head, rows)


def _take_up(board: Board) -> Table:
    head = [_("Code"), _("District"), _("In scope"), _("Transformed"), _("Share, %")]
    found = take_up(board)
    rows = [_taken_up(line, line.name) for line in found.districts]
    return Table(
        _("Transformation by district"),
        [*head, _("Target, %"), _("Target by"), _("To go")],
        [*rows, _taken_up(found.whole, _("Total"))],
        _("enterprises in scope that have done a measure of their agreed plan; unverified"),
    )


def _taken_up(line: TakeUpLine, name: str) -> list[Value]:
    goal = line.goal
    return [
        *(line.key, name, line.rate.whole, line.rate.part, _percent(line.rate)),
        *(_share(goal.share if goal else None), goal.due_on if goal else None, line.gap),
    ]


def _calls(board: Board, calling: Calling) -> Table:
    return Table(
        _("Enterprises to call"),
        _call_head(),
        [_call(call) for call in calling.largest(None)],
    )


def _closing(board: Board, calling: Calling) -> Table:
    """The calls that close the gap of each district at risk, the worst district first."""
    found = risks(board.districts, calling.counted())
    firms = calling.nearest({risk.line.key: risk.calls for risk in found})
    place = {risk.line.key: number for number, risk in enumerate(found, 1)}
    return Table(
        _("Enterprises that would close the gap of the districts at risk"),
        [_("Place of the district"), *_call_head()],
        [[place[call.enterprise.district_id], *_call(call)] for call in firms],
    )


def _risks(board: Board, calling: Calling) -> Table:
    head = [
        *(_("Place"), _("Code"), _("District"), _("Needed a week"), _("Now a week")),
        *(
            _("Needed / now"),
            _("To go"),
            _("Expected on target date, %"),
            _("80-percent range from, %"),
        ),
        *(_("80-percent range to, %"), _("Short at this pace"), _("Standing still")),
        _("Calls that would close the gap"),
    ]
    found = risks(board.districts, calling.counted())
    rows = [[place, *_risk(risk)] for place, risk in enumerate(found, 1)]
    return Table(_("Districts at risk, by needed over present pace"), head, rows)


def _risk(risk: Risk) -> list[Value]:
    line, standing = risk.line, risk.line.standing
    low, high = line.between or (None, None)
    return [
        *(line.key, line.name, _one(standing.required), _one(standing.present)),
        *(_one(standing.ratio), standing.gap, _percent(line.expected), _percent(low)),
        *(_percent(high), risk.missing, risk.standing_still),
        risk.calls if risk.closes else None,
    ]


def _look_back(board: Board) -> Table:
    head = [
        *(_("Forecast made at the end of"), _("Covered then"), _("Expected for the day")),
        *(_("80-percent range from"), _("80-percent range to"), _("Came"), _("Within the range")),
    ]
    rows: list[list[Value]] = [
        [
            *(trial.made_on, trial.covered, trial.forecast.expected, trial.forecast.low),
            *(trial.forecast.high, trial.came, _("yes") if trial.held else _("no")),
        ]
        for trial in look_back(board)
    ]
    return Table(_("Earlier forecasts for this day"), head, rows)


def _call_head() -> list[str]:
    return [
        *(_("Credit code"), _("Enterprise"), _("District"), _("Industry"), _("Staff")),
        *(_("Where it stands"), _("Days without movement"), _("Days overdue"), _("Provider")),
    ]


def _call(call: Call) -> list[Value]:
    firm = call.enterprise
    return [
        *(firm.uscc, firm.name, firm.district.short_name, firm.industry.short_name, firm.staff),
        *(str(call.kind.label), call.idle_days, call.overdue_days or None, call.provider),
    ]


def _percent(rate: Rate | None) -> Decimal | None:
    return _share(rate.exact if rate else None)


def _share(share: Fraction | None) -> Decimal | None:
    return None if share is None else rounded(share * 100, 1)


def _one(value: Fraction | None) -> Decimal | None:
    return None if value is None else rounded(value, 1)


_MAKERS: dict[str, Callable[[Board], Table]] = {
    "districts": _districts,
    "industries": _industries,
    "sizes": _sizes,
    "months": _months,
    "steps": _steps,
    "take_up": _take_up,
    "lookback": _look_back,
}
_CALLERS: dict[str, Callable[[Board, Calling], Table]] = {
    "calls": _calls,
    "risks": _risks,
    "closing": _closing,
}
NAMES = (*_MAKERS, *_CALLERS)
