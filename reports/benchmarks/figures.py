"""The figures of one group: how its firms are spread. Pure and exact; rounded once, at the end."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from diagnosis.maturity.numbers import rounded_text

PLACES = 1
FEW = 20  # below this a tenth of the firms would be one or two
QUARTERS = {"p25": Fraction(1, 4), "p50": Fraction(1, 2), "p75": Fraction(3, 4)}
TENTHS = {"p10": Fraction(1, 10), "p90": Fraction(9, 10)}


class Member(NamedTuple):
    """One firm as far as a group needs it: its level, and each part in per cent of the possible."""

    level: int | None
    rates: Mapping[str, Fraction]
    is_verified: bool


def levels_of(members: Iterable[Member], k: int) -> list[dict[str, int]]:
    """How many firms are from one level to another, in whole per cent; 0 stands for no level.

    Neighbouring levels are told together until more than k firms are in each band, as in a group;
    nothing is left out, so nothing can be told from what is missing. One band alone says nothing.
    """
    counts = Counter(member.level or 0 for member in members)
    bands = _bands(counts, k)
    if len(bands) < 2:
        return []
    return [{"rank": band[0], "to": band[-1], "percent": _percent(band, counts)} for band in bands]


def _bands(counts: Counter[int], k: int) -> list[list[int]]:
    bands: list[list[int]] = [[]]
    for rank in sorted(counts):
        if sum(counts[each] for each in bands[-1]) > k:
            bands.append([])
        bands[-1].append(rank)
    if len(bands) > 1 and sum(counts[each] for each in bands[-1]) <= k:
        last = bands.pop()
        bands[-1] += last
    return bands


def _percent(band: Iterable[int], counts: Counter[int]) -> int:
    inside = sum(counts[rank] for rank in band)
    return int(Fraction(inside * 100, counts.total()) + Fraction(1, 2))


def spread_of(members: Sequence[Member], part: str, k: int) -> dict[str, str]:
    """Median and middle half of a part, of many firms the outer tenths too; {} for too few."""
    values = sorted(member.rates[part] for member in members if part in member.rates)
    if len(values) <= k:
        return {}
    marks = QUARTERS | (TENTHS if len(values) >= FEW else {})
    return {name: rounded_text(quantile(values, share), PLACES) for name, share in marks.items()}


def quantile(values: Sequence[Fraction], share: Fraction) -> Fraction:
    """The value below which a share of the sorted values lies, straight between neighbours."""
    place = share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)
