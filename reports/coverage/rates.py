"""Shares, exact and as they are printed. Pure."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Rate:
    """A part of a whole. Without a whole there is no rate: it is unknown, not zero."""

    part: int
    whole: int

    @property
    def exact(self) -> Fraction | None:
        return Fraction(self.part, self.whole) if self.whole else None

    @property
    def percent(self) -> str:
        """To one decimal, half up: 72.6%; a whole that is complete is 100%."""
        return NOTHING if self.exact is None else percent(self.exact)

    @property
    def width(self) -> str:
        """From 0 to 100, for a bar."""
        return "0" if self.exact is None else str(rounded(self.exact * 100, 2))


def percent(share: Fraction) -> str:
    """A share as percent to one decimal, half up."""
    return "100%" if share == 1 else f"{rounded(share * 100, 1)}%"


def span(low: Rate, high: Rate) -> str:
    """From one share to another as 66.6–72.3%; one share where both print alike."""
    if low.percent == high.percent:
        return low.percent
    return f"{low.percent.removesuffix('%')}–{high.percent}"


def points(share: Fraction) -> str:
    """A difference of two shares in percentage points, without its sign."""
    return str(rounded(abs(share) * 100, 1))


def rounded(value: Fraction, places: int) -> Decimal:
    """Half away from zero, decided on the exact value."""
    scale = 10**places
    quotient, rest = divmod(abs(value.numerator) * scale, value.denominator)
    whole = quotient + (2 * rest >= value.denominator)
    sign = -1 if value < 0 else 1
    return (Decimal(sign * whole) / scale).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
