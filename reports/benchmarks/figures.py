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


def levels_of(members: Iterable[Member]) -> list[dict[str, int]]:
    """How many firms are at each level, in whole per cent; 0 stands for no level."""
    counts = Counter(member.level or 0 for member in members)
    whole = counts.total()
    return [
        {"rank": rank, "percent": int(Fraction(counts[rank] * 100, whole) + Fraction(1, 2))}
        for rank in sorted(counts)
    ]


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
