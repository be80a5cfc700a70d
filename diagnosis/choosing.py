"""What a question card offers to choose and to fill in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from diagnosis.hints import Hint
from diagnosis.inputs import input_name, row_name
from diagnosis.maturity import Option, Question
from diagnosis.maturity.fields import Field
from diagnosis.maturity.forms import chosen_in, fields_in
from diagnosis.maturity.numbers import exact_text, parse_number, rounded_text
from diagnosis.maturity.texts import QuestionText
from diagnosis.offers import Offer
from diagnosis.presenting import points_text
from diagnosis.presenting.wording import level_in_words


@dataclass(frozen=True, slots=True)
class Choice:
    """One option that can be chosen, as a row of a list or a cell of a table."""

    ref: str
    text: str
    help: str
    worth: str  # "2 points", or the level a scene would have; empty where it earns nothing
    checked: bool
    exclusive: bool
    reason: bool  # choosing it needs a reason
    apart: bool  # "none of these" and "not applicable" stand apart from the others


@dataclass(frozen=True, slots=True)
class RowInput:
    """One row of a table with its own choices."""

    name: str
    id: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class NumberInput:
    """A data field."""

    name: str
    id: str
    label: str
    unit: str
    value: str
    whole: bool
    wrong: bool
    offer: str = ""  # what stands in the input although nobody has given it yet
    offered_from: str = ""  # where that comes from, in words
    question: str = ""
    field: str = ""
    place: str = "card"  # where it stands: see `diagnosis.figures`
    takes_units: bool = False  # whether it may be written in other units
    doubts: tuple[Hint, ...] = ()  # what is odd about it, where that is said under it


def choices_of(question: Question, words: QuestionText, typed: Any) -> tuple[Choice, ...]:
    """The options; in a question with rows these are the columns of its table."""
    marked = () if question.has_rows else chosen_in(typed)
    return _choices(question, words, marked)


def rows_of(question: Question, words: QuestionText, typed: Any) -> tuple[RowInput, ...]:
    given = typed.get("rows") if isinstance(typed, Mapping) else None
    rows = given if isinstance(given, Mapping) else {}
    return tuple(
        RowInput(
            name=row_name(question.ref, row),
            id=f"{question.ref}-row-{row}",
            label=words.rows[row],
            choices=_choices(question, words, chosen_in(rows.get(row))),
        )
        for row in question.rows
    )


def numbers_of(
    question: Question,
    words: QuestionText,
    typed: Any,
    wrong: str,
    offers: Mapping[str, Offer],
    written: Mapping[str, str],
) -> tuple[NumberInput, ...]:
    """The data fields; one that is empty holds what is offered for it.

    What was `written` in other units stands there as it was, with the number beside it.
    """
    given = fields_in(typed)
    return tuple(
        _written(
            _number(question, field, words, str(given.get(field.ref, "")), wrong, offers),
            written.get(field.ref, ""),
        )
        for field in question.fields
    )


def _number(
    question: Question,
    field: Field,
    words: QuestionText,
    value: str,
    wrong: str,
    offers: Mapping[str, Offer],
) -> NumberInput:
    offer = None if value else offers.get(field.ref)
    return NumberInput(
        name=input_name(question.ref, field.ref),
        id=f"{question.ref}-{field.ref}",
        label=words.fields[field.ref].label,
        unit=words.fields[field.ref].unit,
        value=offer.value if offer else value,
        whole=field.integer,
        wrong=wrong == input_name(question.ref, field.ref),
        offer=offer.value if offer else "",
        offered_from=offer.words if offer else "",
        question=question.ref,
        field=field.ref,
        takes_units=bool(field.conversions),
    )


def _written(given: NumberInput, text: str) -> NumberInput:
    if not text:
        return given
    shown = rounded_text(parse_number(given.value), 1)
    return replace(given, value=text, offered_from=f"≈ {shown} {given.unit}")


def worth_of(question: Question, option: Option) -> str:
    """What an option brings: points, the level of a scene, or its share where the rest is capped.

    Nothing for what earns nothing, and for a table, where only all rows together earn points.
    """
    if option.excluded:
        return _("not counted")
    if option.level is not None:
        return level_in_words(option.level)
    if question.apart or question.has_rows or not question.max_points:
        return ""
    points = exact_text(option.points)
    if question.out_of == question.max_points:
        return points_text(points)
    return _("%(points)s of %(out_of)s") % {
        "points": points,
        "out_of": exact_text(question.out_of),
    }


def _choices(
    question: Question, words: QuestionText, marked: tuple[str, ...]
) -> tuple[Choice, ...]:
    """Those that stand apart come last."""
    found = (_choice(question, option, words, marked) for option in question.options)
    return tuple(sorted(found, key=lambda choice: choice.apart))


def _choice(
    question: Question, option: Option, words: QuestionText, marked: tuple[str, ...]
) -> Choice:
    return Choice(
        ref=option.ref,
        text=words.options[option.ref],
        help=words.option_help.get(option.ref, ""),
        worth=worth_of(question, option),
        checked=option.ref in marked,
        exclusive=option.exclusive,
        reason=option.reason,
        apart=option.exclusive or option.excluded or (option.reason and not question.apart),
    )
