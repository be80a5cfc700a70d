"""Numbers for the data fields of a simulated answer: those that lead to a wished option."""

import random
from collections.abc import Sequence
from decimal import Decimal

from diagnosis.maturity.framework import Band, Check, Computed, Field, FieldPath, Question, Ratio

USUAL = {"machine": (24, 480), "person": (30, 600), "tce": (40, 3_000), "10k-yuan": (1_500, 60_000)}
RISE = Decimal("1.06")
RATE_STEP = Decimal("0.6")  # percentage points


def counted(
    question: Question,
    option: str,
    dice: random.Random,
    numbers: dict[FieldPath, Decimal],
    checks: Sequence[Check],
) -> dict[str, str]:
    """Field -> number as typed; empty where the denominator stands in a question left uncounted.

    Adds what it writes to `numbers`, because later questions may divide by it.
    """
    rule = question.computed
    assert rule is not None, "only questions with data fields are counted"
    band = next(band for band in rule.bands if band.option == option)
    written = (
        _share(question, rule, band, dice, numbers)
        if rule.kind == "share"
        else _trend(rule, band, dice)
    )
    known = numbers | written
    for check in checks:  # no more networked machines than digital ones
        if check.lesser in written and check.greater in known:
            written[check.lesser] = min(written[check.lesser], known[check.greater])
    numbers.update(written)
    return {path.field: _typed(value) for path, value in written.items()}


def _share(
    question: Question,
    rule: Computed,
    band: Band,
    dice: random.Random,
    numbers: dict[FieldPath, Decimal],
) -> dict[FieldPath, Decimal]:
    path = rule.denominator
    assert path is not None, "a share has a denominator"
    own = {field.ref: field for field in question.fields}
    whole = _drawn(own[path.field], dice) if path.question == question.ref else numbers.get(path)
    if not whole:
        return {}
    low, high = float(band.low or 0), float(band.high or 100)
    part = whole * Decimal(str(round(dice.uniform(low, high), 1))) / 100
    written = {path: whole} if path.question == question.ref else {}
    return written | {rule.numerator: _fitting(own[rule.numerator.field], part)}


def _trend(rule: Computed, band: Band, dice: random.Random) -> dict[FieldPath, Decimal]:
    assert rule.before is not None, "a trend compares with last year"
    up = band.low is not None and band.high is None
    down = band.low is None
    if rule.now.denominator is None:
        last = Decimal(str(round(dice.uniform(93, 98.8), 1)))
        step = RATE_STEP if up else -RATE_STEP if down else Decimal(0)
        return {rule.before.numerator: last, rule.now.numerator: last + step}
    return _quotients(rule.now, rule.before, RISE if up else 1 / RISE if down else Decimal(1), dice)


def _quotients(
    now: Ratio, before: Ratio, factor: Decimal, dice: random.Random
) -> dict[FieldPath, Decimal]:
    assert now.denominator is not None
    assert before.denominator is not None
    below = Decimal(dice.randrange(50, 400) * 40)
    above = Decimal(dice.randrange(200, 900) * 10)
    return {
        before.numerator: above,
        before.denominator: below,
        now.numerator: (above * factor).quantize(Decimal(1)),
        now.denominator: below,
    }


def _drawn(field: Field, dice: random.Random) -> Decimal:
    low, high = USUAL[field.unit]
    return Decimal(dice.randrange(low, high))


def _fitting(field: Field, value: Decimal) -> Decimal:
    return value.quantize(Decimal(1) if field.integer else Decimal("0.1"))


def _typed(value: Decimal) -> str:
    return f"{value.normalize():f}"
