"""How large the firm is that plans: what its answers say comes before the register."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from diagnosis.maturity.fields import FieldPath
from diagnosis.maturity.numbers import exact_text, rounded_text
from diagnosis.maturity.resolving import Reading

STAFF, REVENUE = "headcount", "revenue_10k"  # as a release names them


@dataclass(frozen=True, slots=True)
class Known:
    """One figure of the firm, and whether its own answers gave it."""

    number: Fraction
    is_answered: bool

    @property
    def text(self) -> str:
        return exact_text(self.number)


def known(reading: Reading, register: Mapping[str, str], name: str) -> Known | None:
    """A figure as answered in this assessment, else as registered; None where neither has it."""
    framework = reading.framework
    asked = (p for at, p in framework.quantities.items() if framework.field(at).register == name)
    answered = next((number for paths in asked if (number := _given(reading, paths))), None)
    if answered:
        return Known(answered, is_answered=True)
    return Known(Fraction(register[name]), is_answered=False) if name in register else None


def share_of(cost: Fraction, revenue: Known) -> str:
    """A cost in per cent of a year's revenue."""
    return rounded_text(100 * cost / revenue.number, 1)


def _given(reading: Reading, asked: tuple[FieldPath, ...]) -> Fraction | None:
    """The number at the first of its places where somebody entered it."""
    return next((number for path in asked if (number := reading.given(path))), None)
