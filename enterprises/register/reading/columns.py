"""Recognise the columns of a register file by their headers."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from enterprises.register.reading.tables import HEADER_WITHIN, Line, Table, Unreadable

FILE = Path(__file__).with_name("columns.yaml")
REQUIRED = ("uscc", "name_zh", "district", "industry")
IGNORED = "ignored"
BRACKETS = re.compile(r"[(\[【〔{].*?[)\]】〕}]")
NOISE = re.compile(r"[\s*:：_/、,，.\-]+")
UNITS = {
    "亿元": Decimal(10_000),
    "百万元": Decimal(100),
    "万元": Decimal(1),
    "千元": Decimal("0.1"),
    "元": Decimal("0.0001"),
    "10,000 yuan": Decimal(1),
    "10k yuan": Decimal(1),
    "100 million yuan": Decimal(10_000),
    "million yuan": Decimal(100),
    "thousand yuan": Decimal("0.1"),
    "1,000 yuan": Decimal("0.1"),
    "yuan": Decimal("0.0001"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header as in the file, and the field it fills ("" where nobody knows it)."""

    header: str
    field: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the header stands and what its columns mean; `unit` turns revenue into 10,000 yuan."""

    header_row: int
    columns: tuple[Column, ...]
    unit: Decimal

    @property
    def unknown(self) -> list[str]:
        return [column.header for column in self.columns if not column.field and column.header]

    def header_of(self, field: str) -> str:
        """The header as in the file; "" where the file has no such column."""
        return next((column.header for column in self.columns if column.field == field), "")


@cache
def known_headers() -> dict[str, str]:
    """Every header as it is compared -> field."""
    return {plain(word): field for field, words in _words().items() for word in words}


def template_headers(language: str) -> dict[str, str]:
    """Field -> header of our own template, in `zh` or `en`."""
    place = 0 if language == "zh" else 1
    return {field: words[place] for field, words in _words().items() if field != IGNORED}


@cache
def _words() -> dict[str, list[str]]:
    source = FILE.read_text(encoding="utf-8")
    return yaml.load(source, Loader=yaml.BaseLoader)  # noqa: S506


def plain(header: str) -> str:
    """Return a header as it is compared.

    >>> plain(" 营业收入（万元） *"), plain("Contact E-mail:")
    ('营业收入', 'contactemail')
    """
    text = unicodedata.normalize("NFKC", header).casefold()
    return NOISE.sub("", BRACKETS.sub("", text))


def find_layout(table: Table) -> tuple[Layout, list[Line]]:
    """Return the layout and the lines below the header."""
    for index, line in enumerate(table.lines[:HEADER_WITHIN]):
        fields = [known_headers().get(plain(cell.text), "") for cell in line.cells]
        if len(set(fields) & set(known_headers().values()) - {IGNORED}) >= 2:
            columns = tuple(
                Column(cell.text.strip(), field)
                for cell, field in zip(line.cells, fields, strict=True)
            )
            _check(columns)
            return Layout(line.number, columns, _unit(columns)), table.lines[index + 1 :]
    raise Unreadable("no_header")


def _check(columns: tuple[Column, ...]) -> None:
    counts = Counter(column.field for column in columns)
    twice = [
        column.header
        for column in columns
        if column.field not in ("", IGNORED) and counts[column.field] > 1
    ]
    if twice:
        raise Unreadable("columns_twice", columns=twice)
    missing = [field for field in REQUIRED if not counts[field]]
    if missing:
        raise Unreadable("columns_missing", fields=missing)


def _unit(columns: tuple[Column, ...]) -> Decimal:
    """The factor from the unit in the header of revenue; 10,000 yuan where it names none."""
    header = next((column.header for column in columns if column.field == "revenue"), "")
    written = "".join(BRACKETS.findall(unicodedata.normalize("NFKC", header).casefold()))
    return next((factor for unit, factor in UNITS.items() if unit in written), Decimal(1))
