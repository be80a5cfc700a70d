"""Tests of answers and firm in words: when a question is asked, when a weight holds."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from diagnosis.maturity import Texts
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.questions import Band, When


def test_in_words(texts: Texts, test: When) -> str:
    """A test as it would be said: "Cloud is “Yes”"."""
    if test.kind in ("all", "any"):
        return _several(texts, test)
    if test.kind == "not":
        return _("it does not hold that %(test)s") % {"test": test_in_words(texts, test.of[0])}
    if test.kind == "profile":
        trait = texts.traits[test.ref]
        return _is(trait.name, tuple(trait.values[value] for value in test.values))
    if test.path and test.span:
        words = texts.question(test.path.question).fields[test.path.field]
        return _("%(name)s %(span)s") % {"name": words.label, "span": span_in_words(test.span)}
    return _answer(texts, test)


def shown_when_in_words(texts: Texts, test: When | None) -> str:
    """When something is asked, plainly; empty where it always is."""
    if test is None:
        return ""
    if test.kind == "not":
        return _("unless %(test)s") % {"test": test_in_words(texts, test.of[0])}
    return _("only where %(test)s") % {"test": test_in_words(texts, test)}


def span_in_words(span: Band) -> str:
    """The numbers between two ends: "from 10 to below 20"."""
    ends = []
    if span.low is not None:
        words = _("from %(number)s") if span.low_closed else _("above %(number)s")
        ends.append(words % {"number": exact_text(span.low)})
    if span.high is not None:
        words = _("up to %(number)s") if span.high_closed else _("below %(number)s")
        ends.append(words % {"number": exact_text(span.high)})
    return " ".join(ends)


def weight_cases(texts: Texts, cases: tuple[tuple[When, Fraction], ...]) -> tuple[str, ...]:
    """The weights that hold for some firms only."""
    return tuple(
        _("%(weight)s where %(test)s")
        % {"weight": exact_text(weight), "test": test_in_words(texts, test)}
        for test, weight in cases
    )


def _several(texts: Texts, test: When) -> str:
    all_of, any_of = pgettext("between two tests", " and "), pgettext("between two tests", " or ")
    words = [test_in_words(texts, each) for each in test.of]
    return (all_of if test.kind == "all" else any_of).join(words)


def _answer(texts: Texts, test: When) -> str:
    words = texts.question(test.ref)
    name = words.label
    if test.row:
        name = _("%(row)s: %(answer)s") % {"row": name, "answer": words.rows[test.row]}
    return _is(name, tuple(words.options[option] for option in test.values))


def _is(name: str, values: tuple[str, ...]) -> str:
    either = pgettext("between two tests", " or ").join(
        _("“%(label)s”") % {"label": value} for value in values
    )
    return _("%(name)s is %(values)s") % {"name": name, "values": either}
