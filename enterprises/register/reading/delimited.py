"""Read a text file of separated values: comma, semicolon or tab, any line end."""

import csv
import io
from collections.abc import Iterator

from enterprises.register.reading.encodings import decode
from enterprises.register.reading.tables import (
    HEADER_WITHIN,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Line,
    Table,
    Unreadable,
)

MAX_LINE = 64_000  # characters; a line of the register has a few hundred
DELIMITERS = (",", "\t", ";", "，")


def read_delimited(data: bytes) -> Table:
    text, encoding = decode(data)
    _check_lines(text)
    return Table(encoding, list(_lines(text)))


def _check_lines(text: str) -> None:
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > MAX_LINE:
            raise Unreadable("line_too_long", row=number, limit=MAX_LINE)


def _lines(text: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    count = number = 0
    while True:
        number += 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise Unreadable("quotes_broken", row=number) from error
        if row is None:
            return
        while row and not row[-1].strip():
            row.pop()
        if not row:
            continue
        count += 1
        if len(row) > MAX_COLUMNS:
            raise Unreadable("too_many_columns", row=number, limit=MAX_COLUMNS)
        if count > MAX_ROWS:
            raise Unreadable("too_many_rows", limit=MAX_ROWS)
        yield Line(number, tuple(map(Cell, row)))


def _delimiter(text: str) -> str:
    """The separator that the first lines use most: a title above the header has none."""
    start = "\n".join(text[:20_000].splitlines()[:HEADER_WITHIN])
    return max(DELIMITERS, key=start.count)
