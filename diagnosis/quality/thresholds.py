"""The thresholds of the rules as data: a number, the least to measure, and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from diagnosis.maturity.composing import parse_tree
from diagnosis.maturity.reading import read_bytes

FILE = Path(__file__).with_name("thresholds.yaml")
RULES = ("outlier", "straight", "speed", "copied", "gap")


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a measured value is held against; `least` is how much there must be to measure."""

    rule: str
    threshold: Decimal
    least: int
    is_ours: bool
    basis: Mapping[str, str]


@cache
def thresholds() -> Mapping[str, Threshold]:
    """Every rule's numbers, as the file says."""
    tree: Any = parse_tree(read_bytes(FILE), FILE.name)
    return {
        rule: Threshold(
            rule=rule,
            threshold=Decimal(tree[rule]["threshold"]),
            least=int(tree[rule]["least"]),
            is_ours=tree[rule]["status"] == "ours",
            basis=tree[rule]["basis"],
        )
        for rule in RULES
    }
