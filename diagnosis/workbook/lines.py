"""The sheet line by line, in the reader's words: what stands in each column, and what goes in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from diagnosis.choosing import choices_of
from diagnosis.maturity import Framework, Question, Texts
from diagnosis.maturity.fields import Field
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.questions import When
from diagnosis.maturity.resolving import Reading
from diagnosis.maturity.texts import QuestionText
from diagnosis.presenting import numbering
from diagnosis.presenting.computing import joined
from diagnosis.presenting.telling import shown_when_in_words
from diagnosis.workbook.marks import Marks
from diagnosis.workbook.slots import NUMBER, OPTION, REASON, TICK, Slot, slots_of

SECTION, QUESTION, ENTRY = "section", "question", "entry"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet; without a slot there is nothing to fill in."""

    kind: str
    text: str
    no: str = ""
    how: str = ""
    note: str = ""
    slot: Slot | None = None
    labels_by_ref: Mapping[str, str] = field(default_factory=dict)  # of the options to choose from
    number: Field | None = None
    asked: bool = True  # as the answers stand

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.labels_by_ref.values())


class Lines:
    """Lays the questions of a framework out."""

    def __init__(self, framework: Framework, texts: Texts, reading: Reading) -> None:
        self.framework = framework
        self.texts = texts
        self.reading = reading
        self.numbers = numbering(framework)

    def all(self) -> Iterator[Line]:
        """Every section with its questions, those included that are not asked now."""
        for section in self.framework.sections:
            words = self.texts.section(section.ref)
            yield Line(SECTION, words.title, note=words.hint)
            for ref in section.questions:
                yield from self.of_question(self.framework.questions[ref])

    def of_question(self, question: Question) -> Iterator[Line]:
        """The question itself, and below it a line for each thing to fill in."""
        ref, words = question.ref, self.texts.question(question.ref)
        marks, asked = Marks(question, words), self.reading.is_shown(ref)
        slots = slots_of(question)
        alone = slots[0] if slots[0].kind == OPTION and not slots[0].row else None
        yield Line(
            QUESTION,
            words.text,
            no=f"{self.numbers[ref]}{' ★' if question.binding else ''}",
            how=self._how(question, alone),
            note=self._note(question, words, marks),
            slot=alone,
            labels_by_ref=_labels(question, words, marks) if alone else {},
            asked=asked,
        )
        for slot in _in_order(question, words, slots):
            if slot is not alone:
                yield self._entry(question, words, marks, slot, asked)

    def _how(self, question: Question, alone: Slot | None) -> str:
        if question.is_multi:
            return _("tick all that apply")
        return _("choose one") if alone else ""

    def _entry(
        self, question: Question, words: QuestionText, marks: Marks, slot: Slot, asked: bool
    ) -> Line:
        text, how, note = _entry_words(question, words, marks, slot)
        chosen = slot.kind == OPTION
        return Line(
            ENTRY,
            text,
            how=how,
            note=note,
            slot=slot,
            labels_by_ref=_labels(question, words, marks) if chosen else {},
            number=next((each for each in question.fields if each.ref == slot.field), None),
            asked=asked,
        )

    def _note(self, question: Question, words: QuestionText, marks: Marks) -> str:
        """When it is asked, how to answer, and the options that have no lines of their own."""
        tests = [shown_when_in_words(self.texts, test) for test in self._tests(question)]
        conditions = [_("Asked %(condition)s") % {"condition": test} for test in tests]
        return "\n".join(
            [*conditions, *filter(None, [words.hint]), *_listing(question, words, marks)]
        )

    def _tests(self, question: Question) -> Iterator[When]:
        """What decides whether the question is asked: its own test and those of its parts."""
        if question.shown_when:
            yield question.shown_when
        above = self.framework.part_of.get(question.ref)
        while above:
            if above.shown_when:
                yield above.shown_when
            above = self.framework.part_of.get(above.ref)


def slot_label(framework: Framework, texts: Texts, slot: Slot) -> str:
    """What a slot is called beside the label of its question; empty where it is the whole."""
    question, words = framework.questions[slot.ref], texts.question(slot.ref)
    if slot.kind == OPTION and not slot.row:
        return ""
    return _entry_words(question, words, Marks(question, words), slot)[0]


def limits(number: Field) -> str:
    """Which numbers a field takes."""
    low = None if number.min is None else exact_text(number.min)
    high = None if number.max is None else exact_text(number.max)
    if low is not None and high is not None:
        words = _("from %(low)s to %(high)s") % {"low": low, "high": high}
    elif low is not None:
        words = _("at least %(low)s") % {"low": low}
    else:
        words = _("at most %(high)s") % {"high": high} if high is not None else ""
    whole = _("a whole number") if number.integer else ""
    return joined(tuple(filter(None, [whole, words])))


def _entry_words(
    question: Question, words: QuestionText, marks: Marks, slot: Slot
) -> tuple[str, str, str]:
    """Label, how to fill in, and note of a slot that has a line of its own."""
    if slot.kind == NUMBER:
        field = next(each for each in question.fields if each.ref == slot.field)
        named = words.fields[slot.field]
        return named.label, named.unit, limits(field)
    if slot.kind == REASON:
        asking = joined(tuple(words.options[o.ref] for o in question.options if o.reason))
        needed = _("Needed where the answer is: %(options)s") % {"options": asking}
        return _("Reason for this answer"), _("text"), needed
    if slot.kind == TICK:
        return _tick_words(words, marks, slot)
    if slot.row:
        return words.rows[slot.row], _("choose one"), ""
    listed = "\n".join(_listing(question, words, marks))
    return _("No figures at hand? Choose directly"), _("choose one"), listed


def _tick_words(words: QuestionText, marks: Marks, slot: Slot) -> tuple[str, str, str]:
    help = words.option_help.get(slot.option, "")
    if not slot.row:
        return marks.labels[slot.option], _("tick"), help
    text = _("%(row)s: %(answer)s") % {
        "row": words.rows[slot.row],
        "answer": words.options[slot.option],
    }
    return text, _("tick"), help


def _listing(question: Question, words: QuestionText, marks: Marks) -> list[str]:
    """The options one below the other, as where somebody chooses there is little room for them."""
    return [
        f"{marks.labels[choice.ref]}{f' ({choice.help})' if choice.help else ''}"
        for choice in choices_of(question, words, None)
    ]


def _in_order(question: Question, words: QuestionText, slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """As the form has them: "none of these" stands behind the other ticks of its row."""
    places = {choice.ref: place for place, choice in enumerate(choices_of(question, words, None))}
    rows = {row: place for place, row in enumerate(question.rows)}

    def place(slot: Slot) -> tuple[bool, int, int]:
        return slot.kind == REASON, rows.get(slot.row, 0), places.get(slot.option, 0)

    return tuple(sorted(slots, key=place))


def _labels(question: Question, words: QuestionText, marks: Marks) -> dict[str, str]:
    """The options in the order of the form."""
    return {each.ref: marks.labels[each.ref] for each in choices_of(question, words, None)}
