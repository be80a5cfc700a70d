"""A table of the board as rows of a file that says by itself what it shows."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from enterprises.register.models import Size
from gongfu.core.spreadsheets import Value
from reports.coverage.board import Board
from reports.coverage.names import Names
from reports.coverage.tables import Table


def rows_of(table: Table, board: Board, names: Names) -> list[Sequence[Value]]:
    """What every file begins with, for it may be found alone in a folder; then the table."""
    return [*_preface(table, board, names), [], table.head, *table.rows]


def _preface(table: Table, board: Board, names: Names) -> list[Sequence[Value]]:
    lines: list[Sequence[Value]] = [
        [table.title],
        [_("Campaign"), board.campaign.name],
        [_("Filter"), filter_text(board, names)],
        [_("As of"), board.asked.as_of],
        [_("As known at"), localtime(board.known_at).isoformat()],
        *_meaning(table, board),
        [_("Source"), _("coverage ledger")],
    ]
    if settings.GONGFU_DEMO or board.campaign.is_simulated:
        lines.append([_("Simulated data: no real enterprise is shown.")])
    return lines


def _meaning(table: Table, board: Board) -> list[Sequence[Value]]:
    """What is counted: the step of the board, or what the table says of itself."""
    if table.meaning:
        return [[_("Transformed"), table.meaning]]
    return [
        [_("Counted as covered"), str(board.step.label)],
        [_("Coverage"), _("enterprises that reached this step / enterprises in scope that day")],
    ]


def filter_text(board: Board, names: Names) -> str:
    """The filter in words."""
    asked = board.asked
    parts = [
        names.districts[asked.district].name if asked.district else _("Whole city"),
        names.industries[asked.industry].short_name if asked.industry else _("All industries"),
        str(Size(asked.size).label) if asked.size else _("All sizes"),
    ]
    return " · ".join(parts)
