"""The child: decodes a picture, or the first page of a PDF, and encodes it anew, under hard limits.

Runs alone, by path: `python -I child.py KIND SOURCE OUT WIDTHxHEIGHT...`. KIND is png, jpeg or pdf;
OUT gets one WebP file per size, named by its place in the list. Everything that the source carried
beside its pixels (scripts, comments, places, trailing bytes) is left behind.
"""

import io
import resource
import sys
from pathlib import Path

MEMORY = 640 * 1024 * 1024  # of address space: 60 million pixels and what stands around them
CPU_SECONDS = 8
OUTPUT = 4 * 1024 * 1024
MAX_PIXELS = 60_000_000
DOTS_PER_INCH = 120
PAGE = """#set page(width: auto, height: auto, margin: 0pt)
#let drawn = image("source.pdf", page: 1, width: 600pt)
#context block(width: 600pt, height: calc.min(measure(drawn).height, 850pt), clip: true, drawn)
"""  # 1000 pixels wide, whatever the paper; of a scroll only the beginning


def main(kind: str, source: str, out: str, *sizes: str) -> None:
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    pixels, form = (first_page(source), "PNG") if kind == "pdf" else (source, kind.upper())
    for place, size in enumerate(sizes):
        width, height = map(int, size.split("x"))
        draw(pixels, form, (width, height), Path(out, str(place)))


def first_page(source: str) -> io.BytesIO:
    """Drawn by typst, whose reader of PDF is written in a language that keeps to its memory."""
    import typst  # noqa: PLC0415 - only after the limits are set

    main_file = Path(source).with_name("page.typ")
    main_file.write_text(PAGE, encoding="ascii")
    page = typst.compile(
        main_file,
        root=main_file.parent,
        format="png",
        ppi=DOTS_PER_INCH,
        ignore_system_fonts=True,
    )
    return io.BytesIO(page if isinstance(page, bytes) else page[0])


def draw(source: str | io.BytesIO, form: str, size: tuple[int, int], out: Path) -> None:
    """Fit the picture into the size and stand it on white; the way it was held counts."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - only after the limits are set

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with Image.open(source, formats=[form]) as original:
        original.draft("RGB", (size[0] * 2, size[1] * 2))
        original.thumbnail((size[0] * 2, size[1] * 2), Image.Resampling.BOX)
        upright = ImageOps.exif_transpose(original).convert("RGBA")
    upright.thumbnail(size, Image.Resampling.LANCZOS)
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright)
    paper.save(out, "WEBP", quality=80)


if __name__ == "__main__":
    main(*sys.argv[1:])
