"""What differs between two texts of one solution, key by key."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from diagnosis.drafting.files import read_tree
from diagnosis.drafting.writing import write_flow
from diagnosis.maturity import FrameworkError


@dataclass(frozen=True, slots=True)
class Difference:
    """One key with what it said and says; empty where it was not or is no longer there."""

    key: str
    old: str
    new: str


def differences(old: str, new: str) -> tuple[Difference, ...] | None:
    """All differences in the order of the newer text; None where one of them is no YAML."""
    try:
        before, after = (dict(_flat(read_tree(text, "-"))) if text else {} for text in (old, new))
    except FrameworkError:
        return None
    keys = dict.fromkeys([*after, *before])
    pairs = ((key, before.get(key, ""), after.get(key, "")) for key in keys)
    return tuple(Difference(*each) for each in pairs if each[1] != each[2])


def _flat(tree: dict[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        name = f"{above}{key}"
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{name}.")
        elif name.startswith("effects.") and isinstance(value, list):
            yield from _effects(name, value)
        elif isinstance(value, list) and any(isinstance(each, dict) for each in value):
            for number, each in enumerate(value, 1):
                yield f"{name}[{number}]", write_flow(each)
        else:
            yield name, value if isinstance(value, str) else write_flow(value)


def _effects(name: str, effects: list[Any]) -> Iterator[tuple[str, str]]:
    """An effect goes by its question, so that one more in between moves none of the others."""
    for number, each in enumerate(effects, 1):
        known = isinstance(each, dict) and isinstance(each.get("question"), str)
        ref = each["question"] if known else number
        rest = {k: v for k, v in each.items() if k != "question"} if known else each
        yield f"{name}.{ref}", write_flow(rest)
