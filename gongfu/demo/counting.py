"""Numbers for the data fields of a simulated answer: those that lead to a wished option."""

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from diagnosis.maturity.fields import Check, Field, FieldPath
from diagnosis.maturity.forms import fields_in
from diagnosis.maturity.framework import Framework
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
# Per cent of revenue: what every firm spends on going digital, and how much more the strongest.
LEAST_SPENT, MORE_SPENT = 0.4, 13.0
AROUND = 0.15  # how far a share strays from what the strength of the firm lets expect
GROWTH = Decimal("1.04")  # of the machines of a firm from one round to the next
YEARS = 21  # revenue of this year in steps of its own; one fewer for each year before
RISE = Decimal("1.06")
RATE_STEP = Decimal("0.6")  # percentage points


def spent_share(question: Question, strength: float) -> float | None:
    """What share of its revenue a firm spends, in per cent; None where something else is asked."""
    rule = question.computed
    if rule is None or rule.kind != "share" or rule.now.denominator is None:
        return None
    units = {field.ref: field.unit for field in question.fields}
    of_money = units.get(rule.now.denominator.field) == MONEY
    return LEAST_SPENT + MORE_SPENT * strength**2 if of_money else None


def spent_option(question: Question, share: float) -> str:
    """The band in which such a share lies."""
    assert question.computed is not None, "a share is computed"
    return next(b.option for b in reversed(question.computed.bands) if share > float(b.low or -1))


def counted(
    question: Question,
    option: str,
    strength: float,
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
        _share(question, rule, _bounds(question, band, strength), dice, numbers)
        if rule.kind == "share"
        else _trend(question, rule, band, dice, numbers)
    )
    known = numbers.given | written
    for check in checks:  # no more networked machines than digital ones
        if check.lesser in written and check.greater in known:
            written[check.lesser] = min(written[check.lesser], known[check.greater])
    numbers.keep(question, written)
    return {path.field: _typed(value) for path, value in written.items()}


def _bounds(question: Question, band: Band, strength: float) -> tuple[float, float]:
    """Between what the share lies, in per cent: in its band, and near what is usual."""
    low, high = float(band.low or 0), float(band.high or 100)
    usual = spent_share(question, strength)
    if usual is None:
        return low, high
    return max(low, usual * (1 - AROUND)), min(high, usual * (1 + AROUND))


def _share(
    question: Question,
    rule: Computed,
    bounds: tuple[float, float],
    dice: random.Random,
    numbers: "Numbers",
) -> dict[FieldPath, Decimal]:
    path = rule.denominator
    assert path is not None, "a share has a denominator"
    own = {field.ref: field for field in question.fields}
    drawn = path.question == question.ref
    whole = numbers.drawn(path, own[path.field], dice) if drawn else numbers.given.get(path)
    if not whole:
        return {}
    share = Decimal(str(round(dice.uniform(*bounds), 1))) / 100
    if drawn and own[path.field].mean_of:
        return _of_years(own, rule, share, numbers)
    part = whole * share
    written = {path: whole} if path.question == question.ref else {}
    return written | {rule.numerator: _fitting(own[rule.numerator.field], part)}


