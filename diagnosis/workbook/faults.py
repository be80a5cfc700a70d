"""What is wrong with a cell, said so that a person finds it and knows what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnosis.maturity import Framework, Question, Texts
from diagnosis.presenting import numbering
from diagnosis.workbook.lines import slot_label
from diagnosis.workbook.marks import Marks, percent
from diagnosis.workbook.opening import MERGED, TWICE, Cell
from diagnosis.workbook.slots import Slot

LONGEST_FOUND = 60
EMPTY = "–"

WORDS = {
    "f": gettext_lazy("Formulas are not read. Replace it by its value (paste special, values)."),
    "e": gettext_lazy("The cell shows an error of the spreadsheet program. Enter the value anew."),
    "d": gettext_lazy(
        "The program made a date (%(date)s) of it. Set the format of the cell to text "
        "and enter it again."
    ),
    "option": gettext_lazy("Choose one of the options from the list: %(options)s."),
    "tick": gettext_lazy("Enter √ if it applies, or empty the cell."),
    TWICE: gettext_lazy(
        "This row stands in the workbook twice, with different answers. Delete one of the two."
    ),
    MERGED: gettext_lazy(
        "The cell was merged with others. Unmerge them and enter each answer in its own cell."
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell: where it is, which question it belongs to, what was found, what is to be done."""

    ref: str
    key: str
    sheet: str
    at: str
    no: str
    is_scene: bool
    label: str  # of the question
    part: str  # of the question: a data field, a row, the reason; empty where it is the whole
    found: str
    text: str


@dataclass(frozen=True, slots=True)
class Telling:
    """Says what is wrong in the reader's language."""

    framework: Framework
    texts: Texts
    numbers: Mapping[str, str]

    def fault(self, slot: Slot, cell: Cell, text: str) -> Fault:
        found = " ".join(percent(cell.text).split() if cell.kind == "p" else cell.text.split())
        return Fault(
            ref=slot.ref,
            key=slot.key,
            sheet=cell.sheet,
            at=cell.at,
            no=self.numbers[slot.ref],
            is_scene=self.framework.questions[slot.ref].is_scene,
            label=self.texts.question(slot.ref).label,
            part=slot_label(self.framework, self.texts, slot),
            found=f"{found[:LONGEST_FOUND]}…" if len(found) > LONGEST_FOUND else found or EMPTY,
            text=text,
        )

    def words(self, code: str, question: Question, slot: Slot, params: Mapping[str, Any]) -> str:
        marks = Marks(question, self.texts.question(question.ref))
        options = ", ".join(marks.mark[ref] for ref in question.option_refs)
        return str(WORDS[code]) % {"options": options, **params}

    def unneeded(self) -> str:
        return _("The answer needs no reason, so this text is not kept.")


def telling(framework: Framework, texts: Texts) -> Telling:
    return Telling(framework, texts, numbering(framework))
