"""What the page of an import shows of its lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from enterprises.register.faults import fault_text
from enterprises.register.models import ImportRow, RegisterImport
from enterprises.register.wording import Wording, changes

Outcome = ImportRow.Outcome
TONES = {Outcome.CREATE: "ok", Outcome.UPDATE: "info", Outcome.SAME: "", Outcome.REFUSED: "danger"}
TABS = (
    (Outcome.REFUSED, _("Refused"), "refused"),
    (Outcome.CREATE, _("New"), "created"),
    (Outcome.UPDATE, _("Changed"), "updated"),
    (Outcome.SAME, _("Unchanged"), "unchanged"),
)


@dataclass(frozen=True, slots=True)
class ShownFault:
    column: str
    value: str
    text: str
    is_remark: bool


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the file: who it is about, what it changes, what is wrong."""

    line: ImportRow
    name: str
    tone: str
    changes: list[tuple[str, str, str]]
    faults: list[ShownFault]


def outcome_tabs(register_import: RegisterImport, chosen: str) -> list[dict[str, Any]]:
    """The four outcomes with their numbers; the chosen one, else the first that has lines."""
    counts = {key: getattr(register_import, field) for key, _name, field in TABS}
    known = chosen if chosen in counts else next((key for key in counts if counts[key]), "refused")
    return [
        {"key": key, "name": name, "count": counts[key], "current": key == known}
        for key, name, _field in TABS
    ]


def shown_lines(lines: Iterable[ImportRow], columns: list[list[str]]) -> list[ShownLine]:
    wording = Wording.read()
    place = next((index for index, column in enumerate(columns) if column[1] == "name_zh"), None)
    return [_shown(line, wording, place) for line in lines]


def _shown(line: ImportRow, wording: Wording, place: int | None) -> ShownLine:
    raw = line.raw[place] if place is not None and place < len(line.raw) else ""
    name = line.after.get("name_zh") or (line.enterprise.name_zh if line.enterprise else raw)
    return ShownLine(
        line=line,
        name=str(name)[:80],
        tone=TONES[Outcome(line.outcome)],
        changes=changes(line.before, line.after, wording),
        faults=[_fault(fault, wording) for fault in line.faults],
    )


def _fault(fault: dict[str, Any], wording: Wording) -> ShownFault:
    params = dict(fault["params"])
    if "district" in params:
        params["district"] = wording.district_of(params["district"])
    text = fault_text({**fault, "params": params})
    return ShownFault(fault["column"], fault["value"], text, fault["remark"])
