"""The register data of one firm as pages print them."""

from typing import Any

from enterprises.register.comparing import current_values
from enterprises.register.models import Enterprise
from enterprises.register.wording import LABELS, LANGUAGES, Wording
from gongfu.core.spreadsheets import Value

WORDED = ("district", "size", "above_scale", "process_type")


def register_cells(enterprise: Enterprise, wording: Wording) -> list[Value]:
    """The same for a spreadsheet: numbers as numbers, nothing where nothing is known.

    What is written here can be imported again.
    """
    values = {"uscc": enterprise.uscc, **current_values(vars(enterprise))}
    values["revenue"] = enterprise.revenue
    return [_cell(name, values[name], wording) for name in LABELS]


def _cell(name: str, value: Any, wording: Wording) -> Value:
    if value is None or value == "unknown":
        return ""
    return wording.value(name, value) if name in WORDED else value


def register_facts(enterprise: Enterprise, wording: Wording) -> list[tuple[str, str, str]]:
    """Label, value and the value's own language of every field, in the order of the register."""
    values = {"uscc": enterprise.uscc, **current_values(vars(enterprise))}
    return [
        (str(label), wording.value(name, values[name]), LANGUAGES.get(name, ""))
        for name, label in LABELS.items()
    ]
