"""What the summary of a comparison leaves out, so that its few rows still add up."""

from dataclasses import dataclass
from fractions import Fraction

from diagnosis.maturity.numbers import exact_text, rounded_text
from diagnosis.presenting import Amount
from diagnosis.presenting.rounding import with_decimals
from diagnosis.rounds.told import Delta


@dataclass(frozen=True, slots=True)
class Remainder:
    """All rows that are not shown, as one; `answers` is 0 where not answers alone are in it."""

    answers: int
    moved: Amount


def remainder_of(delta: Delta) -> Remainder | None:
    """None where the summary shows everything that moved the total."""
    shown = delta.most_moved
    left = [row for row in delta.rows if not row.moved.is_zero and row not in shown]
    steps = [each for each in (delta.release, delta.profile) if each and not each.is_zero]
    if not left and not steps:
        return None
    moved = sum((Fraction(row.moved.exact) for row in shown), Fraction(0))
    rest = Fraction(delta.difference.exact) - moved
    places = len(delta.difference.shown.partition(".")[2])
    amount = Amount(exact_text(rest), rounded_text(rest, places))
    return Remainder(0 if steps else len(left), with_decimals(amount, delta.places))
