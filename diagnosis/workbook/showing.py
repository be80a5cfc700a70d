"""What the page shows of an upload: every change, conflict and wrong cell, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from diagnosis.answers import plain_answers
from diagnosis.deck import Deck, moment
from diagnosis.hints import Hint, hints_in
from diagnosis.maturity.resolving import Reading
from diagnosis.presenting import answer_in_words
from diagnosis.workbook.opening import EXTRA_SHEETS, STRAY, UNKNOWN, Opened
from diagnosis.workbook.weighing import Change, Weighed

NOTES = {
    EXTRA_SHEETS: gettext_lazy(
        "Sheets that do not belong to the workbook were passed over: %(places)s"
    ),
    STRAY: gettext_lazy("Texts outside the cells to fill in were passed over: %(places)s"),
    UNKNOWN: gettext_lazy("Rows that the questionnaire does not have were passed over: %(places)s"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One answer that the workbook gives beside the one that stands."""

    ref: str
    no: str
    is_scene: bool
    label: str
    old: str
    new: str
    remark: str
    by: str  # who gave the one that stands, and when
    at: str
    revision: int


@dataclass(frozen=True, slots=True)
class Shown:
    """The page of an upload; it adds up to every question in the workbook."""

    changes: list[Row]
    conflicts: list[Row]
    weighed: Weighed
    notes: list[str]
    hints: list[Hint]  # what is odd about the figures, once the workbook is taken


def shown(opened: Opened, weighed: Weighed, deck: Deck) -> Shown:
    """Put an upload in words."""
    rows = _Rows(deck, weighed)
    return Shown(
        changes=[rows.row(change) for change in weighed.changes.values()],
        conflicts=[rows.row(change) for change in weighed.conflicts.values()],
        weighed=weighed,
        notes=[*_passed_over(opened), *rows.absent()],
        hints=rows.hints(),
    )


class _Rows:
    def __init__(self, deck: Deck, weighed: Weighed) -> None:
        self.deck = deck
        self.weighed = weighed
        given = weighed.changes | weighed.conflicts
        answers = plain_answers(deck.document, deck.framework.ref)
        after = answers | {ref: change.value for ref, change in given.items()}
        known = {ref: value for ref, value in after.items() if value is not None}
        self.after = Reading(deck.framework, known, deck.profile)

    def row(self, change: Change) -> Row:
        ref, current = change.ref, change.current
        return Row(
            ref=ref,
            no=self.deck.numbers[ref],
            is_scene=self.deck.framework.questions[ref].is_scene,
            label=self.deck.texts.question(ref).label,
            old=self._words(self.deck.reading, ref),
            new=self._words(self.after, ref),
            remark=self._remark(change),
            by=current["by"] if current else "",
            at=moment(current["at"]) if current else "",
            revision=change.revision,
        )

    def hints(self) -> list[Hint]:
        """Those about questions that the workbook would change."""
        found = hints_in(self.after, self.deck.register or {})
        given = self.weighed.changes | self.weighed.conflicts
        return [hint for hint in found if any(ref in given for ref in hint.refs)]

    def absent(self) -> list[str]:
        """Questions of which rows were deleted keep the answer that they have."""
        count = len(self.weighed.absent)
        if not count:
            return []
        text = ngettext(
            "%(count)d question is not in the workbook any more, or not whole; it stays as it is.",
            "%(count)d questions are not in the workbook any more, or not whole; "
            "they stay as they are.",
            count,
        )
        return [text % {"count": count}]

    def _words(self, reading: Reading, ref: str) -> str:
        return answer_in_words(reading, self.deck.texts, ref).full or _("no answer")

    def _remark(self, change: Change) -> str:
        """What a person should know who takes it: it is not whole yet, or not asked."""
        if change.value is None:
            return _("the answer is taken back")
        if not self.after.is_shown(change.ref):
            return _("kept, but not asked as the answers stand")
        answer = answer_in_words(self.after, self.deck.texts, change.ref)
        return "" if answer.answered else _("not complete yet")


def _passed_over(opened: Opened) -> list[str]:
    return [str(NOTES[code]) % {"places": ", ".join(places)} for code, places in opened.notes]
