"""The form in which an answer is kept, read without asking what kind of question it belongs to.

"B" or ["B", "C"] where that says it all; else a mapping of what there is: `option` and `fields`,
`options`, or `rows` (each with one option or a list), and a `reason`.
"""

from collections.abc import Mapping
from typing import Any

Answer = str | list[str] | dict[str, Any] | None
Answers = Mapping[str, Any]  # question ref to answer in its stored form


def chosen_in(value: Any) -> tuple[str, ...]:
    """The options of an answer that has no rows."""
    if isinstance(value, dict):
        value = value.get("options") or value.get("option")
    if not value:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def rows_in(value: Any) -> dict[str, tuple[str, ...]]:
    """The options of each row that has any."""
    rows = value.get("rows", {}) if isinstance(value, dict) else {}
    return {row: chosen_in(options) for row, options in rows.items()}


def fields_in(value: Any) -> Mapping[str, str]:
    """The numbers that were entered."""
    return value.get("fields", {}) if isinstance(value, dict) else {}


def reason_in(value: Any) -> str:
    """Why a question does not apply; empty where no reason stands."""
    return value.get("reason", "") if isinstance(value, dict) else ""
