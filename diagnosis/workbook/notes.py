"""The first sheet: what this is, how to fill it in, how to send it back."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl.worksheet.worksheet import Worksheet

from diagnosis.workbook import looks
from diagnosis.workbook.printing import protect, put, set_up_print


@dataclass(frozen=True, slots=True)
class Facts:
    """Whose workbook this is."""

    enterprise: str
    campaign: str
    framework: str
    due_on: str
    made_by: str
    made_at: str
    simulated: bool


def write_notes(sheet: Worksheet, facts: Facts) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 88
    sheet.sheet_view.showGridLines = False
    row = _title(sheet, facts)
    for label, text in _pairs(facts):
        font = looks.face(color=looks.GREY)
        put(sheet.cell(row, 1), label, font=font, alignment=looks.WRAPPED)
        put(sheet.cell(row, 2), text, font=looks.face(), alignment=looks.WRAPPED)
        row += 1
    row = _chapter(sheet, row + 1, _("How to fill it in"), _steps())
    row = _chapter(sheet, row + 1, _("How to send it back"), _sending())
    put(sheet.cell(row + 1, 1), _("Colours"), font=looks.face(bold=True, size=12))
    for offset, (fill, text) in enumerate(_colours(), start=2):
        put(sheet.cell(row + offset, 1), "", fill=fill, border=looks.BOX)
        put(sheet.cell(row + offset, 2), text, font=looks.face(), alignment=looks.WRAPPED)
    protect(sheet)
    set_up_print(sheet, "portrait")


def _title(sheet: Worksheet, facts: Facts) -> int:
    put(
        sheet.cell(1, 1),
        _("Self-assessment to fill in offline"),
        font=looks.face(bold=True, size=16),
    )
    if not facts.simulated:
        return 3
    words = _("Demo: all enterprises, people and figures are simulated")
    put(sheet.cell(2, 1), words, font=looks.face(color=looks.RED))
    return 4


def _pairs(facts: Facts) -> list[tuple[str, str]]:
    return [
        (_("Enterprise"), facts.enterprise),
        (_("Round"), facts.campaign),
        (_("Questionnaire"), facts.framework),
        (_("Due on"), facts.due_on),
        (_("Made by"), facts.made_by),
        (_("Made at"), facts.made_at),
    ]


def _chapter(sheet: Worksheet, row: int, title: str, items: list[str]) -> int:
    put(sheet.cell(row, 1), title, font=looks.face(bold=True, size=12))
    for number, item in enumerate(items, start=1):
        row += 1
        put(
            sheet.cell(row, 1),
            str(number),
            font=looks.face(color=looks.GREY),
            alignment=looks.RIGHT,
        )
        put(sheet.cell(row, 2), item, font=looks.face(), alignment=looks.WRAPPED)
    return row + 1


def _steps() -> list[str]:
    return [
        _(
            "Fill in the pale yellow cells of the “Answer sheet”; everything else is locked. "
            "The answers given so far stand there already."
        ),
        _("One answer: choose it from the list that opens at the arrow beside the cell."),
        _("Several answers: choose √ for everything that applies. “None of these” stands alone."),
        _(
            "Figures: enter the number only; its unit stands beside it. Formulas are not read, "
            "paste their values."
        ),
        _("Some answers need a reason; then a line for it follows the question."),
        _(
            "A question that says “Asked only where …” is needed only then; you may fill it in "
            "all the same."
        ),
        _(
            "You need not answer everything at once. An empty cell is an open question; "
            "emptying an answer takes it back."
        ),
    ]


def _sending() -> list[str]:
    return [
        _("Save the file as an Excel workbook (.xlsx), without a password."),
        _("Sign in, open the self-assessment, choose “Fill in with Excel” and upload the file."),
        _(
            "You first see what would change and which cells have to be corrected; nothing is "
            "taken before you confirm it."
        ),
        _(
            "If somebody has answered a question online in the meantime, you see both answers "
            "and choose."
        ),
        _(
            "Taking the answers does not submit the self-assessment; that remains the last step "
            "on the site."
        ),
    ]


def _colours() -> list[tuple[object, str]]:
    return [
        (looks.TO_FILL, _("to be filled in")),
        (looks.LATER, _("not asked at present; it depends on another answer")),
        (
            looks.WRONG,
            _("to be corrected (in a workbook that came back with errors); the comment says why"),
        ),
    ]
