"""Trying a draft out: cards as the firm sees them, and a score of answers that nobody keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from diagnosis.answers import envelope, key_of
from diagnosis.cards import Card
from diagnosis.deck import Deck
from diagnosis.inputs import is_posted, raw_answer, reason_name
from diagnosis.maturity import (
    AnswerError,
    Framework,
    Question,
    Score,
    Texts,
    check_sheet,
    check_value,
    score,
)
from diagnosis.maturity.forms import chosen_in, reason_in
from diagnosis.maturity.framework import Condition
from diagnosis.maturity.numbers import exact_text
from diagnosis.problems import to_invalid
from gongfu.core.errors import Invalid
from gongfu.core.languages import short

TRAIT = "profile."


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the outcome: what it is about, what it has, what it could have."""

    name: str
    has: str
    needed: str
    met: bool | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the answers come to, and why."""

    total: str
    maximum: str
    rank: int | None
    level: str
    parts: tuple[Line, ...]
    levels: tuple[tuple[str, tuple[Line, ...]], ...]
    blocking: tuple[tuple[str, str], ...]
    missing: int
    asked: int

    @property
    def answered(self) -> int:
        return self.asked - self.missing


class Trying:
    """Reads the posted answers and shows cards and outcome; stores nothing."""

    def __init__(self, framework: Framework, posted: QueryDict) -> None:
        self.framework = framework
        self.texts: Texts = framework.texts(short())
        self.raws: dict[str, Any] = {}
        self.errors: dict[str, Invalid] = {}
        self.profile = {
            ref: posted.get(f"{TRAIT}{ref}", "")
            for ref in framework.traits
            if posted.get(f"{TRAIT}{ref}", "") in framework.traits[ref].values
        }
        self.answers = self._answers(posted)

    def _answers(self, posted: QueryDict) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        for ref, question in self.framework.questions.items():
            if not is_posted(ref, posted):
                continue
            self.raws[ref] = raw_answer(question, posted)
            try:
                answers[ref] = check_value(self.framework, ref, self.raws[ref], answers)
            except AnswerError as error:
                self.errors[ref] = to_invalid(error, self.framework)
                continue
            if _lacks_reason(question, answers[ref]):
                self.errors[ref] = _without_reason(ref)
        return {ref: value for ref, value in answers.items() if value is not None}

    def deck(self) -> Deck:
        now = timezone.now()
        ref = self.framework.ref
        document = {
            key_of(ref, question): envelope(value=value, rev=0, at=now, by="")
            for question, value in self.answers.items()
        }
        return Deck(self.framework, document, profile=self.profile)

    def cards(self, refs: tuple[str, ...]) -> list[Card]:
        """The cards of the questions that these answers lead to."""
        deck = self.deck()
        return [
            deck.card(
                ref,
                raw=self.raws.get(ref) if ref in self.errors else None,
                error=self.errors.get(ref),
            )
            for ref in refs
            if ref in self.errors or deck.reading.is_shown(ref)
        ]

    def problems(self) -> list[tuple[str, str]]:
        """What cannot be taken: the element to go to, and why."""
        return [
            (next(iter(error.fields), ref).replace(".", "-"), error.message)
            for ref, error in self.errors.items()
        ]

    def traits(self) -> list[dict[str, Any]]:
        """What of the firm the framework looks at, to be chosen for the trial."""
        return [
            {
                "name": f"{TRAIT}{ref}",
                "label": self.texts.traits[ref].name,
                "values": [(v, self.texts.traits[ref].values[v]) for v in trait.values],
                "chosen": self.profile.get(ref, ""),
            }
            for ref, trait in self.framework.traits.items()
        ]

    def outcome(self) -> Outcome | None:
        """The score of the answers; None while one of them cannot be taken."""
        if self.errors:
            return None
        try:
            sheet = check_sheet(self.framework, self.answers)
        except AnswerError as error:
            self.errors[error.ref] = to_invalid(error, self.framework)
            return None
        return self._told(score(self.framework, sheet, self.profile))

    def _told(self, result: Score) -> Outcome:
        level = result.level
        return Outcome(
            total=result.total.exact_text,
            maximum=exact_text(self.framework.part(self.framework.total_part).max_points),
            rank=level.rank if level else None,
            level=self.texts.level(level.rank).name if level else "",
            parts=tuple(self._parts(result)),
            levels=tuple(
                (
                    self.texts.level(each.rank).name,
                    tuple(self._condition(check.condition, check) for check in each.checks),
                )
                for each in result.conditions
            ),
            blocking=tuple(
                (self.texts.question(each.ref).label, self._options(each.ref, each.options))
                for each in result.blocking
            ),
            missing=len(result.missing),
            asked=sum(map(self.deck().reading.is_shown, self.framework.questions)),
        )

    def _parts(self, result: Score) -> list[Line]:
        lines = []
        for root in self.framework.parts:
            waiting = [(root, 0)]
            while waiting:
                part, depth = waiting.pop()
                if found := result.by_part.get(part.ref):
                    name = self.texts.part(part.ref).name
                    lines.append(
                        Line(name, found.earned.exact_text, found.max.exact_text, None, depth)
                    )
                waiting += [(child, depth + 1) for child in reversed(part.parts)]
        return lines

    def _options(self, ref: str, options: tuple[str, ...]) -> str:
        words: Mapping[str, str] = self.texts.question(ref).options
        return "; ".join(words.get(option, option) for option in options)

    def _condition(self, rule: Condition, check: Any) -> Line:
        return Line(self._named(rule), check.has_text, check.needed_text, check.met)

    def _named(self, rule: Condition) -> str:
        """A condition in its own words, else in words that fit its kind."""
        if rule.ref in self.texts.conditions:
            return self.texts.conditions[rule.ref]
        if rule.kind == "score":
            return self.texts.part(rule.part).name
        if rule.kind == "either":
            return " / ".join(map(self._named, rule.of))
        if rule.kind == "passed":
            words = {"part": self.texts.part(rule.part).name, "level": rule.level}
            return _("%(part)s passes level %(level)s") % words
        star = " ★" if rule.binding else ""
        if rule.level is not None:
            return _("Items at level %(level)s or above") % {"level": rule.level} + star
        points = exact_text(rule.points) if rule.points is not None else ""
        return _("Questions with at least %(points)s points") % {"points": points} + star


def _lacks_reason(question: Question, value: Any) -> bool:
    """Whether an option was chosen that needs a reason, without one."""
    chosen = () if question.has_rows else chosen_in(value)
    return any(question.option(ref).reason for ref in chosen) and not reason_in(value)


def _without_reason(ref: str) -> Invalid:
    message = _("Please give the reason; until then the question does not count as answered.")
    return Invalid(message, fields={reason_name(ref): message}, ref=ref)
