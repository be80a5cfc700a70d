"""Tell by its first bytes what an uploaded file is, and read it."""

from pathlib import Path

from enterprises.register.reading.delimited import read_delimited
from enterprises.register.reading.tables import MAX_BYTES, Table, Unreadable
from enterprises.register.reading.workbook import read_workbook

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old .xls, and .xlsx with a password
OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"7z\xbc\xaf",
    b"Rar!",
    b"{\\rtf",
    b"\x1f\x8b",
)


def read_file(path: Path) -> Table:
    """Return the lines with content; raises Unreadable with a reason a person can act on."""
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable("file_too_large", limit=MAX_BYTES // 1024 // 1024)
    with path.open("rb") as file:
        start = file.read(16)
    if start.startswith(OLE):
        raise Unreadable("workbook_old_or_locked")
    if start.startswith(OTHERS):
        raise Unreadable("not_a_table")
    table = read_workbook(path) if start.startswith(ZIP) else read_delimited(path.read_bytes())
    if not table.lines:
        raise Unreadable("file_empty")
    return table
