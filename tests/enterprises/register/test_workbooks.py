"""R-B03: workbooks that want to harm: refused with a reason, in a child within hard limits."""

import io
import time
import zipfile
from collections.abc import Iterable
from itertools import chain, repeat
from pathlib import Path

import pytest
from openpyxl import Workbook

from enterprises.register.reading.files import read_file
from enterprises.register.reading.tables import Kind, Unreadable
from gongfu.core.workbooks import child
from tests.enterprises.register.registers import HEADERS, as_xlsx, sound_row

SHEET = "xl/worksheets/sheet1.xml"
SECONDS = 60  # on a busy machine; the child gets ten of the processor
PEAK = 256 * 1024 * 1024


def written(folder: Path, data: bytes) -> Path:
    path = folder / "upload"
    path.write_bytes(data)
    return path


def changed(parts: dict[str, bytes | Iterable[bytes]], *, drop: str = "") -> bytes:
    """A sound workbook with parts replaced or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_xlsx([sound_row(1)]))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts and name != drop:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            with new.open(name, "w") as part:
                for piece in (data,) if isinstance(data, bytes) else data:
                    part.write(piece)
    return out.getvalue()


def sheet(rows: str, dimension: str = "") -> bytes:
    return (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/'
        f'spreadsheetml/2006/main">{dimension}<sheetData>{rows}</sheetData></worksheet>'
    ).encode()


def many_sheets() -> bytes:
    book, out = Workbook(), io.BytesIO()
    for _ in range(299):
        book.create_sheet()
    book.save(out)
    return out.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS_TYPE = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)


def shared_strings() -> bytes:
    """A million different texts, all of which a reader keeps in memory."""
    with zipfile.ZipFile(io.BytesIO(as_xlsx([sound_row(1)]))) as old:
        types = old.read("[Content_Types].xml").replace(b"</Types>", STRINGS_TYPE)
    texts = (
        b"".join(
            b"<si><t>text number %d</t></si>" % number for number in range(start, start + 10_000)
        )
        for start in range(0, 1_000_000, 10_000)
    )
    part = chain([f'<sst xmlns="{MAIN}">'.encode()], texts, [b"</sst>"])
    return changed({"xl/sharedStrings.xml": part, "[Content_Types].xml": types})


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
BOMBS = {
    "unpacks to 200 MB": (
        lambda: changed({SHEET: repeat(b"<row><c><v>1</v></c></row>" * 10_000, 800)}),
        {"workbook_bomb"},
    ),
    "repeats itself a thousandfold": (
        lambda: changed({SHEET: repeat(b" " * 1_000_000, 60)}),
        {"workbook_bomb"},
    ),
    "one cell in the last corner": (
        lambda: changed({SHEET: sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')}),
        {"no_header", "too_many_columns", "file_empty", "workbook_too_heavy"},
    ),
    "claims a huge dimension": (
        lambda: changed({SHEET: sheet("", '<dimension ref="A1:XFD1048576"/>')}),
        {"file_empty", "workbook_too_heavy"},
    ),
    "a million shared strings": (shared_strings, {"workbook_bomb"}),
    "nested archive": (lambda: changed({"xl/embeddings/a.zip": b"PK"}), {"workbook_nested"}),
    "entities": (
        lambda: changed({SHEET: ENTITIES + sheet("&b;").split(b"?>", 1)[1]}),
        {"workbook_entities"},
    ),
    "entities in UTF-16": (
        lambda: changed({SHEET: (ENTITIES + sheet("")).decode().encode("utf-16")}),
        {"workbook_entities"},
    ),
    "external link": (
        lambda: changed({"xl/externalLinks/externalLink1.xml": b"<a/>"}),
        {"workbook_external"},
    ),
    "macro": (lambda: changed({"xl/vbaProject.bin": b"x"}), {"workbook_macro"}),
    "300 sheets": (many_sheets, {"workbook_sheets", "workbook_bomb"}),
    "encrypted or old": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        {"workbook_old_or_locked"},
    ),
    "an archive of something else": (
        lambda: changed({}, drop="xl/workbook.xml"),
        {"not_a_workbook"},
    ),
    "cut off": (lambda: as_xlsx([sound_row(1)])[:3000], {"workbook_damaged"}),
    "sheet is no XML": (lambda: changed({SHEET: b"nonsense"}), {"workbook_damaged"}),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_harmful_workbook_is_refused_within_limits(name, tmp_path):
    make, codes = BOMBS[name]
    path = written(tmp_path, make())
    start = time.perf_counter()
    try:
        read_file(path)
        code = ""
    except Unreadable as refusal:
        code = refusal.code
    assert code in codes
    assert time.perf_counter() - start < SECONDS


def test_the_child_cannot_take_more_memory_than_allowed():
    assert child.MEMORY <= PEAK


def test_cells_keep_their_kind(tmp_path):
    rows = [["91310115MA1A00001Y", "=1+1 是厂名", 3670, 21500.5, "x"]]
    lines = read_file(written(tmp_path, as_xlsx(rows, headers=HEADERS[:5]))).lines
    assert [cell.kind for cell in lines[1].cells] == [
        Kind.TEXT, Kind.TEXT, Kind.NUMBER, Kind.NUMBER, Kind.TEXT,
    ]  # fmt: skip
    assert [cell.text for cell in lines[1].cells][1:4] == ["=1+1 是厂名", "3670", "21500.5"]
    formulas = read_file(written(tmp_path, as_xlsx([["=A1"]], headers=["USCC"], text=False))).lines
    assert formulas[1].cells[0] == ("=A1", Kind.FORMULA)


@pytest.mark.parametrize("start", [b"%PDF-1.7", b"\x89PNG\r\n", b"Rar!\x1a\x07", b"\x1f\x8b\x08"])
def test_other_files_are_no_tables(start, tmp_path):
    with pytest.raises(Unreadable) as refusal:
        read_file(written(tmp_path, start + b"x" * 50))
    assert refusal.value.code == "not_a_table"
