"""What is wrong with a workbook, by sheet, row and column."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to correct."""

    sheet: str
    row: int
    column: str
    expected: str

    def __str__(self) -> str:
        where = place_text(self.sheet, self.row)
        return ": ".join(part for part in (where, self.column, self.expected) if part)


def place_text(sheet: str, row: int) -> str:
    """Where something stands: "sheet questions, row 12"."""
    if row:
        return _("sheet %(sheet)s, row %(row)d") % {"sheet": sheet, "row": row}
    return _("sheet %(sheet)s") % {"sheet": sheet}


class Faulty(Exception):
    """The workbook cannot be taken; `faults` says why, the first ones only."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(str(faults[0]))
        self.faults = faults[:MOST]
