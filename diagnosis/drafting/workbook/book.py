"""The workbook as a file: written with every cell as text, read in the limited child."""

from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from diagnosis.drafting.files import Trees
from diagnosis.drafting.workbook.exporting import Sheet, to_sheets
from diagnosis.drafting.workbook.faults import Fault, Faulty
from diagnosis.drafting.workbook.importing import from_rows
from diagnosis.drafting.workbook.places import Places
from diagnosis.drafting.workbook.shapes import NOTES
from gongfu.core.workbooks.reading import Refused, read_rows

MOST_ROWS, MOST_COLUMNS, MOST_TEXT, MOST_SHEETS = 5_000, 400, 40_000, 20
NARROW, WIDE, WIDEST = 14, 40, 60
BOLD, WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")
AS_TEXT = "@"  # so that a spreadsheet program leaves 2024-09-04 and 1/2 as they are typed

REFUSALS = {
    "workbook_damaged": gettext_lazy(
        "The workbook is damaged. Open it, save it anew and upload again."
    ),
    "workbook_encrypted": gettext_lazy("The workbook has a password. Remove it and upload again."),
    "workbook_macro": gettext_lazy("The workbook holds macros. Save it as XLSX without macros."),
    "workbook_external": gettext_lazy(
        "The workbook refers to other files. Break the links (keep the values) and upload again."
    ),
    "workbook_nested": gettext_lazy(
        "The workbook holds embedded files. Delete them and upload again."
    ),
    "too_many_rows": gettext_lazy("A sheet has more than %(limit)s rows."),
    "too_many_columns": gettext_lazy("Row %(row)s has more than %(limit)s columns."),
}
NOT_TAKEN = gettext_lazy(
    "This is not a workbook that can be read here. Begin with the template and save it as XLSX."
)


def workbook_file(trees: Trees) -> IO[bytes]:
    """The framework as a workbook, an open temporary file ready to be sent."""
    book = Workbook(write_only=True)
    _write_notes(book.create_sheet(NOTES))
    for sheet in to_sheets(trees):
        _write_sheet(book.create_sheet(sheet.name), sheet)
    file = TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def read_book(content: bytes) -> tuple[Trees, Places]:
    """Read an uploaded workbook; raises Faulty with sheet, row and column of what is wrong."""
    with NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        try:
            rows = read_rows(
                Path(file.name),
                sheets=MOST_SHEETS,
                max_rows=MOST_ROWS,
                max_columns=MOST_COLUMNS,
                max_text=MOST_TEXT,
            )
        except Refused as refusal:
            text = str(REFUSALS.get(refusal.code, NOT_TAKEN)) % refusal.params
            raise Faulty([Fault("", 0, "", text)]) from refusal
    return from_rows(rows)


def _write_sheet(target: Any, sheet: Sheet) -> None:
    headers = sheet.headers
    target.freeze_panes = "B2"
    for number, header in enumerate(headers, start=1):
        longest = max((len(row.get(header, "")) for row in sheet.rows), default=0)
        width = NARROW if longest < NARROW else WIDE if longest < 4 * WIDE else WIDEST
        target.column_dimensions[get_column_letter(number)].width = max(width, len(header) + 2)
    target.append([_cell(target, header, head=True) for header in headers])
    for row in sheet.rows:
        target.append([_cell(target, row.get(header, "")) for header in headers])


def _cell(target: Any, text: str, *, head: bool = False) -> Any:
    """A text cell: openpyxl would make a formula of what begins with `=`."""
    cell = WriteOnlyCell(target, text or None)
    if text:
        cell.data_type = "s"
    cell.number_format, cell.alignment = AS_TEXT, WRAPPED
    if head:
        cell.font = BOLD
    return cell


def _write_notes(target: Any) -> None:
    target.column_dimensions["A"].width = 110
    for line in notes():
        target.append([_cell(target, line)])


def notes() -> list[str]:
    """What an author must know who opens the workbook; this sheet is not read back."""
    return [
        _("This workbook is a whole framework. Change it, save it as XLSX and upload it again."),
        _("One sheet per list. Each row is one entry; the order of rows is the order in the form."),
        _("A column is called like its key in the format: points, weight, status. An empty cell "
          "means that the key is left out."),
        _("[zh] and [en] are words in Chinese and English, beside the thing that they name."),
        _("(list): several values with commas between them, such as q1, q2."),
        _("(yaml): whatever does not fit into one cell, in the notation of the YAML file."),
        _("“in question”, “in level”, “in part” and “in scale” name the row of the other sheet to "
          "which this row belongs. A part without “in part” is a root."),
        _("Formulas are not read: paste their values. Keep numbers as text."),
        _("This sheet is not read back."),
    ]  # fmt: skip
