"""Turn one line of a register file into values of the register, with every fault of the line."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

from enterprises.register import cells
from enterprises.register.faults import CellFault, Fault
from enterprises.register.places import Places
from enterprises.register.printing import unprintable
from enterprises.register.reading.columns import REQUIRED, Layout
from enterprises.register.reading.tables import Cell, Line
from enterprises.register.sizing import is_above_scale

TEXT_LIMITS = {"name_zh": 80, "name_en": 160, "address": 200, "contact_name": 60}
PRINTED = ("name_zh", "name_en")
EMPTY = Cell("")


@dataclass(slots=True)
class Entry:
    """A line as understood: `values` are ready for JSON, decimals as text with two digits."""

    number: int
    raw: list[str]
    uscc: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return any(not fault.is_remark for fault in self.faults)


class LineReader:
    """Reads the lines of one file; knows its layout and the places of the city."""

    def __init__(self, layout: Layout, places: Places) -> None:
        self.layout = layout
        self.places = places
        self.readers: dict[str, Callable[[Entry, Cell], Any]] = {
            "uscc": self._uscc,
            "district": self._district,
            "industry": self._industry,
            "revenue": self._revenue,
            "staff": lambda entry, cell: cells.staff(cell),
            "above_scale": lambda entry, cell: cells.yes_no(cell),
            "process_type": lambda entry, cell: cells.process_type(cell),
            "contact_phone": lambda entry, cell: cells.phone(cell),
            "contact_email": lambda entry, cell: cells.email(cell),
            **{name: partial(self._text, name=name) for name in TEXT_LIMITS},
        }

    def read(self, line: Line) -> Entry:
        width = len(self.layout.columns)
        entry = Entry(line.number, [cell.text for cell in line.cells[:width]])
        if len(line.cells) > width:
            entry.faults.append(Fault("", line.cells[width].text, "extra_cells"))
            return entry
        for index, column in enumerate(self.layout.columns):
            if column.field in self.readers:
                cell = line.cells[index] if index < len(line.cells) else EMPTY
                self._read(entry, column.field, column.header, cell)
        self._derive(entry)
        return entry

    def _read(self, entry: Entry, name: str, header: str, cell: Cell) -> None:
        try:
            if not cell.text.strip():
                if name in REQUIRED:
                    raise CellFault("missing")
                return  # an empty cell leaves what stands in the register
            entry.values[name] = self.readers[name](entry, cell)
        except CellFault as fault:
            entry.faults.append(Fault(header, cell.text.strip(), fault.code, fault.params))

    def _remark(self, entry: Entry, name: str, cell: Cell, code: str, **params: str) -> None:
        header = self.layout.header_of(name)
        entry.faults.append(Fault(header, cell.text.strip(), code, params, is_remark=True))

    def _uscc(self, entry: Entry, cell: Cell) -> str:
        entry.uscc = cell.text.strip()[:40]
        entry.uscc = cells.uscc(cell)
        if not cell.text.isascii():
            self._remark(entry, "uscc", cell, "widened", value=entry.uscc)
        return entry.uscc

    def _district(self, entry: Entry, cell: Cell) -> str:
        code, is_former = self.places.district(cells.plain(cell))
        if not code:
            raise CellFault("district_unknown", example=self.places.example)
        if is_former:
            self._remark(entry, "district", cell, "district_former", district=code)
        return code

    def _industry(self, entry: Entry, cell: Cell) -> str:
        code = self.places.industry_code(cells.plain(cell))
        if not code:
            first, last = self.places.span
            raise CellFault("industry_unknown", first=first, last=last)
        return code

    def _revenue(self, entry: Entry, cell: Cell) -> str:
        exact = cells.revenue(cell, self.layout.unit)
        value = cells.rounded(exact)
        if value != exact:
            self._remark(entry, "revenue", cell, "rounded", value=str(value))
        return str(value)

    def _text(self, entry: Entry, cell: Cell, *, name: str) -> str:
        value = cells.text(cell, TEXT_LIMITS[name])
        if name in PRINTED and (missing := unprintable(value)):
            self._remark(entry, name, cell, "unprintable", characters=missing)
        return value

    def _derive(self, entry: Entry) -> None:
        """The above-scale mark follows revenue where the file does not state it."""
        if "revenue" in entry.values and "above_scale" not in entry.values:
            entry.values["above_scale"] = is_above_scale(Decimal(entry.values["revenue"]))


def refuse_doubles(entries: list[Entry], header: str) -> None:
    """Refuse each line whose credit code stands in another line too: who knows which is right."""
    places: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.values.get("uscc"):
            places[entry.uscc].append(entry)
    for doubles in filter(lambda found: len(found) > 1, places.values()):
        for entry in doubles:
            rows = [other.number for other in doubles if other is not entry]
            entry.faults.append(Fault(header, entry.uscc, "uscc_twice", {"rows": rows[:5]}))
