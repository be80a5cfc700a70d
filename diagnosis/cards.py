"""A question card: everything that one question shows while it is being answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from diagnosis.answers import Document, key_of, plain_answers
from diagnosis.maturity import Framework, Question, Texts
from diagnosis.maturity.numbers import exact_text
from diagnosis.models import Evidence
from diagnosis.presenting import Answer, answer_in_words, numbering
from diagnosis.problems import input_name
from gongfu.core.errors import Conflict, GongfuError
from gongfu.core.languages import short

IDLE, SAVED, INVALID, CONFLICT = "idle", "saved", "invalid", "conflict"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option as a row that can be chosen."""

    ref: str
    text: str
    points: str  # "2 points", or the level a scene would have
    checked: bool
    exclusive: bool


@dataclass(frozen=True, slots=True)
class NumberInput:
    """A data field."""

    name: str
    id: str
    label: str
    unit: str
    value: str
    whole: bool
    wrong: bool


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
    no: str
    text: str
    label: str
    hint: str
    help: str
    evidence_hint: str
    choices: tuple[Choice, ...]
    inputs: tuple[NumberInput, ...]
    revision: int
    state: str
    state_text: str
    note: str
    error: str
    wrong: str  # id of the input that the error is about
    clash: Clash | None
    unverified: bool
    files: tuple[Evidence, ...]
    answer: Answer
    refused: tuple[tuple[str, str], ...] = ()  # name of a file and why it was not taken

    @property
    def is_scene(self) -> bool:
        return self.question.is_scene

    @property
    def answered(self) -> bool:
        return any(choice.checked for choice in self.choices) or any(
            field.value for field in self.inputs
        )

    @property
    def open_choices(self) -> bool:
        """Whether an option was chosen by hand although it could be computed."""
        return any(choice.checked for choice in self.choices)

    @property
    def plain_choices(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if not choice.exclusive)

    @property
    def exclusive_choices(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.exclusive)

    @property
    def names(self) -> str:
        """The inputs that belong to this question, as htmx sends them."""
        own = [self.ref, f"{self.ref}.rev", f"{self.ref}.over", f"{self.ref}.clear"]
        return ",".join([*own, *(field.name for field in self.inputs), "csrfmiddlewaretoken"])


class Deck:
    """Makes the cards of one assessment, in the reader's language."""

    def __init__(
        self,
        framework: Framework,
        document: Document,
        files: Iterable[Evidence] = (),
        reader: str = "",
    ) -> None:
        self.framework = framework
        self.texts: Texts = framework.texts(short())
        self.document = document
        self.answers = plain_answers(document, framework.ref)
        self.numbers = numbering(framework)
        self.reader = reader
        self.files: dict[str, list[Evidence]] = {}
        for file in files:
            self.files.setdefault(file.key, []).append(file)

    def card(
        self,
        ref: str,
        *,
        raw: Any = None,
        error: GongfuError | None = None,
        refused: Sequence[tuple[str, str]] = (),
    ) -> Card:
        """The card of a question; `raw` is shown instead of the stored answer."""
        question, words = self.framework.questions[ref], self.texts.question(ref)
        kept = self.document.get(key_of(self.framework.ref, ref))
        typed = self.answers.get(ref) if raw is None else raw
        state, state_text = self._state(kept, error)
        wrong = next(iter(error.fields), ref) if error else ""
        answer = answer_in_words(self.framework, self.texts, ref, self.answers)
        return Card(
            question=question,
            ref=ref,
            no=self.numbers[ref],
            text=words.text,
            label=words.label,
            hint=words.hint,
            help=words.help,
            evidence_hint=words.evidence,
            choices=self._choices(question, typed),
            inputs=self._inputs(question, typed, wrong),
            revision=kept["rev"] if kept else 0,
            state=state,
            state_text=state_text,
            note="" if error or not answer.calculation else answer.calculation.text,
            error=error.message if error and state == INVALID else "",
            wrong=wrong.replace(".", "-"),
            clash=self._clash(ref, error) if isinstance(error, Conflict) else None,
            unverified=self._unverified(ref),
            files=tuple(self.files.get(key_of(self.framework.ref, ref), ())),
            answer=answer,
            refused=tuple(refused),
        )

    def dependants(self, ref: str, refs: Iterable[str]) -> list[str]:
        """Other questions of the page whose computed answer reads numbers of this one."""
        return [
            other
            for other in refs
            if other != ref
            and (rule := self.framework.questions[other].computed)
            and any(path.question == ref for path in rule.paths)
        ]

    def in_words(self, ref: str, value: Any) -> str:
        """A value of a question in one line."""
        answers = {**self.answers, ref: value}
        found = answer_in_words(self.framework, self.texts, ref, answers).short
        return found or _("no answer")

    def _state(self, kept: Mapping[str, Any] | None, error: GongfuError | None) -> tuple[str, str]:
        if isinstance(error, Conflict):
            return CONFLICT, _("Conflict: please choose")
        if error:
            return INVALID, _("Not saved: please correct it first")
        if kept is None or kept["value"] is None:
            return IDLE, _("Not answered yet")
        time = moment(kept["at"])
        if kept["by"] == self.reader or not self.reader:
            return SAVED, _("Saved at %(time)s") % {"time": time}
        return SAVED, _("Saved at %(time)s by %(name)s") % {"time": time, "name": kept["by"]}

    def _choices(self, question: Question, typed: Any) -> tuple[Choice, ...]:
        chosen = typed.get("option") if isinstance(typed, dict) else typed
        marked = {chosen} if isinstance(chosen, str) else set(chosen or ())
        words = self.texts.question(question.ref).options
        return tuple(
            Choice(
                ref=option.ref,
                text=words[option.ref],
                points=self._worth(option.level, exact_text(option.points)),
                checked=option.ref in marked,
                exclusive=option.exclusive,
            )
            for option in question.options
        )

    def _worth(self, level: int | None, points: str) -> str:
        if level is None:
            return _("%(points)s points") % {"points": points}
        return _("Level %(level)d") % {"level": level} if level else _("below level 1")

    def _inputs(self, question: Question, typed: Any, wrong: str) -> tuple[NumberInput, ...]:
        given = typed.get("fields", {}) if isinstance(typed, dict) else {}
        words = self.texts.question(question.ref).fields
        return tuple(
            NumberInput(
                name=input_name(question.ref, field.ref),
                id=f"{question.ref}-{field.ref}",
                label=words[field.ref].label,
                unit=words[field.ref].unit,
                value=str(given.get(field.ref, "")),
                whole=field.integer,
                wrong=wrong == input_name(question.ref, field.ref),
            )
            for field in question.fields
        )

    def _clash(self, ref: str, error: Conflict) -> Clash:
        kept = error.params
        return Clash(
            theirs=Side(kept["by"], moment(kept["at"]), self.in_words(ref, kept["theirs"])),
            mine=Side(_("You"), moment(timezone.now()), self.in_words(ref, kept["mine"])),
            revision=kept["revision"],
        )

    def _unverified(self, ref: str) -> bool:
        marks = self.framework.unverified
        return any(mark == ref or mark.startswith(f"{ref}.") for mark in marks)


def moment(at: str | datetime) -> str:
    """A time of today as 10:42, of another day with its date."""
    local = timezone.localtime(datetime.fromisoformat(at) if isinstance(at, str) else at)
    today = local.date() == timezone.localdate()
    return local.strftime("%H:%M" if today else "%Y-%m-%d %H:%M")
