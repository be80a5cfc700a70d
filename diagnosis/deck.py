"""Makes the cards of one sheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.answers import Document, key_of, plain_answers, written_of
from diagnosis.cards import Card, Clash, Side
from diagnosis.choosing import choices_of, numbers_of, rows_of
from diagnosis.figures import TABLE, doubted, figure_cell, is_at_cell, placed, taken_from
from diagnosis.hints import Hint, hints_in
from diagnosis.maturity import Framework, Question, Texts
from diagnosis.maturity.forms import reason_in
from diagnosis.maturity.resolving import COMPUTED, Reading
from diagnosis.models import Evidence
from diagnosis.offers import Offer, offers_for
from diagnosis.origins import Origins
from diagnosis.presenting import Answer, answer_in_words, numbering
from diagnosis.presenting.wording import NOTHING, level_of_scene, quoted_in_words
from diagnosis.problems import obstacles
from gongfu.core.errors import Conflict, GongfuError
from gongfu.core.languages import short

IDLE, SAVED, INVALID, CONFLICT = "idle", "saved", "invalid", "conflict"


class Deck:
    """Makes the cards of one sheet, in the reader's language; needs no assessment."""

    def __init__(
        self,
        framework: Framework,
        document: Document,
        files: Iterable[Evidence] = (),
        reader: str = "",
        profile: Mapping[str, Any] | None = None,
        register: Mapping[str, str] | None = None,
    ) -> None:
        self.framework = framework
        self.texts: Texts = framework.texts(short())
        self.document = document
        self.answers = plain_answers(document, framework.ref)
        self.profile = profile or {}
        self.reading = Reading(framework, self.answers, self.profile)
        self.numbers = numbering(framework)
        self.register = register  # None where nothing is offered, as to a verifier
        self.origins = Origins()
        self.last: Mapping[str, str] = {}
        self.tabled = False  # whether the page shows the tables of its sections
        self.sent: Mapping[str, str] = {}  # inputs as they were written, where they were just saved
        self.reader = reader
        self.files: dict[str, list[Evidence]] = {}
        for file in files:
            self.files.setdefault(file.key, []).append(file)

    def shown(self, refs: Iterable[str]) -> list[str]:
        """Those of the questions that are asked, as the answers stand."""
        return [ref for ref in refs if self.reading.is_shown(ref)]

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
        written = written_of(kept) if raw is None else {}
        inputs = numbers_of(question, words, typed, wrong, self._offers(ref, raw), written)
        taken = taken_from(self.framework, question) if self.tabled else {}
        if self.tabled:
            inputs = placed(self.framework, question, inputs)
            inputs = doubted(self.framework, inputs, self.hints)
        answer = answer_in_words(self.reading, self.texts, ref, written_of(kept))
        counted = raw is None and bool(inputs) and answer.how == COMPUTED
        return Card(
            question=question,
            ref=ref,
            section=self.framework.section_of[ref].ref,
            no=self.numbers[ref],
            text=words.text,
            label=words.label,
            hint=words.hint,
            help=words.help,
            example=words.example,
            evidence_hint=words.evidence,
            choices=choices_of(question, words, None if counted else typed),
            rows=rows_of(question, words, typed),
            inputs=inputs,
            reason=reason_in(typed),
            revision=kept["rev"] if kept else 0,
            state=state,
            state_text=state_text,
            note="" if error or not answer.calculation else answer.calculation.text,
            warning="" if error else self._warning(question, answer),
            error=error.message if error and state == INVALID else "",
            wrong=taken.get(wrong, wrong).replace(".", "-"),
            clash=self._clash(ref, error) if isinstance(error, Conflict) else None,
            unverified=self._unverified(ref),
            files=tuple(self.files.get(key_of(self.framework.ref, ref), ())),
            answer=answer,
            value=self.answers.get(ref),
            hints=self._hints_on(ref),
            refused=tuple(refused),
            origin=self.origins.text(kept),
            last=self.last.get(ref, ""),
            cells=tuple(figure_cell(self.framework, i) for i in inputs if i.place == TABLE),
            taken=tuple(taken.values()),
            folds=counted and bool(self.sent.get(ref)),
        )

    def _warning(self, question: Question, answer: Answer) -> str:
        """Why the answer, though saved, is not whole, or cannot stand beside another."""
        unfinished = _unfinished(question, self.answers.get(question.ref), answer)
        return unfinished or self._obstacles.get(question.ref, "")

    @cached_property
    def _obstacles(self) -> Mapping[str, str]:
        """Question to what it contradicts; the other question says it too."""
        found = obstacles(self.framework, self.answers)
        return {ref: each.message for each in found for ref in each.params["refs"]}

    @cached_property
    def hints(self) -> tuple[Hint, ...]:
        """What is odd about the figures of the whole sheet."""
        return hints_in(self.reading, self.register or {})

    def _hints_on(self, ref: str) -> tuple[Hint, ...]:
        """Those that the card says; the ones under a figure of a table are said there."""
        own = (hint for hint in self.hints if ref in hint.refs)
        return tuple(hint for hint in own if not (self.tabled and is_at_cell(self.framework, hint)))

    def _offers(self, ref: str, raw: Any) -> Mapping[str, Offer]:
        """Nothing is offered in place of what a person has just sent."""
        asked = self.framework.questions[ref].fields
        if raw is not None or self.register is None or not asked:
            return {}
        found = offers_for(ref, self.reading, self.texts, self.numbers, self.register)
        return {name: self._offered(ref, offer) for name, offer in found.items()}

    def _offered(self, ref: str, offer: Offer) -> Offer:
        """A table asks for a figure once, so there nothing is said of another question."""
        asked = self.framework.section_of[ref]
        inside = self.tabled and asked.table and offer.given_in in asked.questions
        return replace(offer, words="") if inside else offer

    def dependants(self, ref: str, refs: Iterable[str]) -> list[str]:
        """Other questions of the page on which the numbers of this one change something."""
        touched = self.framework.touched_by(ref)
        return [other for other in refs if other in touched]

    def in_words(self, ref: str, value: Any, written: Mapping[str, str] = NOTHING) -> str:
        """A value of a question in one line, whether the question is asked now or not."""
        said = answer_in_words(self._with(ref, value), self.texts, ref, written)
        return said.full or _("no answer")

    def quoted(self, ref: str, value: Any) -> str:
        """The same as it is quoted beside another answer; a scene's with its level."""
        return quoted_in_words(self._with(ref, value), self.texts, ref) or _("no answer")

    def level(self, ref: str, value: Any) -> int | None:
        """At which a value places a scene; None for any other question, and for no answer."""
        return level_of_scene(self._with(ref, value), ref)

    def _with(self, ref: str, value: Any) -> Reading:
        """The sheet with another answer to one question."""
        return Reading(self.framework, {**self.answers, ref: value}, self.profile)

    def _state(self, kept: Mapping[str, Any] | None, error: GongfuError | None) -> tuple[str, str]:
        if isinstance(error, Conflict):
            return CONFLICT, _("Conflict: please choose")
        if error:
            return INVALID, _("Not saved: please correct it first")
        if kept is None or kept["value"] is None:
            return IDLE, _("Not answered yet")
        time, state = moment(kept["at"]), IDLE if kept.get("origin") else SAVED
        if kept["by"] == self.reader or not self.reader:
            return state, _("Saved at %(time)s") % {"time": time}
        return state, _("Saved at %(time)s by %(name)s") % {"time": time, "name": kept["by"]}

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


def _unfinished(question: Question, stored: Any, answer: Answer) -> str:
    """What is still needed of an answer that is saved but not whole."""
    if stored is None or answer.answered:
        return ""
    if question.has_rows and (count := len(answer.open_rows)):
        return ngettext(
            "%(count)d row is still open; the question counts as answered once every row is.",
            "%(count)d rows are still open; the question counts as answered once every row is.",
            count,
        ) % {"count": count}
    if question.asks_reason and not reason_in(stored):
        return _("Please give the reason; until then the question does not count as answered.")
    return ""


def moment(at: str | datetime) -> str:
    """A time of today as 10:42, of another day with its date."""
    local = timezone.localtime(datetime.fromisoformat(at) if isinstance(at, str) else at)
    today = local.date() == timezone.localdate()
    return local.strftime("%H:%M" if today else "%Y-%m-%d %H:%M")
