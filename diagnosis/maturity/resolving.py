"""Which options an answer amounts to, and the reckoning behind a computed one."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from diagnosis.maturity.framework import FieldPath, Question, Ratio
from diagnosis.maturity.numbers import exact_text, parse_number

Answers = Mapping[str, Any]  # question ref to answer in its stored form

ZERO = Fraction(0)
CHOSEN, COMPUTED, MISSING = "chosen", "computed", "missing"


def number_at(answers: Answers, path: FieldPath) -> Fraction | None:
    """Read a data field of the sheet; None when it was not given."""
    value = answers.get(path.question)
    text = value["fields"].get(path.field) if isinstance(value, dict) else None
    return None if text is None else parse_number(text)


@dataclass(frozen=True, slots=True)
class Calculation:
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


@dataclass(frozen=True, slots=True)
class Resolution:
    """The options an answer amounts to, and how they were found."""

    options: tuple[str, ...]
    how: str
    calculation: Calculation | None = None

    @property
    def is_missing(self) -> bool:
        return self.how == MISSING


def resolve(question: Question, answers: Answers) -> Resolution:
    """Find the options of one question on a canonical sheet; a computed one wins."""
    value = answers.get(question.ref)
    calculation = calculate(question, answers)
    if calculation and calculation.option:
        return Resolution((calculation.option,), COMPUTED, calculation)
    chosen = value["option"] if isinstance(value, dict) else value
    if not chosen:
        return Resolution((), MISSING, calculation)
    options = tuple(chosen) if isinstance(chosen, list) else (chosen,)
    return Resolution(options, CHOSEN, calculation)


def calculate(question: Question, answers: Answers) -> Calculation | None:
    """Compute the option from the data fields; None when the question has none or none is given."""
    rule = question.computed
    value = answers.get(question.ref)
    if rule is None or not isinstance(value, dict) or not value["fields"]:
        return None
    inputs = {str(path): _text(number_at(answers, path)) for path in rule.paths}
    now, problem = _quotient(rule.now, answers)
    before, earlier_problem = _quotient(rule.before, answers) if rule.before else (ZERO, None)
    if now is None or before is None:
        return Calculation(rule.kind, inputs, None, None, problem or earlier_problem)
    found = now * 100 if rule.kind == "share" else now - before
    option = next((band.option for band in rule.bands if band.holds(found)), None)
    return Calculation(rule.kind, inputs, found, option, None if option else "outside_bands")


def _quotient(ratio: Ratio, answers: Answers) -> tuple[Fraction | None, str | None]:
    """Divide, or say why that cannot be done: what is divided by zero is unknown, never zero."""
    numerator = number_at(answers, ratio.numerator)
    denominator = number_at(answers, ratio.denominator) if ratio.denominator else Fraction(1)
    if numerator is None or denominator is None:
        return None, "field_missing"
    if denominator == 0:
        return None, "denominator_zero"
    return numerator / denominator, None


def _text(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)
