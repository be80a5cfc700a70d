"""Which firms a rule means, the scope of a campaign or one wave of it. No Django, no clock.

A rule names what a firm must be; what it leaves open, any firm fits. It is kept as data, so that
the page, the dry run and the job that applies it read the same thing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

SETS, SCALE = ("districts", "industries", "sizes", "codes"), "above_scale"
DIVISION = 2  # digits of an industry code that name its division


class Facts(NamedTuple):
    """What a rule looks at; `is_above_scale` is None where nobody knows."""

    uscc: str
    district: str
    industry: str
    size: str
    is_above_scale: bool | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Codes of districts and divisions, size classes, credit codes; an empty set asks nothing."""

    districts: frozenset[str] = frozenset()
    industries: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    above_scale: bool = False  # only firms known to be above scale


def in_scope(facts: Facts, rule: Rule) -> bool:
    """Whether a firm with these facts belongs to those the rule means."""
    return (
        _asks(rule.districts, facts.district)
        and _asks(rule.industries, facts.industry[:DIVISION])
        and _asks(rule.sizes, facts.size)
        and _asks(rule.codes, facts.uscc)
        and (not rule.above_scale or facts.is_above_scale is True)
    )


def as_data(rule: Rule) -> dict[str, Any]:
    """The rule as a campaign keeps it."""
    found: dict[str, Any] = {part: sorted(getattr(rule, part)) for part in SETS}
    return {**found, SCALE: rule.above_scale}


def read_rule(data: Mapping[str, Any]) -> Rule:
    """The rule that was kept; parts that are missing ask nothing."""
    return rule_of(**data)


def rule_of(
    *,
    districts: Iterable[str] = (),
    industries: Iterable[str] = (),
    sizes: Iterable[str] = (),
    codes: Iterable[str] = (),
    above_scale: bool = False,
) -> Rule:
    return Rule(
        frozenset(districts), frozenset(industries), frozenset(sizes), frozenset(codes), above_scale
    )


def both(rule: Rule, other: Rule) -> Rule | None:
    """The rule that means whom both mean; None where no firm can fit both."""
    found = {}
    for part in SETS:
        one, two = getattr(rule, part), getattr(other, part)
        found[part] = one & two if one and two else one | two
        if one and two and not found[part]:
            return None
    return Rule(**found, above_scale=rule.above_scale or other.above_scale)


def _asks(wanted: frozenset[str], value: str) -> bool:
    return not wanted or value in wanted
