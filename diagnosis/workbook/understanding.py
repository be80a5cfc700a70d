"""Makes answers of cells: each question is taken whole, or left with the cells to be corrected."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from unicodedata import normalize

from diagnosis.inputs import input_name
from diagnosis.maturity import Answer, AnswerError, Framework, Question, Texts, check_value
from diagnosis.maturity.answers import written_in_units
from diagnosis.maturity.forms import reason_in
from diagnosis.problems import to_invalid
from diagnosis.workbook.faults import Fault, telling
from diagnosis.workbook.marks import Marks, is_tick, percent
from diagnosis.workbook.opening import MERGED, TWICE, Cell
from diagnosis.workbook.slots import NUMBER, OPTION, REASON, TICK, Slot, slots_of

NOT_READ = {"f", "e", MERGED, TWICE}


@dataclass(slots=True)
class Understood:
    """What the cells say: an answer (None: emptied) for each question that could be read."""

    values: dict[str, Answer] = field(default_factory=dict)
    written: dict[str, dict[str, str]] = field(default_factory=dict)  # figures with units
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)  # told, but nothing has to be corrected
    absent: list[str] = field(default_factory=list)  # rows were deleted, so the answer stays


class _Wrong(Exception):
    """A cell that cannot be read; `code` says why."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Understanding:
    """Reads the cells of one questionnaire; messages are in the reader's language."""

    def __init__(self, framework: Framework, texts: Texts) -> None:
        self.framework = framework
        self.texts = texts
        self.tell = telling(framework, texts)
        self.words = [framework.texts(lang) for lang in framework.languages]

    def of(self, cells: Mapping[str, Cell]) -> Understood:
        """Every question of which something stands in the workbook."""
        found = Understood()
        for ref, question in self.framework.questions.items():
            slots = slots_of(question)
            there = {slot: cells[slot.key] for slot in slots if slot.key in cells}
            if len(there) < len(slots):
                found.absent.append(ref)
            else:
                self._question(question, there, found)
        return found

    def fault_of(self, error: AnswerError, cells: Mapping[str, Cell]) -> Fault:
        """What the core says of a value, at the cell it is about."""
        question = self.framework.questions[error.ref]
        slot = _slot_of(question, error)
        return self.tell.fault(slot, cells[slot.key], to_invalid(error, self.framework).message)

    def _question(self, question: Question, there: Mapping[Slot, Cell], found: Understood) -> None:
        read: dict[Slot, str] = {}
        faults = []
        for slot, cell in there.items():
            try:
                read[slot] = self._cell(question, slot, cell)
            except _Wrong as wrong:
                text = self.tell.words(wrong.code, question, slot, wrong.params)
                faults.append(self.tell.fault(slot, cell, text))
        cells = {slot.key: cell for slot, cell in there.items()}
        if not faults:
            try:
                raw = _raw(question, read)
                value = check_value(self.framework, question.ref, raw)
            except AnswerError as error:
                faults.append(self.fault_of(error, cells))
            else:
                found.values[question.ref] = value
                found.written[question.ref] = written_in_units(self.framework, question.ref, raw)
                found.remarks += self._remarks(there, read, value)
        found.faults += faults

    def _remarks(
        self, there: Mapping[Slot, Cell], read: Mapping[Slot, str], value: Answer
    ) -> list[Fault]:
        """A reason where the answer needs none is not kept; that must not go untold."""
        return [
            self.tell.fault(slot, there[slot], self.tell.unneeded())
            for slot, text in read.items()
            if slot.kind == REASON and text and not reason_in(value)
        ]

    def _cell(self, question: Question, slot: Slot, cell: Cell) -> str:
        """The ref of an option, a number, a tick or a reason; empty for an empty cell."""
        text = " ".join(normalize("NFC", cell.text).replace("\u200b", "").split())
        if cell.kind in NOT_READ:
            raise _Wrong(cell.kind)
        if not text:
            return ""
        if slot.kind == REASON:
            return text
        if cell.kind == "d":
            raise _Wrong("d", date=text[:10])
        if slot.kind == NUMBER:
            return self._number(slot, cell.kind, text)
        if slot.kind == TICK:
            return self._tick(question, slot, text)
        option = self._marks(question).find(text)
        if option is None:
            raise _Wrong("option")
        return option

    def _number(self, slot: Slot, kind: str, text: str) -> str:
        """A number as text; a unit behind it may stand if it is the one asked for."""
        units = {words.question(slot.ref).fields[slot.field].unit for words in self.words}
        if kind == "p":
            text = percent(text)
        plain = normalize("NFKC", text)
        for unit in filter(None, map(str.strip, units)):
            if plain.casefold().endswith(normalize("NFKC", unit).casefold()):
                return plain[: -len(normalize("NFKC", unit))].strip()
        return plain

    def _tick(self, question: Question, slot: Slot, text: str) -> str:
        ticked = is_tick(text)
        if ticked is None and self._marks(question).find(text) == slot.option:
            ticked = True  # the letter or the words of the option itself
        if ticked is None:
            raise _Wrong("tick")
        return slot.option if ticked else ""

    def _marks(self, question: Question) -> Marks:
        own, *others = [words.question(question.ref) for words in self.words]
        return Marks(question, own, others)


def _raw(question: Question, read: Mapping[Slot, str]) -> Any:
    """The answer as the core takes it."""
    ticked = [slot for slot, text in read.items() if slot.kind == TICK and text]
    chosen = {slot.row: text for slot, text in read.items() if slot.kind == OPTION}
    fields = {slot.field: text for slot, text in read.items() if slot.kind == NUMBER}
    reasons = [text for slot, text in read.items() if slot.kind == REASON]
    given = {"reason": reasons[0]} if reasons else {}
    if question.has_rows:
        many = {row: [s.option for s in ticked if s.row == row] for row in question.rows}
        return {"rows": many if question.takes_many else chosen, **given}
    if question.is_multi:
        return {"options": [slot.option for slot in ticked], **given}
    numbers = {"fields": fields} if question.fields else {}
    return {"option": chosen[""], **numbers, **given}


def _slot_of(question: Question, error: AnswerError) -> Slot:
    """The cell that the error is about; the first of the question where it names none."""
    slots = slots_of(question)
    if error.field == "reason":
        return next(slot for slot in slots if slot.kind == REASON)
    row, option = error.params.get("row", ""), error.params.get("option", "")
    for slot in slots:
        if error.field and error.field == slot.field:
            return slot
        if slot.kind == TICK and (slot.row, slot.option) == (row, option):
            return slot
    return next(
        (slot for slot in slots if slot.key == input_name(question.ref, error.field)), slots[0]
    )
