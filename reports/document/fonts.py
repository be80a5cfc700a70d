"""Where the report's fonts come from, read once per process and folder."""

import functools
import importlib.resources
from pathlib import Path

import typst
from fontTools.ttLib import TTCollection, TTFont

SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}


@functools.cache
def font_files(extra: Path | None = None) -> tuple[Path, ...]:
    """The shipped face, then every font of the extra folder."""
    shipped = Path(str(importlib.resources.files("justmytype_intl_cjk")))
    files = sorted(shipped.rglob("NotoSansSC*.ttf"))
    if extra is not None:
        files += sorted(path for path in extra.rglob("*") if path.suffix.lower() in SUFFIXES)
    return tuple(files)


@functools.cache
def fonts(extra: Path | None = None) -> typst.Fonts:
    """The parsed fonts. typst takes folders here: a file's path it would ignore in silence."""
    folders = sorted({path.parent for path in font_files(extra)})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


@functools.cache
def drawable(extra: Path | None = None) -> frozenset[int]:
    """Every code point that some font of the report maps to a glyph."""
    return frozenset().union(*map(_mapped, font_files(extra)))


def _mapped(path: Path) -> frozenset[int]:
    if path.suffix.lower() in {".ttc", ".otc"}:
        with TTCollection(path, lazy=True) as collection:
            return frozenset().union(*(font.getBestCmap() for font in collection.fonts))
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
