"""Drawing a sample for spot checks: pure, and the same for the same seed and population.

First the random part, over everybody, so that it stands for all; then the risk part, from the rest.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

RANDOM, RISK = "random", "risk"
WEIGHTS: Mapping[str, int] = {"copied": 3, "gap": 3, "outlier": 2, "straight": 1, "speed": 1}
LEAST_SHARE = 10  # per cent; related programmes check at least one firm in ten on site


@dataclass(frozen=True, slots=True)
class Member:
    """One assessment that may be drawn: the code of its firm, and what its flags weigh."""

    code: str
    risk: int


@dataclass(frozen=True, slots=True)
class Drawn:
    code: str
    part: str
    risk: int


def ticket(seed: str, code: str) -> str:
    """What decides by chance: SHA-256 of `seed:code`, which anybody can work out."""
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()


def draw(population: Sequence[Member], *, seed: str, share: int, risky: int) -> list[Drawn]:
    """`share` per cent by the smallest tickets; then at most `risky` of those with flags.

    Those with the highest weight come first; equal ones by their ticket.
    """
    by_chance = sorted(population, key=lambda one: ticket(seed, one.code))
    count = size_of_share(len(population), share)
    rest = [one for one in by_chance[count:] if one.risk]
    rest.sort(key=lambda one: -one.risk)  # keeps the order of tickets among equals
    return [
        *(Drawn(one.code, RANDOM, one.risk) for one in by_chance[:count]),
        *(Drawn(one.code, RISK, one.risk) for one in rest[:risky]),
    ]


def size_of_share(members: int, share: int) -> int:
    """A share in per cent as a number of firms, rounded up."""
    return int((Decimal(members) * share / 100).to_integral_value(ROUND_CEILING))


def digest_of_population(population: Sequence[Member]) -> str:
    """SHA-256 over `code,weight` line by line, in the order of the codes."""
    lines = sorted(f"{one.code},{one.risk}" for one in population)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def weight_of(rules: Sequence[str]) -> int:
    """What the flags of one assessment weigh together."""
    return sum(WEIGHTS[rule] for rule in rules)
