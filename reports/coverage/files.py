"""A table of the board as a file that says by itself what it shows: filter, day, definition."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from enterprises.register.models import Size
from reports.coverage.board import Board
from reports.coverage.names import Names
from reports.coverage.tables import Table, Value

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def written(kind: str, table: Table, board: Board, names: Names) -> bytes:
    """The file, as CSV that Excel opens in Chinese, or as a workbook."""
    rows = [*preface(table, board, names), [], table.head, *table.rows]
    return as_csv(rows) if kind == "csv" else as_workbook(table.title, rows)


def preface(table: Table, board: Board, names: Names) -> list[list[Value]]:
    """What every file begins with: it must be understood when it is found alone in a folder."""
    lines: list[list[Value]] = [
        [table.title],
        [_("Campaign"), board.campaign.name],
        [_("Filter"), filter_text(board, names)],
        [_("As of"), board.asked.as_of],
        [_("As known at"), localtime(board.known_at).isoformat()],
        [_("Counted as covered"), str(board.step.label)],
        [_("Coverage"), _("enterprises that reached this step / enterprises in scope that day")],
        [_("Source"), _("coverage ledger, version %(version)s") % {"version": board.version}],
    ]
    if settings.GONGFU_DEMO or board.campaign.is_simulated:
        lines.append([_("Simulated data: no real enterprise is shown.")])
    return lines


def filter_text(board: Board, names: Names) -> str:
    """The filter in words."""
    asked = board.asked
    parts = [
        names.districts[asked.district].name if asked.district else _("Whole city"),
        names.industries[asked.industry].short_name if asked.industry else _("All industries"),
        str(Size(asked.size).label) if asked.size else _("All sizes"),
    ]
    return " · ".join(parts)


def as_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read it as such."""
    text = io.StringIO()
    csv.writer(text).writerows([_plain(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str:
    """A cell as text; what a spreadsheet would run as a formula is quoted."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return "" if value is None else str(value)


def as_workbook(title: str, rows: Iterable[Sequence[Value]]) -> bytes:
    """A workbook with numbers as numbers and every text as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> object:
    if isinstance(value, Decimal | int | date) or value is None:
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"  # never a formula, whatever it begins with
    return cell
