"""The answers and findings in words, and how each of them changed."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from diagnosis.answers import ref_of
from diagnosis.models import AnswerChange, AnswerSheet
from reports.own_data.reach import About
from reports.own_data.tables import Table, table


def answers_table(about: About) -> Table:
    """Both voices: what the firm said, and what was found on site with verdict and reason."""
    rows = [
        (sheet, key, kept)
        for sheet in about.of(AnswerSheet.objects.all())
        for key, kept in sorted(sheet.document.items())
    ]
    return table(
        "answers",
        _("Answers and findings"),
        rows,
        assessment=(_("Number"), lambda row: row[0].assessment_id),
        voice=(_("Voice"), lambda row: row[0].get_voice_display()),
        ref=(_("Key"), lambda row: ref_of(row[1])),
        question=(_("Question"), _on(about.question, lambda row: row[0].assessment_id)),
        answer=(
            _("Answer"),
            lambda row: about.answer(row[0].assessment_id, ref_of(row[1]), row[2]),
        ),
        value=(_("Stored value"), lambda row: row[2]["value"]),
        written=(_("Written with units"), lambda row: row[2].get("written")),
        verdict=(_("Verdict"), lambda row: row[2].get("verdict")),
        reason=(_("Reason"), lambda row: row[2].get("reason")),
        origin=(_("Taken over from"), lambda row: row[2].get("origin")),
        revision=(_("Revision"), lambda row: row[2]["rev"]),
        at=(_("Changed at"), lambda row: row[2]["at"]),
        by=(_("Changed by"), lambda row: row[2]["by"]),
    )


def _on(
    question: Callable[[int, str], str], assessment: Callable[[Any], int]
) -> Callable[[Any], str]:
    """The question of a row whose second item is the key of the sheet."""
    return lambda row: question(assessment(row), ref_of(row[1]))


def history_table(about: About) -> Table:
    changes = AnswerChange.objects.select_related("sheet")

    def words(change: AnswerChange, value: Any) -> str:
        return about.answer(change.sheet.assessment_id, ref_of(change.key), value)

    return table(
        "answer_history",
        _("History of answers"),
        about.of(changes, "sheet__assessment"),
        assessment=(_("Number"), "sheet.assessment_id"),
        voice=(_("Voice"), lambda row: row.sheet.get_voice_display()),
        ref=(_("Key"), lambda row: ref_of(row.key)),
        question=(
            _("Question"),
            lambda row: about.question(row.sheet.assessment_id, ref_of(row.key)),
        ),
        revision=(_("Revision"), "revision"),
        before=(_("Before"), lambda row: words(row, row.old)),
        after=(_("After"), lambda row: words(row, row.new)),
        old=(_("Stored before"), "old"),
        new=(_("Stored after"), "new"),
        at=(_("Changed at"), "at"),
        by=(_("Changed by"), "by_name"),
    )
