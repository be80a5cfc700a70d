"""What pages said of themselves, held against the document and the history of the answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

TICKED = "q1"  # takes several options; the others take numbers

Entry = dict[str, Any]


@dataclass
class Verdict:
    """`log` has what cards sent and heard, `changes` rows of key, revision, old, new, by whom."""

    log: Sequence[Entry]
    document: dict[str, Entry]
    changes: Sequence[Sequence[Any]]

    def __post_init__(self) -> None:
        self.document = {key.split(":")[1]: kept for key, kept in self.document.items()}
        self.history = {(key.split(":")[1], rev): rest for key, rev, *rest in self.changes}
        self.acks = [e for e in self.log if e["what"] == "heard" and 200 <= e["status"] < 300]
        self.told = [e for e in self.log if e["what"] == "heard" and e["status"] == 409]

    def figures(self) -> dict[str, int]:
        heard = [entry for entry in self.log if entry["what"] == "heard"]
        return {
            "sent": len(self.log) - len(heard),
            "saved": len(self.acks),
            "cut": sum(entry["status"] == 0 or entry["status"] >= 500 for entry in heard),
            "conflicts": len(self.told),
        }

    def faults(self) -> Iterator[str]:
        """Everything that is not as the pages said."""
        for ref in self.document:
            yield from self._gaps(ref)
        for ack in self.acks:
            yield from self._lost(ack)
        yield from (f"a conflict was not shown: {e}" for e in self.told if not e["told"])
        for ref, revision in self.history:
            yield from self._untold(ref, revision)

    def _gaps(self, ref: str) -> Iterator[str]:
        """Revisions that are missing, or that do not follow from the one before."""
        kept, value = self.document[ref], None
        for revision in range(1, kept["rev"] + 1):
            old, new, _by = self.history.get((ref, revision), ("missing", "missing", ""))
            if old != value:
                yield f"{ref} r{revision} follows {value} and says {old}"
            value = new
        if value != kept["value"] or (ref, kept["rev"] + 1) in self.history:
            yield f"{ref}: the document has {kept['value']}, the history {value}"

    def _lost(self, ack: Entry) -> Iterator[str]:
        """An answer that its page called saved and that is not there."""
        ref, revision = ack["ref"], ack["revision"]
        change = self.history.get((ref, revision))
        if change is None or not is_value(ack, change[1]):
            yield f"called saved and not in the history: {ack}, {change}"
        if self.document.get(ref, {"rev": 0})["rev"] < revision:
            yield f"called saved and not in the document: {ack}"

    def _untold(self, ref: str, revision: int) -> Iterator[str]:
        """An answer of another person that somebody replaced without having seen it."""
        before, (_old, new, by) = self.history.get((ref, revision - 1)), self.history[ref, revision]
        if before is None or before[2] == by:
            return
        sent = [e for e in self.log if (e["what"], e["by"], e["ref"]) == ("sent", by, ref)]
        if not any(e["base"] == revision - 1 and is_value(e, new) for e in sent):
            yield f"{by} replaced {ref} r{revision - 1} of {before[2]} unseen by {new}"


def is_value(entry: Entry, value: Any) -> bool:
    """Whether what a card sent is this stored value."""
    ref, sent = entry["ref"], entry["values"]
    if ref == TICKED:
        return [option for name, option in sent if name == ref] == (value or [])
    typed = {name.removeprefix(f"{ref}."): text for name, text in sent if ".equipment_" in name}
    fields = value["fields"] if isinstance(value, dict) else {}
    return {name: text for name, text in typed.items() if text} == fields
