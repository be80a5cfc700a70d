"""What the core says about a value, in the words of the page and tied to the input it concerns."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from diagnosis.inputs import input_name
from diagnosis.maturity import AnswerError, Framework, Texts, implausible
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.units import meant_by
from gongfu.core.errors import Invalid
from gongfu.core.languages import short

Params = dict[str, Any]


def to_invalid(error: AnswerError, framework: Framework) -> Invalid:
    """The error a person sees; `fields` names the input as the form does."""
    name = input_name(error.ref, error.field)
    texts = framework.texts(short())
    message = _in_its_row(_WORDS[error.code](_worded(error, framework, texts)), error, texts)
    return Invalid(message, fields={name: message}, ref=error.ref, code=error.code)


def obstacles(framework: Framework, answers: Mapping[str, Any]) -> Iterator[Invalid]:
    """Answers that each may be kept but not submitted together; `refs` are the questions."""
    for error in implausible(framework, answers):
        found = to_invalid(error, framework)
        limit, _dot, _field = error.params["limit_field"].partition(".")
        found.params["refs"] = tuple(dict.fromkeys((error.ref, limit)))
        yield found


def _in_its_row(message: str, error: AnswerError, texts: Texts) -> str:
    """The message with the row of the table that it is about."""
    words = texts.questions.get(error.ref)
    row = words.rows.get(str(error.params.get("row"))) if words else None
    return _("%(row)s: %(answer)s") % {"row": row, "answer": message} if row else message


def field_label(texts: Texts, path: str) -> str:
    """The label of a data field given as `question.field`; the path itself where there is none."""
    question, _dot, field = path.partition(".")
    words = texts.questions.get(question)
    return words.fields[field].label if words and field in words.fields else path


def _worded(error: AnswerError, framework: Framework, texts: Texts) -> Params:
    """The parameters of the error, with the labels that the form shows."""
    params: Params = dict(error.params)
    params["label"] = field_label(texts, f"{error.ref}.{error.field}")
    if error.code == "not_a_number":
        params |= _meant(error, framework, texts)
    if "limit_field" in params:
        params["limit_label"] = field_label(texts, str(params["limit_field"]))
    if error.code == "exclusive":
        words = texts.questions.get(error.ref)
        params["option"] = words.options[params["option"]] if words else params["option"]
    return params


def _meant(error: AnswerError, framework: Framework, texts: Texts) -> Params:
    """The unit that is asked for, and what a number with a unit of its own is in it."""
    question = framework.questions.get(error.ref)
    asked = {field.ref: field for field in question.fields} if question else {}
    field = asked.get(str(error.field))
    if field is None:
        return {}
    meant = meant_by(str(error.params["value"]), field.unit)
    if meant is not None and field.integer and meant.denominator != 1:
        meant = None
    return {
        "whole": field.integer,
        "unit": texts.question(error.ref).fields[field.ref].unit,
        "meant": "" if meant is None else exact_text(meant),
    }


def _not_a_number(p: Params) -> str:
    if p.get("meant"):
        return _("%(label)s: the unit is %(unit)s; enter the bare number, such as %(meant)s.") % p
    if p.get("unit") and p["whole"]:
        return _("%(label)s: enter a whole number such as 48, in %(unit)s.") % p
    if p.get("unit"):
        return _("%(label)s: enter a number such as 48 or 37.5, in %(unit)s.") % p
    return _("%(label)s: enter a number such as 48 or 37.5.") % p


_WORDS: dict[str, Callable[[Params], str]] = {
    "unknown_question": lambda p: _("There is no question %(question)s in this questionnaire.") % p,
    "wrong_type": lambda p: _("This answer has the wrong form; please choose again."),
    "unknown_option": lambda p: (
        _("“%(option)s” is not an option of this question; expected one of %(allowed)s.") % p
    ),
    "exclusive": lambda p: _("“%(option)s” cannot be chosen together with other options.") % p,
    "unknown_row": lambda p: (
        _("“%(row)s” is not a row of this question; expected one of %(allowed)s.") % p
    ),
    "reason_unfit": lambda p: (
        _("Write the reason in at most %(limit)s characters, without control characters.") % p
    ),
    "unknown_field": lambda p: (
        _("There is no data field %(name)s; expected one of %(allowed)s.") % p
    ),
    "below_min": lambda p: (
        _("%(label)s: enter a number of at least %(limit)s; found %(value)s.") % p
    ),
    "above_max": lambda p: (
        _("%(label)s: enter a number of at most %(limit)s; found %(value)s.") % p
    ),
    "not_integer": lambda p: _("%(label)s: enter a whole number; found %(value)s.") % p,
    "exceeds": lambda p: (
        _(
            "%(label)s (%(value)s) cannot exceed %(limit_label)s (%(limit)s). "
            "Please correct one of the two."
        )
        % p
    ),
    "not_text": lambda p: _("%(label)s: enter a number such as 48 or 37.5.") % p,
    "not_a_number": _not_a_number,
    "too_long": lambda p: _("%(label)s: enter a number of at most %(digits)s digits.") % p,
    "exponent": lambda p: (
        _("%(label)s: this number is too large or too small to be meant; please check it.") % p
    ),
}
