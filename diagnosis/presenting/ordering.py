"""A stored passport in the order of its release: PostgreSQL keeps no order within a map."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from diagnosis.maturity import Framework, Question

Entry = dict[str, Any]  # a question or a part as the passport has it


def questions_in_order(framework: Framework, passport: Mapping[str, Any]) -> Iterator[Entry]:
    """The questions of a passport, the points of each in the order of its options."""
    for entry in passport["questions"]:
        yield _ordered(entry, ("points",), _choices(framework.questions[entry["ref"]]))


def parts_in_order(framework: Framework, passport: Mapping[str, Any]) -> Iterator[Entry]:
    """The parts of a passport, the terms of each in the order in which they are asked."""
    refs = tuple(_below(framework))
    for entry in passport["parts"]:
        yield _ordered(entry, ("terms", "weights", "rates"), refs)


def _ordered(entry: Mapping[str, Any], names: Iterable[str], refs: Iterable[str]) -> Entry:
    maps = {name: entry[name] for name in names if name in entry}
    return {
        **entry,
        **{name: {ref: kept[ref] for ref in refs if ref in kept} for name, kept in maps.items()},
    }


def _choices(question: Question) -> tuple[str, ...]:
    """The options, or each option of each row."""
    if not question.has_rows:
        return question.option_refs
    return tuple(f"{row}.{option}" for row in question.rows for option in question.option_refs)


def _below(framework: Framework) -> Iterator[str]:
    """What the parts count, the questions of each before the parts below it."""
    for part in framework.part_by_ref.values():
        yield from part.questions
        yield from (child.ref for child in part.parts)
