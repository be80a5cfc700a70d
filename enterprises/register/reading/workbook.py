"""Read an uploaded workbook: its first sheet is the list."""

from pathlib import Path

from enterprises.register.reading.tables import (
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Kind,
    Line,
    Table,
    Unreadable,
)
from gongfu.core.workbooks.reading import Refused, Row, read_rows

MAX_TEXT = 2_000


def read_workbook(path: Path) -> Table:
    """Return the lines of the first sheet."""
    try:
        rows = read_rows(
            path, sheets=1, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS, max_text=MAX_TEXT
        )
    except Refused as refusal:
        raise Unreadable(refusal.code, **refusal.params) from refusal
    return Table("XLSX", [_line(row) for row in rows])


def _line(row: Row) -> Line:
    return Line(row.number, tuple(Cell(text, Kind(kind)) for kind, text in row.cells))
