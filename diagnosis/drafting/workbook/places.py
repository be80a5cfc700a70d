"""In which sheet and row of an uploaded workbook a thing stood, found by the key of a complaint."""

from dataclasses import dataclass, field

from diagnosis.drafting.workbook.entries import Entry
from diagnosis.drafting.workbook.faults import place_text


@dataclass(slots=True)
class Places:
    """Keys as complaints spell them, such as questions[3].options[2] or parts.base."""

    by_key: dict[str, tuple[str, int]] = field(default_factory=dict)

    def note(self, key: str, entry: Entry) -> None:
        self.by_key.setdefault(key, (entry.sheet, entry.row))

    def find(self, key: str) -> str:
        """The place of the nearest thing that the key names, in words; "" if there is none."""
        while key:
            if key in self.by_key:
                return place_text(*self.by_key[key])
            cut = max(key.rfind("."), key.rfind("["))
            key = key[:cut] if cut > 0 else ""
        return ""
