"""Writes the workbook: instructions, one long sheet to fill in, and two hidden sheets."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from tempfile import TemporaryFile
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from diagnosis.maturity.numbers import NumberError, canonical_number
from diagnosis.workbook import looks
from diagnosis.workbook.identity import MARK, SHEET, Identity
from diagnosis.workbook.lines import ENTRY, SECTION, Line, Lines
from diagnosis.workbook.notes import Facts, write_notes
from diagnosis.workbook.printing import protect, put, set_up_print
from diagnosis.workbook.slots import NUMBER, TICK, Slot
from diagnosis.workbook.validating import Checks
from gongfu.core.spreadsheets import ILLEGAL

KEY_HEAD, ANSWER_HEAD = "gongfu:key", "gongfu:answer"
KEY, NO, QUESTION, ANSWER, HOW, NOTE = range(1, 7)
FIRST_ROW = 3  # below the hidden row of marks and the visible heads
LONGEST_NUMBER = 15  # digits that a spreadsheet program keeps
AUTHOR, COMMENT_WIDTH, COMMENT_HEIGHT = "Gongfu", 320, 140


@dataclass(frozen=True, slots=True)
class Sources:
    """What stands in the answer cells: refs and numbers of answers, or what somebody typed.

    `wrong` says what to correct, by key.
    """

    content: Callable[[Slot], str]
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a workbook."""

    facts: Facts
    identity: Identity
    lines: Lines
    sources: Sources


def workbook_file(contents: Contents) -> IO[bytes]:
    """The workbook as an open temporary file, ready to be sent."""
    book = Workbook()
    notes = book.active
    notes.title = _("Read first")
    write_notes(notes, contents.facts)
    _write_sheet(book.create_sheet(_("Answer sheet")), book, contents)
    sheets = [(SHEET, sheet.title) for sheet in book.worksheets]
    _hide(book.create_sheet(MARK), chain(contents.identity.rows(), sheets))
    file = TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def _write_sheet(sheet: Worksheet, book: Workbook, contents: Contents) -> None:
    checks = Checks(book, sheet)
    _set_up(sheet)
    for row, at, head in ((1, KEY, KEY_HEAD), (1, ANSWER, ANSWER_HEAD), (2, KEY, KEY_HEAD)):
        put(sheet.cell(row, at), head)
    heads = {NO: _("No."), QUESTION: _("Question"), ANSWER: _("Your answer")}
    heads |= {HOW: _("How"), NOTE: _("Options and hints")}
    for at, head in heads.items():
        font = looks.face(bold=True, color="FFFFFFFF")
        put(sheet.cell(2, at), head, font=font, fill=looks.HEAD, alignment=looks.WRAPPED)
    for row, line in enumerate(contents.lines.all(), start=FIRST_ROW):
        _write_line(sheet, row, line)
        if line.slot:
            _write_answer(sheet.cell(row, ANSWER), line, line.slot, contents.sources)
            put(sheet.cell(row, KEY), line.slot.key)
            checks.add(row, ANSWER, line)
    checks.finish()


def _write_line(sheet: Worksheet, row: int, line: Line) -> None:
    section, entry = line.kind == SECTION, line.kind == ENTRY
    color = looks.INK if line.asked else looks.GREY
    strong = looks.face(bold=not entry, size=12 if section else 10, color=color)
    plain = looks.face(color=looks.GREY)
    common = {"fill": looks.BAND} if section else {} if entry else {"border": looks.TOP}
    aside = looks.INDENTED if entry else looks.WRAPPED
    put(sheet.cell(row, NO), line.no, font=plain, alignment=looks.WRAPPED, **common)
    put(sheet.cell(row, QUESTION), line.text, font=strong, alignment=aside, **common)
    sheet.cell(row, ANSWER).font = plain
    put(sheet.cell(row, ANSWER), "", **common)
    put(sheet.cell(row, HOW), line.how, font=plain, alignment=looks.WRAPPED, **common)
    put(sheet.cell(row, NOTE), line.note, font=plain, alignment=looks.WRAPPED, **common)


def _write_answer(cell: Cell, line: Line, slot: Slot, sources: Sources) -> None:
    """What stands there, as somebody would have typed it; what is wrong gets a comment."""
    if slot.key in sources.typed:
        _write_text(cell, slot, sources.typed[slot.key])
    else:
        _write_value(cell, line, slot, sources.content(slot))
    cell.font = looks.face()
    cell.alignment = looks.CENTRED if slot.kind == TICK else looks.WRAPPED
    cell.border, cell.protection = looks.BOX, looks.OPEN
    cell.fill = looks.TO_FILL if line.asked else looks.LATER
    if slot.kind != NUMBER:
        cell.number_format = "@"  # so that nothing typed becomes a date
    if slot.key in sources.wrong:
        cell.fill = looks.WRONG
        text = ILLEGAL.sub("", sources.wrong[slot.key])
        cell.comment = Comment(text, AUTHOR, COMMENT_HEIGHT, COMMENT_WIDTH)


def _write_value(cell: Cell, line: Line, slot: Slot, content: str) -> None:
    labels = line.labels_by_ref
    _write_text(cell, slot, labels.get(content, content))


def _write_text(cell: Cell, slot: Slot, text: str) -> None:
    """As text, or as the number that it is."""
    if slot.kind == NUMBER and _survives(text):
        cell.value = float(text) if "." in text else int(text)
    else:
        put(cell, text)


def _survives(number: str) -> bool:
    """Whether a number comes back from a spreadsheet program as it went in."""
    try:
        return len(number) <= LONGEST_NUMBER and canonical_number(repr(float(number))) == number
    except (NumberError, ValueError):
        return False


def _set_up(sheet: Worksheet) -> None:
    """Widths, what stays in view, how it prints, and what is locked."""
    for letter, width in looks.WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[1].hidden = True
    sheet.freeze_panes = "A3"
    sheet.sheet_view.showGridLines = False
    sheet.print_title_rows = "2:2"
    protect(sheet)
    set_up_print(sheet, "landscape")


def _hide(sheet: Worksheet, rows: Iterable[tuple[str, ...]]) -> None:
    for number, row in enumerate(rows, start=1):
        for at, text in enumerate(row, start=1):
            put(sheet.cell(number, at), text)
    sheet.sheet_state = "veryHidden"
