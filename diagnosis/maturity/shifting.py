"""What moved far since the last round: asked about, never refused."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from diagnosis.maturity.forms import fields_in
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.numbers import NumberError, parse_number
from diagnosis.maturity.record import Record
from diagnosis.maturity.resolving import Reading

FAR = Fraction(1, 2)  # of the figure of last time; a common rule of plausibility, not of the index

Answers = Mapping[str, Any]


class Shift(Record):
    """One figure that is far from last time, or ticks that are no longer there."""

    ref: str
    field: str = ""
    before: Fraction = Fraction()
    after: Fraction = Fraction()
    dropped: tuple[str, ...] = ()


def shifts(
    framework: Framework, before: Answers, after: Reading, *, was_verified: bool
) -> Iterator[Shift]:
    """Go through the questions that are asked, in their order.

    `before` are last answers to the same questions, each figure where it stands now. A tick that
    is gone is asked about only where somebody had seen the thing on site.
    """
    for ref in (ref for ref in framework.questions if ref in before and after.is_shown(ref)):
        old, new = before[ref], after.sheet.get(ref)
        yield from _figures(ref, fields_in(old), fields_in(new))
        if was_verified and isinstance(old, list) and isinstance(new, list):
            worth = {each.ref for each in framework.questions[ref].options if each.points}
            dropped = tuple(each for each in old if each in worth and each not in new)
            if dropped:
                yield Shift(ref, dropped=dropped)


def _figures(ref: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Shift]:
    for field in (field for field in new if field in old):
        before, after = _number(old[field]), _number(new[field])
        if before and after is not None and abs(after - before) > abs(before) * FAR:
            yield Shift(ref, field, before, after)


def _number(text: str) -> Fraction | None:
    try:
        return parse_number(text)
    except NumberError:
        return None
