"""What can be filled in of a question: each slot is one cell, found again by its key.

q1                      the option of a question
q2.equipment_total      a data field
q4.option.B             a tick for an option
q4.row.design           the option of a row
q4.row.design.have      a tick for an option in a row
q4.reason               why
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from diagnosis.inputs import input_name, reason_name, row_name
from diagnosis.maturity import Framework, Question
from diagnosis.maturity.forms import chosen_in, fields_in, reason_in, rows_in

OPTION, TICK, NUMBER, REASON = "option", "tick", "number", "reason"
TICKED = "√"


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell to fill in; `key` stands in the hidden column beside it."""

    key: str
    kind: str
    ref: str
    field: str = ""
    row: str = ""
    option: str = ""

    def content(self, value: Any) -> str:
        """What stands in it of an answer: the ref of an option, a number, a tick or the reason."""
        if self.kind == NUMBER:
            return str(fields_in(value).get(self.field, ""))
        if self.kind == REASON:
            return reason_in(value)
        chosen = rows_in(value).get(self.row, ()) if self.row else chosen_in(value)
        if self.kind == TICK:
            return TICKED if self.option in chosen else ""
        return chosen[0] if chosen else ""


def slots_of(question: Question) -> tuple[Slot, ...]:
    """Every slot of a question, data fields first and the reason last."""
    return tuple(_slots(question))


def all_slots(framework: Framework) -> dict[str, Slot]:
    """Every slot of a questionnaire by its key."""
    return {
        slot.key: slot for question in framework.questions.values() for slot in slots_of(question)
    }


def _slots(question: Question) -> Iterator[Slot]:
    ref = question.ref
    for field in question.fields:
        yield Slot(input_name(ref, field.ref), NUMBER, ref, field=field.ref)
    if question.has_rows:
        yield from _row_slots(question)
    elif question.is_multi:
        for option in question.option_refs:
            yield Slot(f"{ref}.option.{option}", TICK, ref, option=option)
    else:
        yield Slot(ref, OPTION, ref)
    if question.asks_reason:
        yield Slot(reason_name(ref), REASON, ref)


def _row_slots(question: Question) -> Iterator[Slot]:
    for row in question.rows:
        key = row_name(question.ref, row)
        if not question.takes_many:
            yield Slot(key, OPTION, question.ref, row=row)
            continue
        for option in question.option_refs:
            yield Slot(f"{key}.{option}", TICK, question.ref, row=row, option=option)
