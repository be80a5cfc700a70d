"""What an answer may look like, and the one form in which it is kept."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, cast

from diagnosis.maturity.fields import Check, Field
from diagnosis.maturity.forms import Answer, Answers, fields_in
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.numbers import (
    LONGEST_TEXT,
    NumberError,
    canonical_number,
    exact_text,
    parse_number,
    rounded_text,
)
from diagnosis.maturity.numbers import MESSAGES as NUMBER_MESSAGES
from diagnosis.maturity.questions import MULTI, TABLE, Question
from diagnosis.maturity.reading import has_hidden, one_line
from diagnosis.maturity.resolving import number_at
from diagnosis.maturity.units import converted

LONGEST_REASON = 1000
CONVERTED_PLACES = 6  # decimals of a number that was converted

# English wording of every code; the pages translate by code and fill in the same params.
MESSAGES = {
    "unknown_question": "the framework has no question %(question)s",
    "wrong_type": "expected %(expected)s, found %(found)s",
    "unknown_option": "has no option %(option)s; expected one of %(allowed)s",
    "exclusive": "option %(option)s excludes the others; expected it alone or not at all",
    "unknown_row": "has no row %(row)s; expected one of %(allowed)s",
    "reason_unfit": "expected a reason of at most %(limit)s letters without control characters",
    "unknown_field": "has no data field %(name)s; expected one of %(allowed)s",
    "below_min": "expected at least %(limit)s, found %(value)s",
    "above_max": "expected at most %(limit)s, found %(value)s",
    "not_integer": "expected a whole number, found %(value)s",
    "exceeds": "expected at most %(limit)s (%(limit_field)s), found %(value)s",
    **NUMBER_MESSAGES,
}

Chosen = str | list[str] | None  # what stands in one row


class AnswerError(ValueError):
    """A value that cannot be kept; names the question and, where it has one, the field."""

    def __init__(self, code: str, ref: str, field: str | None = None, **params: str) -> None:
        self.code, self.ref, self.field, self.params = code, ref, field, params
        where = f"{ref}.{field}" if field else ref
        self.message = f"{one_line(where)}: {MESSAGES[code] % params}"
        super().__init__(self.message)


def check_value(
    framework: Framework, ref: str, raw: object, answers: Answers | None = None
) -> Answer:
    """Return the value in its one stored form, or None when it holds no answer at all.

    With the other `answers` of the sheet given, numbers are also held against theirs.
    """
    question = _question(framework, ref)
    value = _shape(question, raw)
    if isinstance(value, dict):
        _check_plausible(framework, question, {**(answers or {}), ref: value})
    return value


def written_in_units(framework: Framework, ref: str, raw: object) -> dict[str, str]:
    """Field -> what was written with units for the number that is kept: "2150000kWh+85000m3"."""
    given = fields_in(raw) or {}
    return {
        field.ref: " ".join(str(given[field.ref]).split())
        for field in _question(framework, ref).fields
        if _in_own_unit(field, given.get(field.ref)) != given.get(field.ref)
    }


def check_sheet(framework: Framework, raw: Mapping[str, object]) -> dict[str, Answer]:
    """Check a whole sheet; empty answers are left out of the result."""
    sheet = canonical_sheet(framework, raw)
    for error in implausible(framework, sheet):
        raise error
    return sheet


def implausible(framework: Framework, answers: Answers) -> Iterator[AnswerError]:
    """Give every number that contradicts another, such as 52 digital of 48 machines."""
    for check in framework.checks:
        lesser, greater = number_at(answers, check.lesser), number_at(answers, check.greater)
        if lesser is not None and greater is not None and lesser > greater:
            yield _exceeds(check, lesser, greater)


def canonical_sheet(framework: Framework, answers: Answers) -> dict[str, Answer]:
    """Bring each answer into its stored form, in the order of the questions."""
    for ref in answers:
        _question(framework, ref)
    shaped = {
        ref: _shape(question, answers[ref])
        for ref, question in framework.questions.items()
        if ref in answers
    }
    return {ref: value for ref, value in shaped.items() if value is not None}


def _question(framework: Framework, ref: str) -> Question:
    question = framework.questions.get(ref)
    if question is None:
        raise AnswerError("unknown_question", ref, question=one_line(ref))
    return question


def _shape(question: Question, raw: object) -> Answer:
    """Check the form of one value and write it canonically."""
    if raw is None or raw == "":
        return None
    if question.has_rows:
        return _with_reason(question, raw, "rows", _rows)
    if question.kind == MULTI:
        return _with_reason(question, raw, "options", _multi)
    if question.fields or isinstance(raw, Mapping):
        return _with_fields(question, raw)
    return _option(question, raw)


def _with_reason(
    question: Question, raw: object, key: str, shape: Callable[[Question, object], Any]
) -> Answer:
    """Read what may stand alone, or in a mapping beside the reason for it."""
    kept = raw if isinstance(raw, Mapping) and key in raw else {key: raw}
    if not set(kept) <= {key, "reason"}:
        raise _wrong_type(question, f"a mapping of {key} and reason", raw)
    found = shape(question, kept[key])
    if not found:
        return None
    options = found if key == "options" else [o for row in found.values() for o in _listed(row)]
    reason = _reason(question, options, kept.get("reason"))
    if reason or key == "rows":
        return {key: found, "reason": reason} if reason else {key: found}
    return cast(Answer, found)


def _rows(question: Question, raw: object) -> dict[str, str | list[str]]:
    """Read one option, or a list of them, for each row; rows without any are left out."""
    if not isinstance(raw, Mapping):
        raise _wrong_type(question, "a mapping of rows to options", raw)
    for row in raw:
        if row not in question.rows:
            allowed = ", ".join(question.rows)
            raise AnswerError("unknown_row", question.ref, row=one_line(row), allowed=allowed)
    shape = _multi if question.kind == TABLE else _option
    given = {row: raw[row] for row in question.rows if raw.get(row)}
    found = {row: _in_row(row, shape, question, value) for row, value in given.items()}
    return {row: value for row, value in found.items() if value}


def _in_row(
    row: str, shape: Callable[[Question, object], Chosen], question: Question, value: object
) -> Chosen:
    """Read what stands in one row; what is wrong with it names the row."""
    try:
        return shape(question, value)
    except AnswerError as error:
        error.params["row"] = row
        raise


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _reason(question: Question, options: Iterable[str], raw: object) -> str:
    """Read the reason, where an option that was chosen asks for one."""
    if not raw or not any(question.option(ref).reason for ref in options):
        return ""
    if not isinstance(raw, str) or len(raw) > LONGEST_REASON or has_hidden(raw):
        raise AnswerError("reason_unfit", question.ref, "reason", limit=str(LONGEST_REASON))
    return raw.strip()


def _option(question: Question, raw: object) -> str:
    if not isinstance(raw, str):
        raise _wrong_type(question, "the letter of an option", raw)
    if raw not in question.option_refs:
        allowed = ", ".join(question.option_refs)
        raise AnswerError(
            "unknown_option", question.ref, "option", option=one_line(raw), allowed=allowed
        )
    return raw


def _multi(question: Question, raw: object) -> list[str] | None:
    if not isinstance(raw, list | tuple):
        raise _wrong_type(question, "a list of options", raw)
    chosen = {_option(question, item) for item in raw}
    for option in question.options:
        if option.exclusive and option.ref in chosen and len(chosen) > 1:
            raise AnswerError("exclusive", question.ref, "option", option=option.ref)
    return [ref for ref in question.option_refs if ref in chosen] or None


def _with_fields(question: Question, raw: object) -> str | dict[str, Any] | None:
    if isinstance(raw, str):
        raw = {"option": raw}
    if not isinstance(raw, Mapping) or not set(raw) <= {"option", "fields", "reason"}:
        raise _wrong_type(question, "an option or a mapping of option and fields", raw)
    option = _option(question, raw["option"]) if raw.get("option") else None
    fields = _fields(question, raw.get("fields") or {})
    reason = _reason(question, [option] if option else [], raw.get("reason"))
    if not option and not fields:
        return None
    if not question.fields and not reason:
        return option
    kept = {"option": option, **({"fields": fields} if question.fields else {})}
    return {**kept, "reason": reason} if reason else kept


def _fields(question: Question, raw: object) -> dict[str, str]:
    if not isinstance(raw, Mapping):
        raise _wrong_type(question, "a mapping of data fields to numbers", raw)
    known = {field.ref: field for field in question.fields}
    for name in raw:
        if name not in known:
            allowed = ", ".join(known)
            raise AnswerError("unknown_field", question.ref, name=one_line(name), allowed=allowed)
    given = {ref: raw[ref] for ref in known if raw.get(ref) not in (None, "")}
    return {ref: _number(question, known[ref], value) for ref, value in given.items()}


def _number(question: Question, field: Field, raw: object) -> str:
    try:
        raw = _in_own_unit(field, raw)
        value, text = parse_number(raw), canonical_number(raw)
    except NumberError as error:
        found = one_line(raw) if isinstance(raw, str) else ""
        told = {**error.params, "value": found}
        raise AnswerError(error.code, question.ref, field.ref, **told) from error
    if field.min is not None and value < field.min:
        raise _out_of_range("below_min", question, field, field.min, text)
    if field.max is not None and value > field.max:
        raise _out_of_range("above_max", question, field, field.max, text)
    if field.integer and value.denominator != 1:
        raise AnswerError("not_integer", question.ref, field.ref, value=text)
    return text


def _in_own_unit(field: Field, raw: object) -> object:
    """What was written in other units that the release can convert, as a number of the field's."""
    if not field.conversions or not isinstance(raw, str) or len(raw) > LONGEST_TEXT:
        return raw
    value = converted(raw, field.conversions)
    return raw if value is None else rounded_text(value, CONVERTED_PLACES)


def _check_plausible(framework: Framework, question: Question, answers: Answers) -> None:
    """Hold the question's own numbers against the limits; a limit in it never blames another."""
    for error in implausible(framework, answers):
        if error.ref == question.ref:
            raise error


def _exceeds(check: Check, lesser: Fraction, greater: Fraction) -> AnswerError:
    return AnswerError(
        "exceeds",
        check.lesser.question,
        check.lesser.field,
        value=exact_text(lesser),
        limit=exact_text(greater),
        limit_field=str(check.greater),
        check=check.ref,
    )


def _out_of_range(
    code: str, question: Question, field: Field, limit: Fraction, text: str
) -> AnswerError:
    return AnswerError(code, question.ref, field.ref, limit=exact_text(limit), value=text)


def _wrong_type(question: Question, expected: str, raw: object) -> AnswerError:
    found = type(raw).__name__
    return AnswerError("wrong_type", question.ref, expected=expected, found=found)
