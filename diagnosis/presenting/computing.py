"""How data fields became an answer, in the sentence that the page prints."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from diagnosis.maturity import Question as Asked
from diagnosis.maturity import Texts
from diagnosis.maturity.numbers import exact_text, rounded_text
from diagnosis.maturity.questions import Ratio
from diagnosis.maturity.resolving import Calculation as Worked
from diagnosis.presenting.asked import Amount, Calculation
from diagnosis.presenting.figures import with_unit

MOST_PLACES = 9  # of a quotient; what differs by less reads as alike


def calculation_in_words(question: Asked, worked: Worked, texts: Texts) -> Calculation:
    """What the data fields come to, or what is still missing."""
    value = None
    if worked.value is not None:
        value = Amount(exact_text(worked.value), rounded_text(worked.value, 1))
    years = _years(question, worked, texts)
    return Calculation(
        text=_sentence(question, worked, texts, value, years),
        option=texts.option(question.ref, worked.option) if worked.option else None,
        value=value,
        kind=worked.kind,
        reason=worked.reason,
        years=years,
    )


def _years(question: Asked, worked: Worked, texts: Texts) -> tuple[str, str] | None:
    """Of a trend the two figures that are compared, the earlier first, each with its unit."""
    rule = question.computed
    if rule is None or rule.before is None or worked.value is None:
        return None
    before, now = _quotient(rule.before, worked), _quotient(rule.now, worked)
    unit = texts.question(question.ref).quotient or _unit(rule.now, texts)
    if unit == "%" and rule.now.denominator:
        before, now = before * 100, now * 100
    places = _enough_places(before, now)
    return _shown(before, places, unit), _shown(now, places, unit)


def _quotient(ratio: Ratio, worked: Worked) -> Fraction:
    numbers = [Fraction(worked.inputs[str(path)] or 0) for path in ratio.paths]
    return numbers[0] / numbers[1] if len(numbers) == 2 else numbers[0]


def _unit(ratio: Ratio, texts: Texts) -> str:
    """The unit of a quotient; of two figures in the same unit it is a share."""
    units = [texts.question(path.question).fields[path.field].unit for path in ratio.paths]
    if len(units) == 2 and units[0] == units[1]:
        return "%"
    return "/".join(units)


def _enough_places(*values: Fraction) -> int:
    """Decimals that leave three digits of each, and do not let what differs look alike."""
    for places in range(1, MOST_PLACES):
        shown = [Fraction(rounded_text(value, places)) for value in values]
        close = all(abs(s - v) * 500 <= abs(v) for s, v in zip(shown, values, strict=True))
        if close and len(set(shown)) == len(set(values)):
            return places
    return MOST_PLACES


def _shown(value: Fraction, places: int, unit: str) -> str:
    return with_unit(Fraction(rounded_text(value, places)), unit)


def joined(parts: tuple[str, ...]) -> str:
    return pgettext("between two items of a list", "; ").join(parts)


def listed(parts: tuple[str, ...]) -> str:
    return pgettext("between items of an enumeration", ", ").join(parts)


def _sentence(
    question: Asked,
    worked: Worked,
    texts: Texts,
    value: Amount | None,
    years: tuple[str, str] | None,
) -> str:
    if worked.option is None:
        return _obstacle(worked, texts, value)
    before, now = years or ("", "")
    filled = {
        "before": before,
        "now": now,
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
            "Comparing the two years, %(before)s and then %(now)s, gives “%(option)s”, "
            "%(points)s points. It is computed from your figures; there is no need to choose."
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
