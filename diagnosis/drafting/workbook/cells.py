"""How one value stands in the cells of a row, and how the head of a column says what it is.

points                a text
sources (list)        texts with commas between them
computed.bands (yaml) anything else, as YAML on one line; a long one goes on in `(yaml 2)`
label [zh]            words in a language; [zh] alone, where the thing has one text only
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from diagnosis.drafting.writing import write_flow

LONGEST = 32_000  # a cell of a workbook holds 32,767 characters
PLAIN, LIST, YAML = "", "list", "yaml"

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_HEADER = re.compile(
    r"(?P<path>[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)?"
    r"\s*(?:\[(?P<lang>[A-Za-z-]{2,12})\])?"
    r"\s*(?:\((?P<form>list|yaml)(?: (?P<part>[2-9]|[1-9]\d))?\))?"
)
_CODE = re.compile(r"_x[0-9A-Fa-f]{4}_")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: the value at a path, in a language or in the rules, in one of forms."""

    path: tuple[str, ...]
    lang: str = ""
    form: str = PLAIN
    part: int = 1

    def __str__(self) -> str:
        part = f" {self.part}" if self.part > 1 else ""
        pieces = (
            ".".join(self.path),
            f"[{self.lang}]" if self.lang else "",
            f"({self.form}{part})" if self.form else "",
        )
        return " ".join(piece for piece in pieces if piece)


def column(header: str) -> Column | None:
    """Read the head of a column; None if it is none."""
    match = _HEADER.fullmatch(header.strip())
    if not match or not (match["path"] or match["lang"]):
        return None
    path = tuple(match["path"].split(".")) if match["path"] else ()
    return Column(path, match["lang"] or "", match["form"] or PLAIN, int(match["part"] or 1))


def is_key(text: str) -> bool:
    """Whether a key can stand in the head of a column as it is."""
    return bool(_KEY.fullmatch(text))


def cells_of(
    tree: Mapping[str, Any], *, flatten: bool, base: tuple[str, ...] = ()
) -> Iterator[tuple[Column, str]]:
    """Every value of a mapping as cells; inner mappings get columns of their own if `flatten`."""
    for key, value in tree.items():
        path = (*base, key)
        if flatten and isinstance(value, dict) and value and all(map(is_key, value)):
            yield from cells_of(value, flatten=True, base=path)
        else:
            yield from cells_with(Column(path), value)


def cells_with(place: Column, value: Any) -> Iterator[tuple[Column, str]]:
    """One value as a text, as a list, or as YAML in as many pieces as it needs."""
    if isinstance(value, str) and holds(value):
        yield place, value
    elif isinstance(value, list) and is_plain_list(value):
        yield replace(place, form=LIST), ", ".join(value)
    else:
        text = write_flow(value)
        for part, start in enumerate(range(0, len(text), LONGEST), start=1):
            yield replace(place, form=YAML, part=part), text[start : start + LONGEST]


def holds(text: str) -> bool:
    """Whether a cell gives the text back as it was."""
    return (
        bool(text)
        and text == text.strip()
        and len(text) <= LONGEST
        and all(letter.isprintable() or letter == "\n" for letter in text)
        and not _CODE.search(text)
    )


def is_plain_list(items: list[Any]) -> bool:
    """Whether the items can stand in one cell with commas between them."""
    texts = [item for item in items if isinstance(item, str) and holds(item)]
    short = sum(len(text) + 2 for text in texts) <= LONGEST
    return bool(items) and len(texts) == len(items) and short and not any("," in t for t in texts)
