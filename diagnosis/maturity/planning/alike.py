"""What firms like this one took up between two rounds: counts, never names.

Two sheets are as far apart as their rates differ on average over the questions that count in both,
from 0 for the same answers to 1. A firm is like another within a distance that is stated. Counts
under k are withheld, and so are those that fewer than k of the group do not share, from which it
could be told what every single firm did.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from diagnosis.maturity.effects import in_place
from diagnosis.maturity.evaluation import Sheet, evaluate
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.record import Record
from diagnosis.maturity.solutions import Solution

K = 5
NEAR = Fraction(1, 5)

Pattern = Mapping[str, Fraction]  # question to its rate between 0 and 1


class Peer(Record):
    """What another firm answered in its first round, and what it has taken up since."""

    pattern: Pattern
    adopted: frozenset[str]


class Uptake(Record):
    """How many of the firms alike took up each solution, the most frequent first.

    `firms` is None where there are too few to speak of.
    """

    firms: int | None
    near: Fraction
    k: int
    counts: tuple[tuple[str, int], ...] = ()


def pattern_of(
    framework: Framework, sheet: Sheet, profile: Mapping[str, Any] | None = None
) -> Pattern:
    """What a sheet earns of what it could, question by question."""
    return evaluate(framework, sheet, profile).weighing.question_rates


def adopted_between(
    framework: Framework,
    before: Sheet,
    after: Sheet,
    solutions: Iterable[Solution],
    profile: Mapping[str, Any] | None = None,
) -> frozenset[str]:
    """The solutions that were not in place in one round and are in the next."""
    return frozenset(
        each.ref
        for each in solutions
        if in_place(each, framework, after, profile)
        and not in_place(each, framework, before, profile)
    )


def distance(one: Pattern, other: Pattern) -> Fraction:
    """The mean difference over what counts in both; 1 where that is nothing."""
    both = one.keys() & other.keys()
    if not both:
        return Fraction(1)
    return sum((abs(one[ref] - other[ref]) for ref in both), Fraction(0)) / len(both)


def uptake(own: Pattern, peers: Iterable[Peer], *, near: Fraction = NEAR, k: int = K) -> Uptake:
    """What the others near enough took up; the firm itself must not be among them."""
    alike = [peer for peer in peers if distance(own, peer.pattern) <= near]
    if len(alike) < k:
        return Uptake(None, near, k)
    counts = Counter(ref for peer in alike for ref in peer.adopted)
    told = ((ref, n) for ref, n in counts.items() if k <= n <= len(alike) - k)
    return Uptake(len(alike), near, k, tuple(sorted(told, key=lambda each: (-each[1], each[0]))))
