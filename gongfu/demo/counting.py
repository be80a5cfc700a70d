"""Numbers for the data fields of a simulated answer: those that lead to a wished option."""

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal

from diagnosis.maturity.fields import Check, Field, FieldPath
from diagnosis.maturity.questions import Band, Computed, Question, Ratio

USUAL = {"machine": (24, 480), "person": (30, 600), "tce": (40, 3_000), "10k-yuan": (1_500, 60_000)}
MONEY = "10k-yuan"
# Per 10,000 yuan of revenue: tonnes of coal, cost, people.
ALONGSIDE = {
    "tce": (Decimal("0.02"), Decimal("0.15")),
    MONEY: (Decimal("0.7"), Decimal("0.92")),
    "person": (Decimal("0.008"), Decimal("0.02")),
}
LEAST_MACHINES = Decimal("0.3")  # for each of the staff; at most one more
RISE = Decimal("1.06")
RATE_STEP = Decimal("0.6")  # percentage points


def counted(
    question: Question,
    option: str,
    dice: random.Random,
    numbers: "Numbers",
    checks: Sequence[Check],
) -> dict[str, str]:
    """Field -> number as typed; empty where the denominator stands in a question left uncounted.

    Adds what it writes to `numbers`, because later questions may divide by it or ask it again.
    """
    rule = question.computed
    assert rule is not None, "only questions with data fields are counted"
    band = next(band for band in rule.bands if band.option == option)
    written = (
        _share(question, rule, band, dice, numbers)
        if rule.kind == "share"
        else _trend(question, rule, band, dice, numbers)
    )
    known = numbers.given | written
    for check in checks:  # no more networked machines than digital ones
        if check.lesser in written and check.greater in known:
            written[check.lesser] = min(written[check.lesser], known[check.greater])
    numbers.keep(question, written)
    return {path.field: _typed(value) for path, value in written.items()}


def _share(
    question: Question,
    rule: Computed,
    band: Band,
    dice: random.Random,
    numbers: "Numbers",
) -> dict[FieldPath, Decimal]:
    path = rule.denominator
    assert path is not None, "a share has a denominator"
    own = {field.ref: field for field in question.fields}
    drawn = path.question == question.ref
    whole = numbers.drawn(own[path.field], dice) if drawn else numbers.given.get(path)
    if not whole:
        return {}
    low, high = float(band.low or 0), float(band.high or 100)
    part = whole * Decimal(str(round(dice.uniform(low, high), 1))) / 100
    written = {path: whole} if path.question == question.ref else {}
    return written | {rule.numerator: _fitting(own[rule.numerator.field], part)}


def _trend(
    question: Question, rule: Computed, band: Band, dice: random.Random, numbers: "Numbers"
) -> dict[FieldPath, Decimal]:
    assert rule.before is not None, "a trend compares with last year"
    up = band.low is not None and band.high is None
    down = band.low is None
    if rule.now.denominator is None:
        last = Decimal(str(round(dice.uniform(93, 98.8), 1)))
        step = RATE_STEP if up else -RATE_STEP if down else Decimal(0)
        return {rule.before.numerator: last, rule.now.numerator: last + step}
    factor = RISE if up else 1 / RISE if down else Decimal(1)
    return _quotients(question, rule.now, rule.before, factor, dice, numbers)


def _quotients(
    question: Question,
    now: Ratio,
    before: Ratio,
    factor: Decimal,
    dice: random.Random,
    numbers: "Numbers",
) -> dict[FieldPath, Decimal]:
    """Two years that differ by a factor; revenue is what it is, what it is held against follows."""
    assert now.denominator is not None
    assert before.denominator is not None
    drawn = dice.randrange(50, 400) * 5, Decimal(dice.randrange(200, 900)) / 900
    fields = {field.ref: field for field in question.fields}
    upside_down = fields[now.numerator.field].unit == MONEY != fields[now.denominator.field].unit
    fixed = (
        (now.numerator, before.numerator) if upside_down else (now.denominator, before.denominator)
    )
    other = (
        (now.denominator, before.denominator) if upside_down else (now.numerator, before.numerator)
    )
    revenue = numbers.years(question, fixed, drawn[0])
    unit = fields[other[0].field].unit
    steps = numbers.steps(fields[other[0].field]) or _in_step(unit, revenue[1] / 20, drawn[1])
    later = (steps * 21 * (1 / factor if upside_down else factor)).quantize(Decimal(1))
    return dict(zip(fixed, revenue, strict=True)) | {other[0]: later, other[1]: Decimal(steps * 20)}


def _in_step(unit: str, revenue: Decimal, place: Decimal) -> Decimal:
    """What goes with a revenue, so that cost stays below it: place is from 0 to 1."""
    low, high = ALONGSIDE.get(unit, ALONGSIDE[MONEY])
    return max(Decimal(1), (revenue * (low + (high - low) * place)).quantize(Decimal(1)))


class Numbers:
    """What the firm has written so far, and what the register says; the same figure stays one.

    Two years are 21 and 20 times the same steps, so that a ratio can stay exactly as it was.
    """

    def __init__(self, register: Mapping[str, str]) -> None:
        self.register = register
        self.given: dict[FieldPath, Decimal] = {}

    def keep(self, question: Question, written: Mapping[FieldPath, Decimal]) -> None:
        fields = {FieldPath(question.ref, field.ref): field for field in question.fields}
        for path, value in written.items():
            self.given[fields[path].same_as or path] = value

    def drawn(self, field: Field, dice: random.Random) -> Decimal:
        low, high = USUAL[field.unit]
        value = Decimal(dice.randrange(low, high))
        if field.unit == "machine" and (staff := self.register.get("headcount")):
            place = (value - low) / (high - low)
            return max(Decimal(low), (Decimal(staff) * (LEAST_MACHINES + place)).quantize(1))
        known = self.register.get("revenue_10k") if field.unit == MONEY else None
        return Decimal(known).quantize(Decimal(1)) if known else value

    def years(
        self, question: Question, paths: tuple[FieldPath, FieldPath], drawn: int
    ) -> tuple[Decimal, Decimal]:
        """The same number of this year and the last, as it stands elsewhere or is registered."""
        fields = {field.ref: field for field in question.fields}
        known = [self.given.get(fields[path.field].same_as or path) for path in paths]
        if known[0] is not None and known[1] is not None:
            return known[0], known[1]
        money = fields[paths[0].field].unit == MONEY
        steps = self._registered("revenue_10k" if money else "") or Decimal(drawn)
        return steps * 21, steps * 20

    def steps(self, field: Field) -> Decimal | None:
        return self._registered(field.register)

    def _registered(self, name: str) -> Decimal | None:
        known = self.register.get(name)
        return max(Decimal(1), (Decimal(known) / 21).quantize(Decimal(1))) if known else None


def _fitting(field: Field, value: Decimal) -> Decimal:
    return value.quantize(Decimal(1) if field.integer else Decimal("0.1"))


def _typed(value: Decimal) -> str:
    return f"{value.normalize():f}"
