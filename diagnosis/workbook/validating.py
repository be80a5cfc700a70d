"""What a spreadsheet program checks while somebody types: lists, ticks, numbers, long texts."""

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from diagnosis.maturity.answers import LONGEST_REASON
from diagnosis.maturity.fields import Field
from diagnosis.maturity.numbers import exact_text
from diagnosis.workbook.lines import Line, limits
from diagnosis.workbook.slots import NUMBER, REASON, TICK, TICKED
from gongfu.core.spreadsheets import ILLEGAL

LISTS = "gongfu-lists"
LONGEST_MESSAGE = 225  # letters, of the box that a spreadsheet program shows
LOWEST, HIGHEST = "-1000000000000000000", "1000000000000000000"


class Checks:
    """Gives each cell its check; equal ones share theirs, and their list of options."""

    def __init__(self, book: Workbook, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.lists = book.create_sheet(LISTS)
        self.lists.sheet_state = "hidden"
        self.columns: dict[tuple[str, ...], str] = {}
        self.checks: dict[object, DataValidation] = {}

    def add(self, row: int, column: int, line: Line) -> None:
        slot = line.slot
        key = (slot.kind if slot else "", line.labels, line.number and _ends(line.number))
        if key not in self.checks:
            self.checks[key] = self._check(line)
        self.checks[key].add(f"{get_column_letter(column)}{row}")

    def finish(self) -> None:
        """Write them down, once all cells are known."""
        for check in self.checks.values():
            self.sheet.add_data_validation(check)

    def _check(self, line: Line) -> DataValidation:
        kind = line.slot.kind if line.slot else ""
        if kind == NUMBER and line.number:
            return _number(line.number)
        if kind == TICK:
            words = _("Choose √ where it applies, or leave the cell empty.")
            return _refusing(DataValidation("list", formula1=f'"{TICKED}"'), words)
        if kind == REASON:
            words = _("At most %(limit)d letters.") % {"limit": LONGEST_REASON}
            most = str(LONGEST_REASON)
            return _refusing(DataValidation("textLength", most, operator="lessThanOrEqual"), words)
        words = _("Choose one of the options from the list.")
        return _refusing(DataValidation("list", formula1=self._range(line.labels)), words)

    def _range(self, labels: tuple[str, ...]) -> str:
        """Where the options stand in the hidden sheet."""
        if labels not in self.columns:
            column = len(self.columns) + 1
            letter = get_column_letter(column)
            for row, label in enumerate(labels, start=1):
                cell = self.lists.cell(row, column)
                cell.value = ILLEGAL.sub("", label)
                cell.data_type = "s"
            self.columns[labels] = f"{quote_sheetname(LISTS)}!${letter}$1:${letter}${len(labels)}"
        return self.columns[labels]


def _ends(field: Field) -> tuple[object, ...]:
    return field.min, field.max, field.integer


def _number(field: Field) -> DataValidation:
    low = LOWEST if field.min is None else exact_text(field.min)
    high = HIGHEST if field.max is None else exact_text(field.max)
    check = DataValidation("whole" if field.integer else "decimal", low, high, operator="between")
    words = _("Enter a number only, without its unit: %(limits)s") % {
        "limits": limits(field) or _("any number")
    }
    return _refusing(check, words)


def _refusing(check: DataValidation, words: str) -> DataValidation:
    check.allow_blank = True
    check.showErrorMessage = True
    check.errorTitle = _("Not possible here")
    check.error = words[:LONGEST_MESSAGE]
    return check
