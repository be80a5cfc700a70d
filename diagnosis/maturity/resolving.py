"""Which options an answer amounts to, and the reckoning behind a computed one."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from diagnosis.maturity.averaging import average, averaged
from diagnosis.maturity.fields import FieldPath
from diagnosis.maturity.forms import Answers, chosen_in, fields_in, reason_in, rows_in
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.numbers import exact_text, parse_number
from diagnosis.maturity.questions import Computed, Question, Ratio, When
from diagnosis.maturity.record import Record
from diagnosis.maturity.testing import holds

ONE, ZERO = Fraction(1), Fraction(0)
CHOSEN, COMPUTED, MISSING = "chosen", "computed", "missing"
HIDDEN, EXCLUDED = "hidden", "excluded"

Rows = Mapping[str, tuple[str, ...]]
NO_ROWS: Rows = {}
Numbers = Mapping[FieldPath, Fraction | None]


def number_at(answers: Answers, path: FieldPath) -> Fraction | None:
    """Read a data field of the sheet; None when it was not given."""
    text = fields_in(answers.get(path.question)).get(path.field)
    return None if text is None else parse_number(text)


class Calculation(Record):
    """A computed answer: the numbers it read, its value, or the reason why there is none."""

    kind: str
    inputs: Mapping[str, str | None]
    value: Fraction | None
    option: str | None
    reason: str | None  # field_missing, denominator_zero, outside_bands

    def as_dict(self) -> dict[str, Any]:
        value = None if self.value is None else exact_text(self.value)
        return {
            "kind": self.kind,
            "inputs": dict(self.inputs),
            "value": value,
            "option": self.option,
            "reason": self.reason,
        }


class Resolution(Record):
    """The options an answer amounts to, in all or in each row, and how they were found.

    `how` is chosen, computed, missing (not answered, or not whole yet), hidden (not asked) or
    excluded (does not apply, for the reason given).
    """

    options: tuple[str, ...]
    how: str
    calculation: Calculation | None = None
    rows: Rows = NO_ROWS
    reason: str = ""

    @property
    def is_missing(self) -> bool:
        return self.how == MISSING

    @property
    def counts(self) -> bool:
        """Whether the question stands in the denominator, answered or not."""
        return self.how not in (HIDDEN, EXCLUDED)


UNSEEN = Resolution((), HIDDEN)


class Reading:
    """One sheet as a release reads it: what is shown, and what each answer amounts to."""

    def __init__(
        self, framework: Framework, sheet: Answers, profile: Mapping[str, Any] | None = None
    ) -> None:
        self.framework = framework
        self.sheet = sheet
        self.profile = profile or {}
        self._known: dict[str, Resolution] = {}

    def resolution(self, ref: str) -> Resolution:
        """What the answer to a question amounts to; a hidden one amounts to nothing."""
        if ref not in self._known:
            shown = self.is_shown(ref)
            self._known[ref] = self.meaning(ref) if shown else UNSEEN
        return self._known[ref]

    def meaning(self, ref: str) -> Resolution:
        """What the answer would amount to if the question were asked, whether it is or not."""
        question, value = self.framework.questions[ref], self.sheet.get(ref)
        if question.has_rows:
            return _rowwise(question, value)
        calculation = self._calculate(question)
        if calculation and calculation.option:
            return Resolution((calculation.option,), COMPUTED, calculation)
        return _chosen(question, value, calculation)

    def is_shown(self, ref: str) -> bool:
        """Whether the question is asked at all: its own test holds, and those of its parts."""
        own = self.framework.questions[ref].shown_when
        return all(holds(test, self) for test in self._tests_above(ref, own))

    def chosen(self, ref: str, row: str = "") -> tuple[str, ...]:
        found = self.resolution(ref)
        return found.rows.get(row, ()) if row else found.options

    def given(self, path: FieldPath) -> Fraction | None:
        """A number that was entered itself."""
        return number_at(self.sheet, path) if self.is_shown(path.question) else None

    def number(self, path: FieldPath) -> Fraction | None:
        """A number as it counts: entered, or the average of others."""
        given = self.given(path)
        return average(self.framework, path, self.given) if given is None else given

    def _tests_above(self, ref: str, own: When | None) -> list[When]:
        tests = [own] if own else []
        above = self.framework.part_of.get(ref)
        while above:
            if above.shown_when:
                tests.append(above.shown_when)
            above = self.framework.part_of.get(above.ref)
        return tests

    def _calculate(self, question: Question) -> Calculation | None:
        """Compute the option; None where there is no rule or none of its numbers is given."""
        rule = question.computed
        if rule is None or not fields_in(self.sheet.get(question.ref)):
            return None
        numbers = {path: self.number(path) for path in rule.paths}
        years = {
            year: self.given(year)
            for ratio in (rule.now, rule.before)
            if ratio
            for year in averaged(self.framework, ratio, self.given)
        }
        if None in years.values():  # an average over other years than the one it is held against
            return Calculation(rule.kind, _texts(years), None, None, "field_missing")
        inputs = _texts(numbers | years)
        now, problem = _quotient(rule.now, numbers)
        before, earlier_problem = _quotient(rule.before, numbers) if rule.before else (ZERO, None)
        if now is None or before is None:
            return Calculation(rule.kind, inputs, None, None, problem or earlier_problem)
        found = _worked_out(rule, now, before)
        option = next((band.option for band in rule.bands if band.holds(found)), None)
        return Calculation(rule.kind, inputs, found, option, None if option else "outside_bands")


def _quotient(ratio: Ratio, numbers: Numbers) -> tuple[Fraction | None, str | None]:
    """Divide, or say why that cannot be done: divided by zero is unknown, never zero."""
    numerator = numbers[ratio.numerator]
    denominator = numbers[ratio.denominator] if ratio.denominator else ONE
    if numerator is None or denominator is None:
        return None, "field_missing"
    if denominator == 0:
        return None, "denominator_zero"
    return numerator / denominator, None


def _worked_out(rule: Computed, now: Fraction, before: Fraction) -> Fraction:
    if rule.kind == "share":
        return now * 100
    return now - before if rule.kind == "trend" else now


def _chosen(question: Question, value: Any, calculation: Calculation | None) -> Resolution:
    options, reason = chosen_in(value), reason_in(value)
    picked = [question.option(ref) for ref in options]
    if not options or (any(option.reason for option in picked) and not reason):
        return Resolution((), MISSING, calculation)
    how = EXCLUDED if all(option.excluded for option in picked) else CHOSEN
    return Resolution(options, how, calculation, reason=reason)


def _rowwise(question: Question, value: Any) -> Resolution:
    """Rows without an option leave the question missing; what the others say counts anyway."""
    given, reason = rows_in(value), reason_in(value)
    rows = {row: given[row] for row in question.rows if given.get(row)}
    picked = {ref: question.option(ref) for options in rows.values() for ref in options}
    if any(option.reason for option in picked.values()) and not reason:
        rows = {r: o for r, o in rows.items() if not any(picked[ref].reason for ref in o)}
    if len(rows) < len(question.rows):
        return Resolution((), MISSING, rows=rows, reason=reason)
    out = all(picked[ref].excluded for options in rows.values() for ref in options)
    return Resolution(tuple(picked), EXCLUDED if out else CHOSEN, rows=rows, reason=reason)


def _texts(numbers: Numbers) -> dict[str, str | None]:
    return {
        str(path): None if number is None else exact_text(number)
        for path, number in numbers.items()
    }
