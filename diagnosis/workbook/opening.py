"""Reads an uploaded workbook in the guarded child and finds its cells by their keys."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter, range_boundaries

from diagnosis.workbook.book import ANSWER_HEAD, KEY_HEAD
from diagnosis.workbook.identity import MARK, SHEET, Identity, NotOurs, read_identity
from diagnosis.workbook.slots import Slot
from gongfu.core.spreadsheets import ILLEGAL
from gongfu.core.workbooks.reading import Row, read_rows

MOST_SHEETS, MOST_ROWS, MOST_COLUMNS, MOST_TEXT = 20, 5_000, 40, 2_000
TWICE, MERGED = "twice", "merged"
EXTRA_SHEETS, STRAY, UNKNOWN = "extra_sheets", "stray", "unknown"
MOST_NAMED = 5


class Cell(NamedTuple):
    """A cell to fill in, as it came: kinds as the child tells them, or `twice` or `merged`."""

    sheet: str
    at: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """An uploaded workbook: what it was made for, its cells by key, and what was passed over."""

    identity: Identity
    cells: Mapping[str, Cell]
    notes: list[tuple[str, list[str]]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        identity = self.identity
        return {
            "identity": [identity.assessment, identity.release, identity.token],
            "revisions": dict(identity.revisions),
            "cells": {key: list(cell) for key, cell in self.cells.items()},
            "notes": [[code, places] for code, places in self.notes],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Opened":
        assessment, release, token = kept["identity"]
        return cls(
            Identity(assessment, release, token, kept["revisions"]),
            {key: Cell(*cell) for key, cell in kept["cells"].items()},
            [(code, places) for code, places in kept["notes"]],
        )


def open_workbook(content: bytes, slots: Mapping[str, Slot]) -> Opened:
    """Read an upload; raises Refused for what cannot be read and NotOurs for what is foreign."""
    with NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        rows = read_rows(
            Path(file.name),
            sheets=MOST_SHEETS,
            max_rows=MOST_ROWS,
            max_columns=MOST_COLUMNS,
            max_text=MOST_TEXT,
            closely=True,
        )
    sheets: dict[str, list[Row]] = {}
    for row in rows:
        sheets.setdefault(row.sheet, []).append(row)
    hidden = [_texts(row) for row in _hidden(sheets)]
    ours = {line[1] for line in hidden if line[0] == SHEET and line[1:]}
    return _Finding(slots, ours).found(read_identity(hidden), sheets)


def _hidden(sheets: Mapping[str, list[Row]]) -> list[Row]:
    """The rows of the sheet that says what the workbook was made for, whatever it is called."""
    lines = (
        [row for row in rows if row.number]
        for rows in sheets.values()
        if any(row.number and _texts(row)[0] == MARK for row in rows)
    )
    return next(lines, [])


def _texts(row: Row) -> list[str]:
    return [text.strip() for _kind, text in row.cells]


class _Finding:
    """Collects the cells of every sheet that has a column of keys and one of answers."""

    def __init__(self, slots: Mapping[str, Slot], ours: Container[str]) -> None:
        self.slots = slots
        self.ours = ours
        self.cells: dict[str, Cell] = {}
        self.extra: list[str] = []
        self.stray: list[str] = []
        self.unknown: list[str] = []

    def found(self, identity: Identity, sheets: Mapping[str, list[Row]]) -> Opened:
        answered = False
        for name, rows in sheets.items():
            columns = _columns(rows)
            if columns:
                answered = True
                self._read(name, rows, *columns)
            elif name not in self.ours and not any(MARK in _texts(row) for row in rows):
                self.extra.append(name)
        if not answered:
            raise NotOurs("no_answers")
        told = ((EXTRA_SHEETS, self.extra), (STRAY, self.stray), (UNKNOWN, self.unknown))
        notes = [(code, places[:MOST_NAMED]) for code, places in told if places]
        return Opened(identity, self.cells, notes)

    def _read(self, sheet: str, rows: list[Row], head: int, key_at: int, answer_at: int) -> None:
        merged = _merged(rows, answer_at)
        letter = get_column_letter(answer_at + 1)
        for row in rows:
            if row.number <= head:
                continue
            key = _at(row, key_at)[1].strip()
            kind, text = _at(row, answer_at)
            cell = Cell(sheet, f"{letter}{row.number}", kind, ILLEGAL.sub("", text))
            if row.number in merged:
                cell = cell._replace(kind=MERGED)
            self._keep(key, cell)

    def _keep(self, key: str, cell: Cell) -> None:
        if key not in self.slots:
            if cell.text.strip() and key != KEY_HEAD:
                (self.unknown if key else self.stray).append(f"{cell.sheet} {cell.at}")
            return
        first = self.cells.get(key)
        if first is None:
            self.cells[key] = cell
        elif (first.kind, first.text) != (cell.kind, cell.text):
            self.cells[key] = cell._replace(kind=TWICE)


def _columns(rows: Iterable[Row]) -> tuple[int, int, int] | None:
    """Number of the head row, and where keys and answers stand; None where there are none."""
    for row in rows:
        texts = _texts(row)
        if KEY_HEAD in texts and ANSWER_HEAD in texts:
            return row.number, texts.index(KEY_HEAD), texts.index(ANSWER_HEAD)
    return None


def _merged(rows: Iterable[Row], column: int) -> set[int]:
    """The rows whose answer is part of a merged area."""
    areas = [text for row in rows if row.number == 0 for _kind, text in row.cells]
    found: set[int] = set()
    for area in areas:
        left, top, right, bottom = range_boundaries(area)
        if left <= column + 1 <= right:
            found.update(range(top, min(bottom, top + MOST_ROWS) + 1))
    return found


def _at(row: Row, place: int) -> tuple[str, str]:
    return row.cells[place] if place < len(row.cells) else ("t", "")
