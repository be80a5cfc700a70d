"""What a firm may propose to correct, read by the rules of the import, and shown beside the old."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from enterprises.register.comparing import current_values, difference
from enterprises.register.entries import LineReader
from enterprises.register.faults import fault_text
from enterprises.register.models import Correction, Enterprise
from enterprises.register.places import Places
from enterprises.register.reading.columns import Column, Layout
from enterprises.register.reading.tables import Cell, Line
from enterprises.register.sizing import is_above_scale
from enterprises.register.wording import Wording, changes, label
from gongfu.core.actor import Actor
from gongfu.core.errors import Invalid

# The rest follows: size and above-scale from staff and revenue; the credit code is the firm.
FIELDS = (
    *("name_zh", "name_en", "district", "industry", "staff", "revenue", "process_type"),
    *("address", "contact_name", "contact_phone", "contact_email"),
)
TONES = {
    Correction.State.OPEN: "warn",
    Correction.State.ACCEPTED: "ok",
    Correction.State.REFUSED: "danger",
    Correction.State.WITHDRAWN: "",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A correction in words. `now` is what stands in the register today, `mark` its fingerprint."""

    correction: Correction
    label: str
    old: str
    now: str
    new: str
    mark: str
    also: tuple[tuple[str, str, str], ...]  # what follows from it: label, old, new
    may_decide: bool

    @property
    def tone(self) -> str:
        return TONES[Correction.State(self.correction.state)]

    @property
    def is_overtaken(self) -> bool:
        """Whether the register changed since the firm proposed."""
        return self.correction.state == Correction.State.OPEN and self.old != self.now


def read_value(field: str, typed: str) -> tuple[Any, list[str]]:
    """The value as the register keeps it, and remarks; Invalid says what was expected."""
    if not typed.strip():
        raise _invalid(_("Enter what should stand in the register."))
    layout = Layout(1, (Column(label(field), field),), Decimal(1))
    entry = LineReader(layout, Places.of_city(settings.CITY)).read(Line(1, (Cell(typed),)))
    words = [fault_text(fault.as_json()) for fault in entry.faults]
    if entry.is_refused:
        raise _invalid(" ".join(words))
    return entry.values[field], words


def _invalid(words: str) -> Invalid:
    return Invalid(words, fields={"new": words})


def values_of(enterprise: Enterprise) -> dict[str, Any]:
    return current_values(vars(enterprise))


def written_values(corrections: Iterable[Correction]) -> dict[str, Any]:
    """Fields as an import would write them: above scale follows revenue, as there."""
    values = {one.field: one.new for one in corrections}
    if "revenue" in values:
        values["above_scale"] = is_above_scale(Decimal(values["revenue"]))
    return values


def mark_of(value: Any) -> str:
    """The fingerprint of a value that somebody looked at, to be compared when it is decided."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:16]


def may_decide(correction: Correction, actor: Actor) -> bool:
    """A firm moves between districts by the word of the city: a district cannot take or give it."""
    return correction.field != "district" or actor.district_code is None


def proposals_of(corrections: Iterable[Correction], actor: Actor) -> list[Proposal]:
    wording = Wording.read()
    return [_proposal(one, wording, actor) for one in corrections]


def _proposal(correction: Correction, wording: Wording, actor: Actor) -> Proposal:
    field, current = correction.field, values_of(correction.enterprise)
    before, after = difference(current, written_values([correction]))
    follows = {name: value for name, value in after.items() if name != field}
    return Proposal(
        correction=correction,
        label=label(field),
        old=wording.value(field, correction.old),
        now=wording.value(field, current[field]),
        new=wording.value(field, correction.new),
        mark=mark_of(current[field]),
        also=tuple(changes(before, follows, wording)),
        may_decide=may_decide(correction, actor),
    )
