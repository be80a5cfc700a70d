"""A question card: everything that one question shows while it is being answered.

What is odd about its figures (`Card.hints`) and what its empty inputs offer come from
`diagnosis.hints` and `diagnosis.offers`; other pages list the same hints by
`diagnosis.hints.hints_of(assessment, answers)` and show each by `diagnosis/cards/hint.html`.
"""

from dataclasses import dataclass
from typing import Any

from diagnosis.choosing import Choice, NumberInput, RowInput
from diagnosis.figures import CARD, FOLDED, FigureCell
from diagnosis.hints import Hint
from diagnosis.inputs import offer_name, reason_name
from diagnosis.maturity import Question
from diagnosis.models import Evidence
from diagnosis.presenting import Answer

SENT = ("rev", "over", "clear", "reason", "offer", "views")  # beside the inputs of a question
LONGEST_COMPACT = 12  # letters of an option beside which others stand


@dataclass(frozen=True, slots=True)
class Side:
    """One of two answers that stand against each other."""

    name: str
    time: str
    text: str


@dataclass(frozen=True, slots=True)
class Clash:
    """A conflict as the card shows it."""

    theirs: Side
    mine: Side
    revision: int


@dataclass(frozen=True, slots=True)
class Card:
    """One question with its answer, its state and what is wrong with it."""

    question: Question
    ref: str
    section: str
    no: str
    text: str
    label: str
    hint: str
    help: str
    example: str
    evidence_hint: str
    choices: tuple[Choice, ...]
    rows: tuple[RowInput, ...]
    inputs: tuple[NumberInput, ...]
    reason: str
    revision: int
    state: str
    state_text: str
    note: str
    warning: str  # why it does not count as answered although something is saved
    error: str
    wrong: str  # id of the input that the error is about
    clash: Clash | None
    unverified: bool
    files: tuple[Evidence, ...]
    answer: Answer
    value: Any = None  # the answer as it is stored
    hints: tuple[Hint, ...] = ()  # what is odd about its figures; stands in the way of nothing
    refused: tuple[tuple[str, str], ...] = ()  # name of a file and why it was not taken
    origin: str = ""  # where an answer was taken over from that nobody has confirmed
    last: str = ""  # what was answered in the round before; the section page alone shows it
    cells: tuple[FigureCell, ...] = ()  # inputs of its own that stand in the table of its section
    taken: tuple[str, ...] = ()  # names of inputs of other questions from which it takes figures
    folds: bool = False  # whether an option was sent although the figures give the answer

    @property
    def is_scene(self) -> bool:
        return self.question.is_scene

    @property
    def answered(self) -> bool:
        """Whether something stands in the card that could be cleared."""
        ticked = any(choice.checked for row in self.rows for choice in row.choices)
        given = any(field.value and not field.offer for field in self.inputs)
        return ticked or self.open_choices or given

    @property
    def open_choices(self) -> bool:
        """Whether an option was chosen by hand although it could be computed."""
        return any(choice.checked for choice in self.choices)

    @property
    def open_details(self) -> bool:
        """Whether something that is folded away at first was given."""
        return self.open_choices or any(field.value for field in self.folded_inputs)

    @property
    def own_inputs(self) -> tuple[NumberInput, ...]:
        """Those that stand in the card."""
        return tuple(field for field in self.inputs if field.place == CARD)

    @property
    def folded_inputs(self) -> tuple[NumberInput, ...]:
        """Averages, where the table asks for the years."""
        return tuple(field for field in self.inputs if field.place == FOLDED)

    @property
    def gives_years(self) -> bool:
        """Whether the years have taken the place of averages."""
        averages, years = self.folded_inputs, self.cells
        return (
            bool(averages)
            and not any(f.value for f in averages)
            and any(cell.input.value and not cell.input.offer for cell in years)
        )

    @property
    def in_pairs(self) -> bool:
        """Whether the inputs stand two in a row: the figures of one year beside each other."""
        return len(self.own_inputs) > 2 and len(self.own_inputs) % 2 == 0

    @property
    def offer_name(self) -> str:
        return offer_name(self.ref)

    @property
    def offered(self) -> str:
        """The inputs that hold what nobody has given yet, with their values, as a form sends it."""
        held = (f"{field.name}={field.offer}" for field in self.inputs if field.offer)
        return " ".join(held)

    @property
    def plain_choices(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if not choice.apart)

    @property
    def other_choices(self) -> tuple[Choice, ...]:
        """Those set apart from the others: "none of these" and "not applicable"."""
        return tuple(choice for choice in self.choices if choice.apart)

    @property
    def is_compact(self) -> bool:
        """Whether the options are a short scale that fits side by side."""
        words = [choice.text for choice in self.choices]
        short_words = all(len(text) <= LONGEST_COMPACT for text in words)
        return len(words) > 2 and short_words and not self.other_choices

    @property
    def explained(self) -> tuple[Choice, ...]:
        """The columns of a table whose meaning is explained under it."""
        return tuple(choice for choice in self.choices if choice.help)

    @property
    def asks_reason(self) -> bool:
        return self.question.asks_reason

    @property
    def reason_name(self) -> str:
        return reason_name(self.ref)

    @property
    def reason_wrong(self) -> bool:
        return self.wrong == f"{self.ref}-reason"

    @property
    def names(self) -> str:
        """The inputs that belong to this question, as htmx sends them."""
        own = [self.ref, *(f"{self.ref}.{name}" for name in SENT)]
        own += [field.name for field in self.inputs] + [row.name for row in self.rows]
        own += self.taken
        return ",".join([*own, "csrfmiddlewaretoken"])
