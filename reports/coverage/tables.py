"""Every table of the board as rows for a file: the figures of the page, with all columns."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from gongfu.core.spreadsheets import Value
from reports.coverage.board import Board, Line
from reports.coverage.calls import Call
from reports.coverage.rates import Rate, rounded
from reports.coverage.take_up import TakeUpLine, take_up


@dataclass(frozen=True, slots=True)
class Table:
    """A title, a head and rows."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]
    meaning: str = ""  # of a share that is not coverage


def table(name: str, board: Board, firms: Callable[[], Iterable[Call]]) -> Table:
    """The table of that name; the firms are fetched only for the list of calls."""
    if name == "calls":
        return _calls(firms())
    return _MAKERS[name](board)


def _lines(title: str, first: str, lines: Iterable[Line], whole: Line) -> Table:
    head = [
        *(_("Code"), first, _("In scope"), _("Covered"), _("Coverage, %"), _("To go")),
        *(_("Due today, %"), _("Needed a week"), _("Now a week"), _("Needed / now")),
        *(_("Expected on target date, %"), _("On target date, %"), _("Since then")),
    ]
    rows = [_line(line, line.name) for line in lines]
    return Table(title, head, [*rows, _line(whole, _("Total"))])


def _line(line: Line, name: str) -> list[Value]:
    standing = line.standing
    return [
        *(line.key, name, line.scope, line.covered, _percent(line.rate), standing.gap),
        *(_share(line.due), _one(standing.required), _one(standing.present)),
        *(_one(standing.ratio), _percent(line.expected), _percent(line.reached)),
        standing.since if line.reached else None,
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
    return Table(_("Coverage by month"), [*head, _("Target line, %")], rows)


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


def _calls(firms: Iterable[Call]) -> Table:
    head = [
        *(_("Credit code"), _("Enterprise"), _("District"), _("Industry"), _("Staff")),
        *(_("Where it stands"), _("Days without movement"), _("Days overdue"), _("Provider")),
    ]
    return Table(_("Enterprises to call"), head, [_call(call) for call in firms])


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
}
NAMES = (*_MAKERS, "calls")
