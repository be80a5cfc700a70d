"""From the rows of a workbook to entries: values by their place, every doubtful cell told."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from diagnosis.drafting.workbook.cells import LIST, YAML, Column, column
from diagnosis.drafting.workbook.faults import Fault
from diagnosis.drafting.workbook.shapes import LINKS, NOTES, ORDER
from diagnosis.maturity import FrameworkError
from diagnosis.maturity.composing import parse_tree
from gongfu.core.workbooks.reading import Row

Path = tuple[str, ...]


@dataclass(slots=True)
class Entry:
    """One row: what it belongs to, and its values by language ("" the rules) and path."""

    sheet: str
    row: int
    links: dict[str, str] = field(default_factory=dict)
    values: dict[tuple[str, Path], Any] = field(default_factory=dict)

    def of(self, lang: str) -> list[tuple[Path, Any]]:
        return [(path, value) for (side, path), value in self.values.items() if side == lang]


@dataclass(slots=True)
class Entries:
    """All rows by sheet, the languages that have a column, and what is wrong."""

    by_sheet: dict[str, list[Entry]] = field(default_factory=dict)
    languages: dict[str, None] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, entry: Entry, column: str, expected: str) -> None:
        self.faults.append(Fault(entry.sheet, entry.row, column, expected))


def read_entries(rows: Iterable[Row]) -> Entries:
    """Read all sheets; the first row with content of each is its head."""
    found = Entries()
    sheets: dict[str, list[Row]] = {}
    for row in rows:
        sheets.setdefault(row.sheet, []).append(row)
    for name, lines in sheets.items():
        if name.strip().lower() != NOTES:
            _read_sheet(found, name.strip().lower(), lines)
    return found


def _read_sheet(found: Entries, name: str, lines: list[Row]) -> None:
    if name not in ORDER:
        expected = _("expected one of the sheets %(names)s") % {"names": ", ".join(ORDER)}
        found.faults.append(Fault(name, 0, "", expected))
        return
    head, *body = lines
    columns = _columns(found, name, head)
    for line in body:
        entry = Entry(name, line.number)
        pieces: dict[Column, str] = {}
        for at, (kind, raw) in enumerate(line.cells):
            text = raw.strip()
            if text:
                _take(found, entry, pieces, columns[at] if at < len(columns) else "", kind, text)
        _join(found, entry, pieces)
        found.by_sheet.setdefault(name, []).append(entry)


def _columns(found: Entries, name: str, head: Row) -> list[Column | str]:
    """What each column holds; "" for one whose head is empty."""
    columns: list[Column | str] = []
    for _kind, raw in head.cells:
        text = " ".join(raw.split())
        read = text if text in (LINKS.get(name), "") else column(text)
        if read is None or (read and read in columns):
            wrong = _(
                "expected the head of a column, such as points or label [zh]; found it broken"
            )
            twice = _("expected this column once, found it again")
            found.faults.append(Fault(name, head.number, text, wrong if read is None else twice))
        columns.append(read or "")
        if isinstance(read, Column) and read.lang:
            found.languages[read.lang] = None
    return columns


def _take(
    found: Entries,
    entry: Entry,
    pieces: dict[Column, str],
    place: Column | str,
    kind: str,
    text: str,
) -> None:
    if kind == "f":
        found.fault(entry, str(place), _("expected a value, found a formula; paste its value"))
    elif kind == "e":
        found.fault(entry, str(place), _("expected a value, found an error"))
    elif not place:
        found.fault(
            entry,
            "",
            _("expected a head above every value, found %(text)s without") % {"text": text[:40]},
        )
    elif isinstance(place, Column):
        pieces[place] = text
    else:
        entry.links[place] = text


def _join(found: Entries, entry: Entry, pieces: dict[Column, str]) -> None:
    """Put the pieces of long values together, and read each by its form."""
    whole: dict[tuple[str, Path, str], str] = {}
    for place in sorted(pieces, key=lambda place: place.part):
        key = (place.lang, place.path, place.form)
        whole[key] = whole.get(key, "") + pieces[place]
    for (lang, path, form), text in whole.items():
        if (lang, path) in entry.values:
            expected = _("expected the value in one column only, found it in two")
            found.fault(entry, str(Column(path, lang)), expected)
        entry.values[lang, path] = _value(found, entry, Column(path, lang, form), text)


def _value(found: Entries, entry: Entry, place: Column, text: str) -> Any:
    if place.form == LIST:
        return [item.strip() for item in text.split(",") if item.strip()]
    if place.form != YAML:
        return text
    try:
        return parse_tree(text.encode(), "cell")
    except FrameworkError as error:
        found.fault(entry, str(place), error.expected)
        return None
