"""Tables that leave the house as CSV or XLSX; no cell and no header of ours is a live formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

# With these a formula may begin, full-width forms and leading blanks included.
LIVE = re.compile(r"^\s*[=+\-@\t\r\n＝＋－＠]")
SHIELDED = re.compile(r"^'(?=\s*[=+\-@\t\r\n＝＋－＠])")
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BOM = "\ufeff"
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Value = str | int | Decimal | date | datetime | bool | None


def neutral(text: str) -> str:
    """Return text that no spreadsheet program takes for a formula: it gets an apostrophe in front.

    >>> neutral("=1+1"), neutral("上海-浦东"), neutral("＝A1")
    ("'=1+1", '上海-浦东', "'＝A1")
    """
    return f"'{text}" if LIVE.match(text) else text


def unshielded(text: str) -> str:
    """Return a text of our own export as it was before `neutral`."""
    return SHIELDED.sub("", text)


def csv_stream(rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """Yield CSV line by line, with the mark by which Excel knows UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    for row in rows:
        writer.writerow([_csv_value(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def xlsx_file(rows: Iterable[Sequence[Value]], *, title: str) -> IO[bytes]:
    """Return a workbook with one sheet as an open temporary file, ready to be sent."""
    return xlsx_sheets([(title, rows)])


def xlsx_sheets(sheets: Iterable[tuple[str, Iterable[Sequence[Value]]]]) -> IO[bytes]:
    """The same with several sheets, each a title and its rows."""
    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31])
        for row in rows:
            sheet.append([_xlsx_cell(sheet, value) for value in row])
    file = TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def _csv_value(value: Value) -> str | int | Decimal | None:
    plain = _plain(value)
    return neutral(plain) if isinstance(plain, str) else plain


def _xlsx_cell(sheet: Any, value: Value) -> Any:
    """A cell whose text is text: openpyxl would make a formula of what begins with `=`."""
    plain = _plain(value)
    if not isinstance(plain, str):
        return plain
    cell = WriteOnlyCell(sheet, ILLEGAL.sub("", plain)[:32_767])
    cell.data_type = "s"
    return cell


def _plain(value: Value) -> str | int | Decimal | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, bool) else value
