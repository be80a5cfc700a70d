"""Tables of the archive: written once, printed as JSON for programs and as a sheet for people."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from typing import Any

from django.utils.functional import Promise

from gongfu.core.spreadsheets import Value

Path = str | Callable[[Any], Any]
Label = str | Promise


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind; `name` is the key in the JSON, `title` the name of the sheet."""

    name: str
    title: Label
    columns: dict[str, Label]
    rows: list[dict[str, Any]]

    def lines(self) -> Iterable[Sequence[Value]]:
        """Head and rows of the sheet."""
        yield [str(label) for label in self.columns.values()]
        for row in self.rows:
            yield [_cell(row[name]) for name in self.columns]


def table(name: str, title: Label, rows: Iterable[Any], /, **columns: tuple[Label, Path]) -> Table:
    """A table of objects; each column is a label and a dotted path, or what computes the value."""
    read = [{key: _read(row, path) for key, (_label, path) in columns.items()} for row in rows]
    return Table(name, title, {key: label for key, (label, _path) in columns.items()}, read)


def canonical(content: Any) -> bytes:
    """The same bytes for the same content: sorted keys, no blanks, UTF-8, times in ISO 8601."""
    text = json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain
    )
    return f"{text}\n".encode()


def _read(row: Any, path: Path) -> Any:
    if not isinstance(path, str):
        return path(row)
    return reduce(lambda found, name: getattr(found, name, None), path.split("."), row)


def _plain(value: Any) -> str:
    if isinstance(value, date):  # a moment too
        return value.isoformat()
    return str(value)


def _cell(value: Any) -> Value:
    if value is None or isinstance(value, str | int | Decimal | date | datetime):
        return value
    if isinstance(value, Promise):
        return str(value)
    return canonical(value).decode().rstrip("\n")