def _of_years(
    own: Mapping[str, Field], rule: Computed, share: Decimal, numbers: "Numbers"
) -> dict[FieldPath, Decimal]:
    """A share that is an average, year by year; what is spent of it grows a little."""
    assert rule.denominator is not None, "a share has a denominator"
    wholes, parts = own[rule.denominator.field].mean_of, own[rule.numerator.field].mean_of
    written: dict[FieldPath, Decimal] = {}
    for ago, (whole, part) in enumerate(zip(wholes, parts, strict=True)):
        written[whole] = numbers.revenue(ago)
        rising = 1 + Decimal(len(wholes) // 2 - ago) / 10
        drawn = (numbers.revenue(ago) * share * rising).quantize(Decimal("0.1"))
        written[part] = numbers.last.get(parts[ago - 1], drawn) if ago else drawn
    return written


def _trend(
    question: Question, rule: Computed, band: Band, dice: random.Random, numbers: "Numbers"
) -> dict[FieldPath, Decimal]:
    assert rule.before is not None, "a trend compares with last year"
    up = band.low is not None and band.high is None
    down = band.low is None
    if rule.now.denominator is None:
        last = Decimal(str(round(dice.uniform(93, 98.8), 1)))
        last = numbers.last.get(rule.now.numerator, last)
        step = RATE_STEP if up else -RATE_STEP if down else Decimal(0)
        return {rule.before.numerator: last, rule.now.numerator: min(last + step, Decimal(100))}
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
    now_steps = YEARS - numbers.years_ago
    last_steps = now_steps - 1
    steps = numbers.steps(fields[other[0].field]) or _in_step(
        unit, revenue[1] / last_steps, drawn[1]
    )
    earlier = numbers.last.get(other[0], steps * last_steps)
    times = revenue[0] / revenue[1] * (1 / factor if upside_down else factor)
    later = (earlier * times).quantize(Decimal(1))
    return dict(zip(fixed, revenue, strict=True)) | {other[0]: later, other[1]: earlier}


def _in_step(unit: str, revenue: Decimal, place: Decimal) -> Decimal:
    """What goes with a revenue, so that cost stays below it: place is from 0 to 1."""
    low, high = ALONGSIDE.get(unit, ALONGSIDE[MONEY])
    return max(Decimal(1), (revenue * (low + (high - low) * place)).quantize(Decimal(1)))


class Numbers:
    """What the firm has written so far, and what the register says; the same figure stays one.

    Two years are 21 and 20 times the same steps, so that a ratio can stay exactly as it was; a
    round some `years_ago` has as many steps fewer. `last` holds the figures of the round one year
    before, which are the earlier ones of this.
    """

    def __init__(
        self,
        register: Mapping[str, str],
        years_ago: int = 0,
        last: Mapping[FieldPath, Decimal] | None = None,
    ) -> None:
        self.register = register
        self.years_ago = years_ago
        self.last = last or {}
        self.given: dict[FieldPath, Decimal] = {}

    def keep(self, question: Question, written: Mapping[FieldPath, Decimal]) -> None:
        fields = {FieldPath(question.ref, field.ref): field for field in question.fields}
        for path, value in written.items():
            self.given[fields[path].same_as or path] = value

    def revenue(self, ago: int) -> Decimal:
        """Of the year so many years before the one that is asked about."""
        steps = self._registered("revenue_10k") or Decimal(USUAL[MONEY][0])
        return steps * (YEARS - self.years_ago - ago)

    def drawn(self, path: FieldPath, field: Field, dice: random.Random) -> Decimal:
        low, high = USUAL[field.unit]
        value = Decimal(dice.randrange(low, high))
        if path in self.last:
            return (self.last[path] * GROWTH).quantize(Decimal(1))
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
        now = YEARS - self.years_ago
        return steps * now, steps * (now - 1)

    def steps(self, field: Field) -> Decimal | None:
        return self._registered(field.register)

    def _registered(self, name: str) -> Decimal | None:
        known = self.register.get(name)
        return max(Decimal(1), (Decimal(known) / YEARS).quantize(Decimal(1))) if known else None

    @staticmethod
    def in_sheet(framework: Framework, sheet: Mapping[str, Any]) -> dict[FieldPath, Decimal]:
        """The figures of an earlier sheet."""
        return {
            framework.quantity(FieldPath(ref, field)): Decimal(number)
            for ref, value in sheet.items()
            for field, number in fields_in(value).items()
        }


def _fitting(field: Field, value: Decimal) -> Decimal:
    return value.quantize(Decimal(1) if field.integer else Decimal("0.1"))


def _typed(value: Decimal) -> str:
    return f"{value.normalize():f}"
