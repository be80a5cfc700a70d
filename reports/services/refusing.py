"""Why a report cannot be printed, in words a person can act on."""

import re
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongfu.core.errors import Invalid
from gongfu.core.jobs.reasons import REASONS
from reports.document.context import ReportContext
from reports.document.printable import UnmappedCharacters, Unprintable

ANSWER = re.compile(r"report\.answers\[(\d+)\]\.answers\[(\d+)\]")
# Where a text stands in the context of a report, and what people call that place.
PLACES = {
    "report.firm.name_zh": ("unmapped_name_zh", gettext_lazy("the Chinese name of the firm")),
    "report.firm.name_en": ("unmapped_name_en", gettext_lazy("the English name of the firm")),
    "report.declaration": ("unmapped_declaration", gettext_lazy("the declaration")),
    "report.signatures": ("unmapped_signature", gettext_lazy("the name of the reviewer")),
    "report.programme": ("unmapped_programme", gettext_lazy("the names of round and provider")),
    "report.opinion": ("unmapped_opinion", gettext_lazy("the text of the consultant")),
    "report.plan": ("unmapped_plan", gettext_lazy("the agreed plan, where people are named")),
    "report.answers": ("unmapped_answer", gettext_lazy("an answer")),
    "report": ("unmapped_text", gettext_lazy("a text of the framework")),
}


class CannotPrint(Invalid):
    """A text of the report has no shape in any of its fonts, or is too long."""


def cannot_print(error: Unprintable, context: ReportContext | None = None) -> CannotPrint:
    """The refusal to print, with the characters and the place where they stand.

    What was typed with an answer stands in several places; with the context its question is named.
    """
    if not isinstance(error, UnmappedCharacters):
        return CannotPrint(_("A text is too long for the report. Shorten it and try again."))
    places = [where for _char, where in error.places]
    place = next(filter(ANSWER.match, places), places[0])
    characters = ", ".join(
        f"{char} (U+{ord(char):04X})"
        for char in dict.fromkeys(char for char, where in error.places if where == place)
    )
    answer = ANSWER.match(place)
    if answer and context:
        asked = context.answers[int(answer[1])].answers[int(answer[2])]
        code = "unmapped_scene" if asked.is_scene else "unmapped_question"
        return _refusal(code, REASONS[code], characters=characters, question=asked.no)
    code, name = next(value for start, value in PLACES.items() if place.startswith(start))
    return _refusal(code, _sentence(name), characters=characters)


def _refusal(code: str, sentence: str | Promise, **params: str) -> CannotPrint:
    refusal = CannotPrint(str(sentence) % params)
    refusal.params = dict(params)
    refusal.code = code
    return refusal


def _say(place: str | Promise) -> str:
    """The sentence for one place; the characters are filled in when it is shown."""
    return _(
        "The fonts of the report lack %(characters)s in %(place)s. Spell it differently, or ask "
        "the operator to add a font that has it (setting EXTRA_FONTS), then try again."
    ) % {"place": place, "characters": "%(characters)s"}


_sentence: Any = lazy(_say, str)
REASONS.update({code: _sentence(name) for code, name in PLACES.values()})
REASONS["unmapped_question"] = gettext_lazy(
    "The fonts of the report lack %(characters)s, which was typed with the answer to question "
    "%(question)s. Spell it differently, or ask the operator to add a font that has it (setting "
    "EXTRA_FONTS), then try again."
)
REASONS["unmapped_scene"] = gettext_lazy(
    "The fonts of the report lack %(characters)s, which was typed with the answer to scene "
    "%(question)s. Spell it differently, or ask the operator to add a font that has it (setting "
    "EXTRA_FONTS), then try again."
)
REASONS["report_without_score"] = gettext_lazy(
    "There is no score yet that this report could be about. Wait until it has been scored."
)
