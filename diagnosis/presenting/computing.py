"""How data fields became an answer, in the sentence that the page prints."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from diagnosis.maturity import Question as Asked
from diagnosis.maturity import Texts
from diagnosis.maturity.numbers import exact_text, rounded_text
from diagnosis.maturity.resolving import Calculation as Worked
from diagnosis.presenting.asked import Amount, Calculation


def calculation_in_words(question: Asked, worked: Worked, texts: Texts) -> Calculation:
    """What the data fields come to, or what is still missing."""
    value = None
    if worked.value is not None:
        value = Amount(exact_text(worked.value), rounded_text(worked.value, 1))
    return Calculation(
        text=_sentence(question, worked, texts, value),
        option=texts.option(question.ref, worked.option) if worked.option else None,
        value=value,
        kind=worked.kind,
        reason=worked.reason,
    )


def joined(parts: tuple[str, ...]) -> str:
    return pgettext("between two items of a list", "; ").join(parts)


def listed(parts: tuple[str, ...]) -> str:
    return pgettext("between items of an enumeration", ", ").join(parts)


def _sentence(question: Asked, worked: Worked, texts: Texts, value: Amount | None) -> str:
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
    if worked.kind == "number":
        return (
            _(
                "The figure is %(value)s, in the band “%(option)s”, %(points)s points. "
                "There is no need to choose a band."
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
        shown = {"value": value.shown if value else ""}
        if worked.kind == "share":
            return (
                _("The result is %(value)s%%, which cannot be; please check the figures.") % shown
            )
        return _("The result is %(value)s, which cannot be; please check the figures.") % shown
    missing = tuple(
        _label_of(path, texts) for path, given in worked.inputs.items() if given is None
    )
    return _("Still missing for the calculation: %(fields)s.") % {"fields": joined(missing)}


def _label_of(path: str, texts: Texts) -> str:
    question, _dot, field = path.partition(".")
    return texts.question(question).fields[field].label
