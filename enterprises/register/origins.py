"""Where each value of a firm's register data comes from: a list, a correction, the first entry."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from enterprises.register.models import Correction, Enterprise, ImportRow, RegisterImport
from enterprises.register.proposals import FIELDS, values_of
from enterprises.register.wording import LABELS, LANGUAGES, Wording
from gongfu.core.clock import city_day

Event = tuple[datetime, list[str], str]  # when, which fields, in words


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of the register in words; `open` is a correction that waits for its decision.

    No origin: the value stands there since the firm was first entered.
    """

    field: str
    label: str
    value: str
    origin: str
    open: Correction | None = None

    @property
    def lang(self) -> str:
        """The language of the value itself, for names that stand there in both."""
        return LANGUAGES.get(self.field, "")

    @property
    def may_be_corrected(self) -> bool:
        return self.field in FIELDS


def facts_of(enterprise: Enterprise) -> list[Fact]:
    """Every field in the order of the register, each with its origin."""
    wording, origins = Wording.read(), _origins(enterprise)
    values: dict[str, Any] = {"uscc": enterprise.uscc, **values_of(enterprise)}
    waiting = {one.field: one for one in enterprise.corrections.filter(state="open")}
    return [
        Fact(
            field=name,
            label=str(label),
            value=wording.value(name, values[name]),
            origin=_origin(name, values[name], origins.get(name, "")),
            open=waiting.get(name),
        )
        for name, label in LABELS.items()
    ]


def _origin(name: str, value: Any, found: str) -> str:
    if name == "size":
        return _("follows from staff and revenue")
    return "" if value in (None, "") else found


def _origins(enterprise: Enterprise) -> dict[str, str]:
    """Field -> its latest source in words; later ones overwrite earlier ones."""
    events = sorted([*_imports(enterprise), *_corrections(enterprise)], key=lambda event: event[0])
    return {
        field: words % {"day": city_day(moment).isoformat()}
        for moment, fields, words in events
        for field in fields
    }


def _imports(enterprise: Enterprise) -> Iterator[Event]:
    applied = ImportRow.objects.filter(
        enterprise=enterprise,
        register_import__state=RegisterImport.State.APPLIED,
        outcome__in=(ImportRow.Outcome.CREATE, ImportRow.Outcome.UPDATE),
    )
    for moment, after in applied.values_list("register_import__applied_at", "after"):
        if moment is not None:
            yield moment, list(after), _("imported list, %(day)s")


def _corrections(enterprise: Enterprise) -> Iterator[Event]:
    accepted = enterprise.corrections.filter(state=Correction.State.ACCEPTED)
    for moment, field in accepted.values_list("decided_at", "field"):
        written = [field, "above_scale"] if field == "revenue" else [field]
        if moment is not None:
            yield moment, written, _("corrected at your request, %(day)s")
