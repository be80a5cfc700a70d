"""The parent: runs the child on an uploaded workbook and hands on what it wrote."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

CHILD = Path(__file__).with_name("child.py")
WALL_SECONDS = 60  # of a busy machine; the child may use the processor for a few of them


class Row(NamedTuple):
    """A row with content: cells are kind (t text, n number, f formula, e error) and text.

    Read closely there are also d (date or time) and p (per cent), and a row 0 may stand in front
    that names the merged areas (m).
    """

    sheet: str
    number: int
    cells: list[tuple[str, str]]


class Refused(Exception):
    """The workbook cannot be read; `code` names the reason, `params` the details."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


def read_rows(
    path: Path,
    *,
    sheets: int,
    max_rows: int,
    max_columns: int,
    max_text: int,
    closely: bool = False,
) -> list[Row]:
    """Return the rows of the first sheets; the limits are those of one sheet, or of one cell."""
    limits = [str(limit) for limit in (sheets, max_rows, max_columns, max_text, int(closely))]
    with tempfile.TemporaryDirectory(prefix="gongfu-workbook-") as folder:
        out = Path(folder) / "lines.jsonl"
        _run_child(path, out, limits)
        return list(_rows(out))


def _run_child(path: Path, out: Path, limits: list[str]) -> None:
    command = [sys.executable, "-I", str(CHILD), str(path), str(out), *limits]
    try:
        done = subprocess.run(  # noqa: S603 - our own script, arguments are ours
            command, timeout=WALL_SECONDS, capture_output=True, env={}, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Refused("workbook_too_heavy") from error
    if done.returncode != 0:
        raise _reason(done.stdout)


def _reason(said: bytes) -> Refused:
    """What the child gave as reason; a child that was killed for its appetite says nothing."""
    try:
        code, params = json.loads(said)
    except ValueError:
        return Refused("workbook_too_heavy")
    return Refused(code, **params)


def _rows(out: Path) -> Iterator[Row]:
    with out.open(encoding="utf-8") as lines:
        for line in lines:
            sheet, number, cells = json.loads(line)
            yield Row(sheet, number, [(kind, text) for kind, text in cells])
