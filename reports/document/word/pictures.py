"""The drawings of a PDF as pictures, cut out of its pages."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import typst

from reports.document.word.blocks import Picture

PIXELS = 220  # an inch
EDGE = 2.0  # points around a drawing, for what its lines are thick
WIDTH, HEIGHT = 595.276, 841.89  # A4 in points
PAGE = (
    "#set page(width: {w}pt, height: {h}pt, margin: 0pt)\n#place(dx: -{x}pt, dy: -{y}pt, "
    'image("report.pdf", page: {page}, width: {width}pt, height: {height}pt))'
)


def png_of(pdf: bytes, pictures: Sequence[Picture]) -> list[bytes]:
    """One PNG for each, in their order."""
    if not pictures:
        return []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "report.pdf").write_bytes(pdf)
        start = Path(folder, "main.typ")
        start.write_text("\n#pagebreak()\n".join(map(_page, pictures)))
        made = typst.compile(str(start), root=folder, format="png", ppi=PIXELS)
    return made if isinstance(made, list) else [made]


def size_of(picture: Picture) -> tuple[float, float]:
    """Width and height in points, with the edge."""
    left, bottom, right, top = picture.box
    return right - left + 2 * EDGE, top - bottom + 2 * EDGE


def _page(picture: Picture) -> str:
    left, _bottom, _right, top = picture.box
    width, height = size_of(picture)
    return PAGE.format(
        w=width,
        h=height,
        x=left - EDGE,
        y=HEIGHT - top - EDGE,
        page=picture.page + 1,
        width=WIDTH,
        height=HEIGHT,
    )
