"""Render one report: a context in, the bytes of a tagged PDF/A-2a, PDF/UA-1 out.

The same context gives the same bytes, so the digest of a report can be reproduced.
"""

import functools
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import segno
import typst

from reports.document.context import SCHEMA, ReportContext
from reports.document.fonts import drawable, fonts
from reports.document.printable import (
    TextTooLong,
    UnmappedCharacters,
    Unprintable,
    clean,
    plain,
    unmapped_in,
)

__all__ = ["TextTooLong", "UnmappedCharacters", "Unprintable", "render", "unmapped"]

Language = Literal["zh", "en"]

HERE = Path(__file__).parent
STANDARDS = ["a-2a", "ua-1"]


class TemplateFault(RuntimeError):
    """The template compiled with a warning; a report with empty spots must not leave the house."""


def render(context: ReportContext, lang: Language, *, extra_fonts: Path | None = None) -> bytes:
    """The report in one language; `extra_fonts` is a folder for characters the shipped face lacks.

    Raises `Unprintable` before any work where a text cannot be printed.
    """
    data = plain(context)
    return typeset(
        {"schema": SCHEMA, **data},
        lang,
        {"qr.svg": qr_svg(data["issue"]["url"])},
        extra_fonts=extra_fonts,
    )


def typeset(
    data: dict[str, Any],
    lang: Language,
    files: Mapping[str, bytes],
    *,
    extra_fonts: Path | None = None,
) -> bytes:
    """Plain data through a template, `main.typ` among the files if not the report's."""
    _refuse_unmapped(data, extra_fonts)
    every = template_files(lang) | {"data.json": json.dumps(data, ensure_ascii=False).encode()}
    every |= files
    pdf, warnings = typst.compile_with_warnings(  # type: ignore[call-overload]  # files in memory
        every, font_paths=fonts(extra_fonts), pdf_standards=STANDARDS
    )
    if warnings:
        raise TemplateFault("; ".join(map(str, warnings)))
    return bytes(pdf)


def unmapped(text: str, *, extra_fonts: Path | None = None) -> list[str]:
    """The characters of one text that a report could not draw; ask when a name is entered."""
    return [char for char, _ in unmapped_in(clean(text), drawable(extra_fonts))]


def _refuse_unmapped(data: dict[str, Any], extra_fonts: Path | None) -> None:
    glyphs = drawable(extra_fonts)
    used = set(json.dumps(data, ensure_ascii=False))
    if not glyphs.issuperset(map(ord, used)) and (places := list(unmapped_in(data, glyphs))):
        raise UnmappedCharacters(places)


@functools.cache
def template_files(lang: Language) -> dict[str, bytes]:
    """Template and words as typst's virtual files; it sees nothing else."""
    files = {path.name: path.read_bytes() for path in sorted((HERE / "template").glob("*.typ"))}
    files["main.typ"] = b'#include "report.typ"'
    files["strings.json"] = (HERE / f"strings.{lang}.json").read_bytes()
    return files


def qr_svg(url: str) -> bytes:
    """A fixed mask and no error boost: the same picture each time, and far faster."""
    out = io.BytesIO()
    code = segno.make(url, error="m", micro=False, boost_error=False, mask=2)
    code.save(out, kind="svg", border=2, dark="#17242d", light="#ffffff")
    return out.getvalue()
