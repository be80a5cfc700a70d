"""The rules that ask whether an assessment can be believed: pure, a value held against a number.

Each gives what it measured, or nothing where there is too little to measure. A flag is a question
to the people who know the firm, never a verdict.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Context, Decimal
from itertools import groupby
from typing import Any

from diagnosis.quality.thresholds import Threshold

EXACT = Context(prec=16)
PLACES = Decimal("0.01")
NORMAL = Decimal("0.6745")  # the median absolute deviation of a normal distribution, in sigmas


@dataclass(frozen=True, slots=True)
class Figures:
    """A group's figures of one number: how many firms, median and spread of the logarithms."""

    firms: int
    median: Decimal
    spread: Decimal


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule measured where it asks; the details say by what."""

    rule: str
    value: Decimal
    threshold: Decimal
    details: Mapping[str, Any] = field(default_factory=dict)


def outliers(
    numbers: Mapping[str, Decimal], figures: Mapping[str, Figures], rule: Threshold
) -> Found | None:
    """Numbers far from those of the firm's group; the farthest gives the value."""
    far = []
    for path, number in numbers.items():
        group = figures.get(path)
        if number <= 0 or group is None or group.firms < rule.least or not group.spread:
            continue
        z = NORMAL * (logarithm(number) - group.median) / group.spread
        if abs(z) > rule.threshold:
            usual = group.median.exp(EXACT).quantize(PLACES)
            far.append((abs(z), [path, str(number), str(usual), str(z.quantize(PLACES))]))
    if not far:
        return None
    far.sort(key=lambda each: (-each[0], each[1]))
    details = {"numbers": [line for _z, line in far]}
    return Found("outlier", far[0][0].quantize(PLACES), rule.threshold, details)


def logarithm(number: Decimal) -> Decimal:
    """The same on every machine."""
    return number.ln(EXACT)


def straight_line(positions: Sequence[int], rule: Threshold) -> Found | None:
    """The longest run of the same position among the options, as a share of all."""
    if len(positions) < rule.least:
        return None
    run = max(len(list(same)) for _position, same in groupby(positions))
    share = (Decimal(run) / len(positions)).quantize(PLACES)
    if share < rule.threshold:
        return None
    return Found("straight", share, rule.threshold, {"run": run, "of": len(positions)})


def speed(times: Sequence[datetime], answers: int, rule: Threshold) -> Found | None:
    """Seconds for each answer, from the first to the last that was given one by one."""
    if answers < rule.least:
        return None
    seconds = Decimal(int((max(times) - min(times)).total_seconds()))
    each = (seconds / answers).quantize(PLACES)
    if each >= rule.threshold:
        return None
    return Found("speed", each, rule.threshold, {"seconds": int(seconds), "answers": answers})


def copied(
    answers: Mapping[str, Any],
    others: Mapping[int, Mapping[str, Any]],
    varied: frozenset[str],
    rule: Threshold,
) -> Found | None:
    """Other firms with the same answers, where many of them are to questions that vary."""
    alike = []
    for other, theirs in sorted(others.items()):
        asked = answers.keys() | theirs.keys()
        same = {ref for ref in asked if ref in answers and answers[ref] == theirs.get(ref)}
        share = (Decimal(len(same)) / (len(asked) or 1)).quantize(PLACES)
        if share >= rule.threshold and len(same & varied) >= rule.least:
            alike.append((share, other, len(same), len(asked)))
    if not alike:
        return None
    alike.sort(key=lambda each: (-each[0], each[1]))
    details = {"partners": [[other, same, of] for _share, other, same, of in alike]}
    return Found("copied", alike[0][0], rule.threshold, details)


def gap_of(own: Decimal, verified: Decimal, full: Decimal) -> Decimal:
    """By how much the firm stands above what was verified, in per cent of full marks."""
    return ((own - verified) * 100 / full).quantize(PLACES)


def wide_gap(gap: Decimal | None, rule: Threshold) -> Found | None:
    """Firm and visit differ by more than is usual, in either direction."""
    if gap is None or abs(gap) <= rule.threshold:
        return None
    return Found("gap", abs(gap), rule.threshold, {"gap": str(gap)})
