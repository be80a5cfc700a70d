"""Read an uploaded workbook in a child process that may use little memory and little time."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from enterprises.register.reading.tables import (
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Kind,
    Line,
    Table,
    Unreadable,
)

CHILD = Path(__file__).with_name("workbook_child.py")
WALL_SECONDS = 60  # of a busy machine; the child may use the processor for a few of them


def read_workbook(path: Path) -> Table:
    """Return the lines of the first sheet."""
    with tempfile.TemporaryDirectory(prefix="gongfu-workbook-") as folder:
        out = Path(folder) / "lines.jsonl"
        _run_child(path, out)
        return Table("XLSX", list(_lines(out)))


def _run_child(path: Path, out: Path) -> None:
    command = [sys.executable, "-I", str(CHILD), str(path), str(out)]
    command += [str(MAX_ROWS), str(MAX_COLUMNS)]
    try:
        done = subprocess.run(  # noqa: S603 - our own script, arguments are ours
            command, timeout=WALL_SECONDS, capture_output=True, env={}, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("workbook_too_heavy") from error
    if done.returncode != 0:
        raise _reason(done.stdout)


def _reason(said: bytes) -> Unreadable:
    """What the child gave as reason; a child that was killed for its appetite says nothing."""
    try:
        code, params = json.loads(said)
    except ValueError:
        return Unreadable("workbook_too_heavy")
    return Unreadable(code, **params)


def _lines(out: Path) -> Iterator[Line]:
    with out.open(encoding="utf-8") as lines:
        for line in lines:
            number, cells = json.loads(line)
            yield Line(number, tuple(Cell(text, Kind(kind)) for kind, text in cells))
