"""The child: looks into the zip directory, then opens the workbook, under hard limits.

Runs alone, by path: `python -I child.py WORKBOOK OUT SHEETS MAX_ROWS MAX_COLUMNS MAX_TEXT CLOSELY`.
Writes one line of JSON per row with content of the first SHEETS sheets: name of the sheet, number
of the row, cells. A refusal is printed as `[code, params]` with exit code 3.

CLOSELY (1 or 0) tells dates and percentages apart from other cells, and begins each sheet that has
merged cells with a row 0 that names them.
"""

import json
import re
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any, NoReturn

MEMORY = 256 * 1024 * 1024  # of address space, so resident memory stays below
CPU_SECONDS = 10
OUTPUT = 64 * 1024 * 1024
MAX_ENTRIES = 200
MAX_UNPACKED = 96 * 1024 * 1024
MAX_RATIO = 100
MAX_STRINGS = 24 * 1024 * 1024  # all texts of a sheet, which the library keeps in memory
MAX_SHEETS = 20
PIECE = 1024 * 1024
MERGED = re.compile(rb'<mergeCell\b[^>]*?\bref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
MOST_MERGED = 1000
ENTITY_MARKS = tuple("<!ENTITY".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))


def main(path: str, out: str, *limits: str) -> None:
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    try:
        check_directory(path)
        write_lines(path, out, *map(int, limits))
    except MemoryError:
        refuse("workbook_too_heavy")
    except Exception:  # noqa: BLE001 - whatever a broken workbook makes the library raise
        refuse("workbook_damaged")


def check_directory(path: str) -> None:
    """Refuse by what the zip directory says, then by what the parts really unpack to."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        names = [entry.filename.lower() for entry in entries]
        if "xl/workbook.xml" not in names:
            refuse("not_a_workbook")
        refuse_parts(names)
        unpacked = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        texts = sum(
            entry.file_size for entry in entries if "sharedstrings" in entry.filename.lower()
        )
        if texts > MAX_STRINGS:
            refuse("workbook_bomb", megabytes=texts // PIECE)
        if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * packed:
            refuse("workbook_bomb", megabytes=unpacked // PIECE)
        if any(entry.flag_bits & 1 for entry in entries):
            refuse("workbook_encrypted")
        for entry in entries:
            scan(archive, entry)


def refuse_parts(names: list[str]) -> None:
    """Refuse workbooks that carry what a list of texts and numbers has no need of."""
    if any("vbaproject" in name for name in names):
        refuse("workbook_macro")
    if any(name.startswith("xl/externallinks/") for name in names):
        refuse("workbook_external")
    if any(name.endswith((".zip", ".xlsx", ".xls", ".docx", ".bin.zip")) for name in names):
        refuse("workbook_nested")
    sheets = sum(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in names)
    if sheets > MAX_SHEETS:
        refuse("workbook_sheets", sheets=sheets, limit=MAX_SHEETS)


def scan(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack a part piece by piece: its size must be as stated, and it may define no entities."""
    size, tail = 0, b""
    with archive.open(entry) as part:
        while piece := part.read(PIECE):
            size += len(piece)
            if size > entry.file_size:
                refuse("workbook_bomb", megabytes=size // PIECE)
            window = tail + piece
            if entry.filename.endswith((".xml", ".rels")) and any(
                mark in window for mark in ENTITY_MARKS
            ):
                refuse("workbook_entities")
            tail = piece[-16:]


def write_lines(
    path: str, out: str, sheets: int, max_rows: int, max_columns: int, max_text: int, closely: int
) -> None:
    tell = written_closely if closely else written
    for unneeded in ("numpy", "PIL", "lxml"):  # would only cost memory here
        sys.modules[unneeded] = None  # type: ignore[assignment]
    from openpyxl import load_workbook  # noqa: PLC0415 - only after the limits are set

    with open(path, "rb") as file, open(out, "w", encoding="utf-8") as lines:
        book = load_workbook(file, read_only=True, keep_links=False)
        if not book.worksheets:
            refuse("workbook_damaged")
        for sheet in book.worksheets[:sheets]:
            if closely and (areas := merged_in(path, sheet)):
                lines.write(json.dumps([sheet.title, 0, [("m", area) for area in areas]]) + "\n")
            rows = sheet.iter_rows(max_col=max_columns + 1)
            for number, cells in checked(rows, max_rows, max_columns, max_text, tell):
                lines.write(json.dumps([sheet.title, number, cells], ensure_ascii=True) + "\n")


def merged_in(path: str, sheet: Any) -> list[str]:
    """The merged areas of a sheet, which the library does not tell when it only reads."""
    found: list[str] = []
    tail = b""
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path) as part:
        while (piece := part.read(PIECE)) and len(found) < MOST_MERGED:
            window = tail + piece
            found += [area.decode() for area in MERGED.findall(window)]
            tail = window[window.rfind(b">") + 1 :][-PIECE:]
    return found[:MOST_MERGED]


def checked(
    rows: Any,
    max_rows: int,
    max_columns: int,
    max_text: int,
    tell: Callable[[Any, int], tuple[str, str]],
) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    count, blank = 0, None
    for number, row in enumerate(rows, start=1):
        if row is blank:  # the library repeats one empty row for every row that is not there
            continue
        cells = [tell(cell, max_text) for cell in row]
        while cells and not cells[-1][1].strip():
            cells.pop()
        if not cells:
            blank = row
            continue
        count += 1
        if len(cells) > max_columns:
            refuse("too_many_columns", row=number, limit=max_columns)
        if count > max_rows:
            refuse("too_many_rows", limit=max_rows)
        yield number, cells


def written(cell: Any, max_text: int) -> tuple[str, str]:
    """A cell as kind and text: t text, n number, f formula, e error value."""
    value = cell.value
    if value is None:
        return "t", ""
    if cell.data_type == "f":
        return "f", str(getattr(value, "text", value))[:max_text]
    if cell.data_type == "e":
        return "e", str(value)
    if isinstance(value, bool):
        return "t", "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date | time):
        return "t", value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return "n", str(int(value))
    if isinstance(value, int | float):
        return "n", repr(value)
    return "t", str(value)[:max_text]


def written_closely(cell: Any, max_text: int) -> tuple[str, str]:
    """Like `written`, and d for a date or time, p for a number that is shown as a percentage."""
    kind, text = written(cell, max_text)
    if kind == "t" and isinstance(cell.value, datetime | date | time):
        return "d", text
    if kind == "n" and "%" in (cell.number_format or ""):
        return "p", text
    return kind, text


def refuse(code: str, **params: object) -> NoReturn:
    print(json.dumps([code, params]))  # noqa: T201 - the answer to the parent
    sys.exit(3)


if __name__ == "__main__":
    main(*sys.argv[1:])
