"""One answer in words, wherever it stands: question card, check page, receipt, result, PDF."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.maturity import Framework, Texts
from diagnosis.maturity import Question as Asked
from diagnosis.maturity.fields import FieldPath
from diagnosis.maturity.forms import fields_in
from diagnosis.maturity.resolving import MISSING, Reading, Resolution
from diagnosis.presenting.asked import Answer, Calculation, Entry, RowAnswer
from diagnosis.presenting.computing import calculation_in_words, joined, listed

NOTHING: Mapping[str, str] = {}


def numbering(framework: Framework) -> dict[str, str]:
    """The printed number of each question; scenes are numbered apart."""
    numbers: dict[str, str] = {}
    counts = {True: 0, False: 0}
    for ref, question in framework.questions.items():
        counts[question.is_scene] += 1
        numbers[ref] = str(counts[question.is_scene])
    return numbers


def answer_in_words(
    reading: Reading, texts: Texts, ref: str, written: Mapping[str, str] = NOTHING
) -> Answer:
    """The answer to one question of a sheet, also where the question is not asked.

    `written` is what was entered in other units, by data field.
    """
    question = reading.framework.questions[ref]
    meant = reading.meaning(ref)
    words = texts.question(ref)
    chosen = tuple(words.options[option] for option in meant.options)
    calculation = (
        calculation_in_words(question, meant.calculation, texts) if meant.calculation else None
    )
    entries = _entries(reading.framework, question, reading.sheet.get(ref), texts, written)
    rows = _rows(question, meant, texts)
    line = _line(question, meant, texts, entries, calculation)
    whole = _row_by_row(rows) if rows else _with_figures(line, entries)
    return Answer(
        short=_reasoned(line, meant.reason),
        chosen=chosen,
        entries=entries,
        calculation=calculation,
        how=meant.how,
        rows=rows,
        reason=meant.reason,
        full=_reasoned(whole, meant.reason),
    )


def quoted_in_words(reading: Reading, texts: Texts, ref: str) -> str:
    """The whole answer in one line, as it is quoted beside another; a scene's with its level."""
    said = answer_in_words(reading, texts, ref).full
    level = level_of_scene(reading, ref)
    if level is None:
        return said
    return _("%(level)s · %(answer)s") % {"level": level_in_words(level), "answer": said}


def level_of_scene(reading: Reading, ref: str) -> int | None:
    """At which an answer places a scene, asked or not; None for any other question."""
    question = reading.framework.questions[ref]
    levels = [question.option(option).level for option in reading.meaning(ref).options]
    return levels[0] if question.is_scene and levels else None


def level_in_words(level: int) -> str:
    """How far a scene has come."""
    return _("Level %(level)d") % {"level": level} if level else _("Below level 1")


def option_in_words(texts: Texts, ref: str, option: str) -> str:
    """An option; in a question with rows, where it is written `row.option`, with its row."""
    words = texts.question(ref)
    if option in words.options:
        return words.options[option]
    row, _dot, chosen = option.partition(".")
    return _("%(row)s: %(answer)s") % {"row": words.rows[row], "answer": words.options[chosen]}


def points_text(points: str) -> str:
    """Points with their word: "1 point", "2.5 points"."""
    number = 1 if points == "1" else 2
    return ngettext("%(points)s point", "%(points)s points", number) % {"points": points}


def _reasoned(line: str, reason: str) -> str:
    """The answer with the reason it stands on."""
    if not reason or not line:
        return line
    return _("%(answer)s (reason: %(reason)s)") % {"answer": line, "reason": reason}


def _line(
    question: Asked,
    meant: Resolution,
    texts: Texts,
    entries: tuple[Entry, ...],
    calculation: Calculation | None,
) -> str:
    if question.has_rows:
        return _rows_line(question, meant, texts)
    chosen = tuple(texts.option(question.ref, option) for option in meant.options)
    if calculation and calculation.value and calculation.option and calculation.kind == "share":
        return _("%(value)s%%: %(option)s") % {
            "value": calculation.value.shown,
            "option": calculation.option,
        }
    if question.is_multi and meant.options and not _is_none(question, meant):
        possible = sum(1 for option in question.options if not option.exclusive)
        if len(chosen) == possible:
            return _("all %(total)d") % {"total": possible}
        return _("%(count)d of %(total)d: %(items)s") % {
            "count": len(chosen),
            "total": possible,
            "items": joined(chosen),
        }
    if chosen:
        return joined(chosen)
    return joined(tuple(entry.line for entry in entries))


def _rows_line(question: Asked, meant: Resolution, texts: Texts) -> str:
    """How often each option was chosen; an unfinished table says how far it is."""
    counts = Counter(ref for options in meant.rows.values() for ref in options)
    items = joined(
        tuple(
            _("%(option)s: %(count)d")
            % {"option": texts.option(question.ref, ref), "count": counts[ref]}
            for ref in question.option_refs
            if counts[ref]
        )
    )
    if meant.how == MISSING and items:
        filled = {"count": len(meant.rows), "total": len(question.rows), "items": items}
        return _("%(count)d of %(total)d rows: %(items)s") % filled
    return items


def _rows(question: Asked, meant: Resolution, texts: Texts) -> tuple[RowAnswer, ...]:
    words = texts.question(question.ref)
    return tuple(
        RowAnswer(words.rows[row], tuple(words.options[ref] for ref in meant.rows.get(row, ())))
        for row in question.rows
    )


def _row_by_row(rows: tuple[RowAnswer, ...]) -> str:
    return joined(
        tuple(
            _("%(row)s: %(answer)s") % {"row": row.label, "answer": listed(row.chosen)}
            for row in rows
            if row.chosen
        )
    )


def _with_figures(line: str, entries: tuple[Entry, ...]) -> str:
    """The answer with the figures typed: others may give the same share, or the same option."""
    if not entries or line == joined(tuple(entry.line for entry in entries)):
        return line
    figures = joined(
        tuple(
            _("%(row)s: %(answer)s") % {"row": entry.label, "answer": entry.figure}
            for entry in entries
        )
    )
    return _("%(answer)s (%(figures)s)") % {"answer": line, "figures": figures}


def _is_none(question: Asked, meant: Resolution) -> bool:
    return any(question.option(ref).exclusive for ref in meant.options)


def _entries(
    framework: Framework, question: Asked, value: Any, texts: Texts, written: Mapping[str, str]
) -> tuple[Entry, ...]:
    """The figures in the order in which they are typed, the oldest year first."""
    given = fields_in(value)
    words = texts.question(question.ref).fields
    table = framework.section_of[question.ref].table
    places = {path: at for at, path in enumerate(table.paths)} if table else {}

    def place(ref: str) -> int:
        return places.get(framework.quantity(FieldPath(question.ref, ref)), -1)

    asked = sorted((field.ref for field in question.fields if field.ref in given), key=place)
    return tuple(
        Entry(words[ref].label, given[ref], words[ref].unit, written.get(ref, "")) for ref in asked
    )
