"""Which characters a report can print: the reports app knows its fonts and tells at start."""

from collections.abc import Callable, Set

Glyphs = Callable[[], Set[int]]
_sources: list[Glyphs] = []


def declare_glyphs(source: Glyphs) -> None:
    """Name the function that returns every code point with a glyph."""
    _sources[:] = [source]


def unprintable(text: str) -> str:
    """The characters of a text that no report can draw, each once."""
    if text.isascii() or not _sources:
        return ""
    glyphs = _sources[0]()
    return "".join(dict.fromkeys(char for char in text if ord(char) not in glyphs))
