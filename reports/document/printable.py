"""Turn a report context into plain, printable data, and say where that cannot be done."""

import dataclasses
import unicodedata
from collections.abc import Iterator, Set
from datetime import date
from typing import Any

LONGEST_TEXT = 20_000  # characters; typst takes seconds for a million without a space
VARIATION_SELECTORS = frozenset([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
SPACES = {"\t": " ", "\n": "\n", "\r": "", "\u2028": "\n", "\u2029": "\n"}


class Unprintable(ValueError):
    """A context that cannot be put on paper, with the places a person can correct."""


class UnmappedCharacters(Unprintable):
    """Characters that no font of the report can draw, each with the place where it stands."""

    def __init__(self, places: list[tuple[str, str]]) -> None:
        self.places = places
        named = (f"{char!r} (U+{ord(char):04X}) in {place}" for char, place in places)
        super().__init__("no font of the report has " + "; ".join(named))


class TextTooLong(Unprintable):
    """A text that is longer than a report can carry."""

    def __init__(self, place: str, length: int) -> None:
        self.place = place
        super().__init__(f"{place} has {length} characters; a report takes {LONGEST_TEXT}")


def clean(text: str) -> str:
    """Compose, and drop what has no shape of its own: controls, bidi marks, joiners, selectors."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shaped, unicodedata.normalize("NFC", text)))


def _shaped(char: str) -> str:
    if char in SPACES:
        return SPACES[char]
    if unicodedata.category(char) in {"Cc", "Cf"} or ord(char) in VARIATION_SELECTORS:
        return ""
    return char


def plain(value: Any, place: str = "report") -> Any:
    """The value as JSON knows it, every text cleaned; `place` names it in a refusal."""
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise TextTooLong(place, len(value))
        return clean(value)
    if dataclasses.is_dataclass(value):
        return {
            field.name: plain(getattr(value, field.name), f"{place}.{field.name}")
            for field in dataclasses.fields(value)
        }
    if isinstance(value, tuple):
        return [plain(child, f"{place}[{index}]") for index, child in enumerate(value)]
    if isinstance(value, date):
        return value.isoformat()
    return value


def unmapped_in(value: Any, glyphs: Set[int], place: str = "report") -> Iterator[tuple[str, str]]:
    """Yield each character of plain data that `glyphs` lacks, with its place, once per place."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from unmapped_in(child, glyphs, f"{place}.{key}")
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from unmapped_in(child, glyphs, f"{place}[{index}]")
    elif isinstance(value, str):
        for char in dict.fromkeys(value):
            if ord(char) not in glyphs and char != "\n":
                yield char, place
