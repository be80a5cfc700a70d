"""One answer in words, wherever it stands: question card, check page, receipt, result, PDF."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from diagnosis.maturity import Framework, Texts
from diagnosis.maturity import Question as Asked
from diagnosis.maturity.numbers import exact_text, rounded_text
from diagnosis.maturity.resolving import Calculation as Worked
from diagnosis.maturity.resolving import Reading, Resolution
from diagnosis.presenting.shapes import Amount, Answer, Calculation, Entry

Answers = Mapping[str, Any]


def numbering(framework: Framework) -> dict[str, str]:
    """The printed number of each question; scenes are numbered apart."""
    numbers: dict[str, str] = {}
    counts = {True: 0, False: 0}
    for ref, question in framework.questions.items():
        counts[question.is_scene] += 1
        numbers[ref] = str(counts[question.is_scene])
    return numbers


def answer_in_words(framework: Framework, texts: Texts, ref: str, answers: Answers) -> Answer:
    """The answer of one question of a sheet."""
    question = framework.questions[ref]
    resolution = Reading(framework, answers).resolution(ref)
    words = texts.question(ref)
    chosen = tuple(words.options[option] for option in resolution.options)
    calculation = (
        _calculation(question, resolution.calculation, texts) if resolution.calculation else None
    )
    entries = _entries(question, answers.get(ref), texts)
    return Answer(
        short=_short(question, resolution, chosen, entries, calculation),
        chosen=chosen,
        entries=entries,
        calculation=calculation,
        answered=not resolution.is_missing,
    )


def joined(parts: tuple[str, ...]) -> str:
    return pgettext("between two items of a list", "; ").join(parts)


def points_text(points: Fraction) -> str:
    return _("%(points)s points") % {"points": exact_text(points)}


def _short(
    question: Asked,
    resolution: Resolution,
    chosen: tuple[str, ...],
    entries: tuple[Entry, ...],
    calculation: Calculation | None,
) -> str:
    if calculation and calculation.value and calculation.option and calculation.kind == "share":
        return _("%(value)s%%: %(option)s") % {
            "value": calculation.value.shown,
            "option": calculation.option,
        }
    if question.is_multi and resolution.options and not _is_none(question, resolution):
        possible = sum(1 for option in question.options if not option.exclusive)
        return _("%(count)d of %(total)d: %(items)s") % {
            "count": len(chosen),
            "total": possible,
            "items": joined(chosen),
        }
    if chosen:
        return joined(chosen)
    return joined(tuple(_entry_text(entry) for entry in entries))


def _is_none(question: Asked, resolution: Resolution) -> bool:
    return any(question.option(ref).exclusive for ref in resolution.options)


def _entries(question: Asked, value: Any, texts: Texts) -> tuple[Entry, ...]:
    given = value["fields"] if isinstance(value, dict) else {}
    words = texts.question(question.ref).fields
    return tuple(
        Entry(words[field.ref].label, given[field.ref], words[field.ref].unit)
        for field in question.fields
        if field.ref in given
    )


def _entry_text(entry: Entry) -> str:
    return _("%(label)s %(value)s %(unit)s") % {
        "label": entry.label,
        "value": entry.value,
        "unit": entry.unit,
    }


def _calculation(question: Asked, worked: Worked, texts: Texts) -> Calculation:
    words = texts.question(question.ref).options
    value = None
    if worked.value is not None:
        value = Amount(exact_text(worked.value), rounded_text(worked.value, 1))
    return Calculation(
        text=_sentence(question, worked, texts, value),
        option=words[worked.option] if worked.option else None,
        value=value,
        kind=worked.kind,
        reason=worked.reason,
    )


def _sentence(question: Asked, worked: Worked, texts: Texts, value: Amount | None) -> str:
    """What the data fields come to, or what is still missing."""
    if worked.option is None:
        return _obstacle(worked, texts, value)
    filled = {
        "value": value.shown if value else "",
        "option": texts.option(question.ref, worked.option),
        "points": exact_text(question.option(worked.option).points),
    }
    if worked.kind == "share":
        return (
            _(
                "The share is %(value)s%%, in the band “%(option)s”, %(points)s points. "
                "It is computed from your figures; there is no need to choose a band."
            )
            % filled
        )
    return (
        _(
            "Comparing the two years gives “%(option)s”, %(points)s points. "
            "It is computed from your figures; there is no need to choose."
        )
        % filled
    )


def _obstacle(worked: Worked, texts: Texts, value: Amount | None) -> str:
    if worked.reason == "denominator_zero":
        return _("A figure that we divide by is 0, so nothing can be computed; please check it.")
    if worked.reason == "outside_bands":
        return _("The result is %(value)s%%, which cannot be; please check the figures.") % {
            "value": value.shown if value else ""
        }
    missing = tuple(
        _label_of(path, texts) for path, given in worked.inputs.items() if given is None
    )
    return _("Still missing for the calculation: %(fields)s.") % {"fields": joined(missing)}


def _label_of(path: str, texts: Texts) -> str:
    question, _dot, field = path.partition(".")
    return texts.question(question).fields[field].label
