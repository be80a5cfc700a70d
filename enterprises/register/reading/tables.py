"""What every reader yields, whatever the file was."""

from enum import StrEnum
from typing import Any, NamedTuple

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 60
HEADER_WITHIN = 10  # a title and notes may stand above the header


class Kind(StrEnum):
    """What a cell holds. A CSV file knows text only."""

    TEXT = "t"
    NUMBER = "n"
    FORMULA = "f"
    ERROR = "e"


class Cell(NamedTuple):
    text: str
    kind: Kind = Kind.TEXT


class Line(NamedTuple):
    """A row with content; `number` is the one that a spreadsheet program shows beside it."""

    number: int
    cells: tuple[Cell, ...]


class Table(NamedTuple):
    encoding: str
    lines: list[Line]


class Unreadable(Exception):
    """The file as a whole cannot be read; `code` names the reason, `params` the details."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
