"""How answers lie in a sheet: `module:ref` leads to an envelope around the value."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from diagnosis.maturity.forms import fields_in
from diagnosis.models import Voice

Envelope = dict[str, Any]
Document = Mapping[str, Envelope]


def key_of(module: str, ref: str) -> str:
    """The key of a question in every document; the module is the ref of its framework."""
    return f"{module}:{ref}"


def ref_of(key: str) -> str:
    return key.split(":", 1)[1]


def envelope(
    *, value: object, rev: int, at: datetime, by: str, sender: str = "", **details: object
) -> Envelope:
    """One answer as it is stored: the value (None once cleared), its revision, when and by whom.

    `sender` is the page and the number of its request (`page.n`): a page that lost the receipt of
    its own change is not told of a conflict with itself. A finding adds its verdict and reason, a
    figure that was converted what was `written` for it.
    """
    kept = {name: detail for name, detail in details.items() if detail not in (None, "")}
    if sender:
        kept["sender"] = sender
    return {"value": value, "rev": rev, "at": at.isoformat(), "by": by, **kept}


def remembered_value(remembered: Any) -> Any:
    """The value in a row of history, where it may stand beside its details."""
    if isinstance(remembered, dict) and "value" in remembered:
        return remembered["value"]
    return remembered


def written_of(kept: Any) -> Mapping[str, str]:
    """Field -> what was written with units, of an envelope or a row of history."""
    return kept.get("written", {}) if isinstance(kept, dict) else {}


def written_beside(
    value: object, written: Mapping[str, str], current: Envelope | None
) -> dict[str, str] | None:
    """What stands written beside a new value; the words of a number that stays stay with it."""
    before, now = fields_in(current and current["value"]), fields_in(value)
    kept = {f: text for f, text in written_of(current).items() if now.get(f) == before.get(f)}
    return {**kept, **written} or None


def revision(document: Document, key: str) -> int:
    """How often the answer was changed; 0 for one that was never given."""
    return document[key]["rev"] if key in document else 0


def state_of(document: Document) -> int:
    """A number that grows with every change of the sheet."""
    return sum(kept["rev"] for kept in document.values())


def plain_answers(document: Document, module: str) -> dict[str, Any]:
    """The sheet as the scoring core reads it: ref to value, cleared answers left out."""
    prefix = f"{module}:"
    return {
        key.removeprefix(prefix): kept["value"]
        for key, kept in document.items()
        if key.startswith(prefix) and kept["value"] is not None
    }


def answers_of(assessment: Any, voice: str = Voice.SELF) -> dict[str, Any]:
    """The plain answers of one voice; none where that voice has no sheet yet."""
    sheet = assessment.sheets.filter(voice=voice).first()
    return plain_answers(sheet.document, assessment.framework_ref) if sheet else {}


def verified_answers(assessment: Any) -> dict[str, Any]:
    """What counts after the visit: the finding where there is one, else what the firm said."""
    return answers_of(assessment) | answers_of(assessment, Voice.SITE)
