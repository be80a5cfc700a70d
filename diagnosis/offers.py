"""What an empty data field is offered: the same figure from elsewhere, or the register's.

An offer stands in the input with a mark and becomes an answer only together with something that the
person has given: see `diagnosis.inputs.raw_answer`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from diagnosis.maturity import Texts
from diagnosis.maturity.doubting import registered
from diagnosis.maturity.fields import FieldPath
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.resolving import Reading
from diagnosis.presenting.figures import with_unit


@dataclass(frozen=True, slots=True)
class Offer:
    """A number for an input, and where it comes from."""

    value: str
    words: str
    given_in: str = ""  # the question whose figure it is


def offers_for(
    ref: str,
    reading: Reading,
    texts: Texts,
    numbers: Mapping[str, str],
    register: Mapping[str, str],
) -> dict[str, Offer]:
    """Data field of a question to what it can be offered; nothing for one that is given."""
    found = {}
    for field in reading.framework.questions[ref].fields:
        path = FieldPath(ref, field.ref)
        if reading.given(path) is None:
            found[field.ref] = _given_elsewhere(path, reading, numbers) or _registered(
                path, reading, texts, register
            )
    return {name: offer for name, offer in found.items() if offer}


def _given_elsewhere(path: FieldPath, reading: Reading, numbers: Mapping[str, str]) -> Offer | None:
    """The same number from the first other question that has it."""
    framework = reading.framework
    for other in framework.quantities[framework.quantity(path)]:
        number = reading.given(other)
        if number is not None:
            told = {"no": numbers[other.question]}
            words = _("Taken from question %(no)s; may be changed") % told
            return Offer(exact_text(number), words, other.question)
    return None


def _registered(
    path: FieldPath, reading: Reading, texts: Texts, register: Mapping[str, str]
) -> Offer | None:
    framework = reading.framework
    number = registered(framework.field(framework.quantity(path)), register)
    if number is None:
        return None
    unit = texts.question(path.question).fields[path.field].unit
    told = {"value": with_unit(number, unit)}
    words = _("Register (year not stated): %(value)s, filled in; may be changed")
    return Offer(exact_text(number), words % told)
