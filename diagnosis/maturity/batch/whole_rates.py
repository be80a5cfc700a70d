"""Exact rates in whole numbers, and the arithmetic of parts on them.

A rate lies between 0 and 1, so its whole number lies between 0 and the denominator, and so does
every sum and product on the way: as long as the denominator fits, nothing can overflow. Where it
does not fit, numpy holds Python's own integers instead, which have no end.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, lcm
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

FITS = 2**62

Whole = NDArray[Any]  # int64, or Python integers


class Rates(NamedTuple):
    """The rates of one question or part on many sheets: `whole` of `of`."""

    whole: Whole
    of: int

    def at_least(self, mark: Fraction) -> NDArray[np.bool_]:
        """Where the rate has reached a mark."""
        if not 0 < mark <= 1:
            return np.full(len(self.whole), mark <= 0)
        reached: NDArray[np.bool_] = self.whole >= ceil(mark * self.of)
        return reached

    def exact(self, scale: Fraction) -> list[Fraction]:
        """The rates as values on a scale; equal ones are made once."""
        different, codes = np.unique(self.whole, return_inverse=True)
        values = [Fraction(int(whole), self.of) * scale for whole in different]
        return [values[code] for code in codes.tolist()]


def whole_array(numbers: Sequence[int], of: int) -> Whole:
    return np.array(numbers, dtype=np.int64 if of < FITS else object)


def mean(weighted: Sequence[tuple[Rates, Fraction | int]]) -> Rates | None:
    """The weighted mean; None where nothing has any weight."""
    weights = sum((weight for _, weight in weighted), Fraction(0))
    if not weights:
        return None
    shares = [Fraction(weight) / (weights * rates.of) for rates, weight in weighted]
    of = lcm(*(share.denominator for share in shares))
    terms = zip(weighted, shares, strict=True)
    whole = [_times(rates.whole, int(share * of), of) for (rates, _), share in terms]
    return Rates(np.add.reduce(whole), of)


def lowest(found: Sequence[Rates]) -> Rates | None:
    """The lowest of the rates on each sheet."""
    if not found:
        return None
    of = lcm(*(rates.of for rates in found))
    same = [_times(rates.whole, of // rates.of, of) for rates in found]
    return Rates(np.minimum.reduce(same), of)


def passed_or_met(rates: Rates, mark: Fraction) -> Rates:
    """A level that was passed counts whole, another one as far as it was met."""
    return Rates(np.where(rates.at_least(mark), rates.of, rates.whole), rates.of)


def _times(whole: Whole, factor: int, of: int) -> Whole:
    product: Whole = (whole if of < FITS else whole.astype(object)) * factor
    return product
