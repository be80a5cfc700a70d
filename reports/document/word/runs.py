"""What is written on the pages of a tagged PDF: pieces of text with their place, by mark."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

Mark = tuple[int, int]  # the number of the page, and of the marked content in it
COUPLES = re.compile(rb"<([0-9A-Fa-f]+)> *<([0-9A-Fa-f]+)>(?: *<([0-9A-Fa-f]+)>)?")
SECTIONS = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
COLOURS = {"g", "rg", "sc", "scn"}


@dataclass(frozen=True, slots=True)
class Run:
    """One piece of a line in one style; places are points from the lower left of its page."""

    text: str
    page: int
    x: float
    y: float
    end: float
    size: float
    font: int
    colour: str


@dataclass(frozen=True, slots=True)
class Font:
    """How the codes of one font read, and how far each moves on."""

    key: int
    words: dict[int, str]
    widths: dict[int, float]

    def read(self, string: bytes) -> tuple[str, float]:
        """The text of a string and its width in thousandths of the size."""
        codes = [int.from_bytes(string[at : at + 2]) for at in range(0, len(string), 2)]
        text = "".join(self.words.get(code, "") for code in codes)
        return text, sum(self.widths.get(code, 1000) for code in codes)


def font_of(font: pikepdf.Object) -> Font:
    return Font(font.objgen[0], _words(font.ToUnicode.read_bytes()), _widths(font))


def _words(table: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for kind, body in SECTIONS.findall(table):
        for first, second, third in COUPLES.findall(body):
            if kind == b"bfchar":
                found[int(first, 16)] = bytes.fromhex(second.decode()).decode("utf-16-be")
                continue
            start = int(third, 16)
            for code in range(int(first, 16), int(second, 16) + 1):
                found[code] = chr(start + code - int(first, 16))
    return found


def _widths(font: pikepdf.Object) -> dict[int, float]:
    """Entries are `first last width` or `first [widths]`."""
    found: dict[int, float] = {}
    entries = list(font.DescendantFonts[0].W)
    while entries:
        first, following = int(entries.pop(0)), entries.pop(0)
        if isinstance(following, pikepdf.Array):
            found |= {first + no: float(width) for no, width in enumerate(following)}
            continue
        width = float(entries.pop(0))
        found |= dict.fromkeys(range(first, int(following) + 1), width)
    return found


def runs_of(pdf: pikepdf.Pdf) -> dict[Mark, list[Run]]:
    """Every piece of text that has a place in the structure; headers and footers have none."""
    fonts: dict[int, Font] = {}
    found: dict[Mark, list[Run]] = {}
    for no, page in enumerate(pdf.pages):
        for mark, run in _Page(no, page, fonts).runs():
            found.setdefault((no, mark), []).append(run)
    return found


class _Page:
    """Follows the operators of one page; only what concerns text is looked at."""

    def __init__(self, no: int, page: pikepdf.Page, fonts: dict[int, Font]) -> None:
        self.no, self.page, self.fonts = no, page, fonts
        self.matrices = [pikepdf.Matrix()]
        self.text = pikepdf.Matrix()
        self.marks: list[int | None] = []
        self.font: Font | None = None
        self.size, self.colour = 0.0, "000000"

    def runs(self) -> Iterator[tuple[int, Run]]:
        for instruction in pikepdf.parse_content_stream(self.page):
            operator, operands = str(instruction.operator), list(instruction.operands)
            if operator in {"Tj", "TJ"}:
                yield from self._shown(operands[0])
            elif operator in COLOURS:
                self.colour = _hexadecimal([float(value) for value in operands])
            elif step := getattr(self, f"_{operator}", None):
                step(*operands)

    def _shown(self, shown: pikepdf.Object) -> Iterator[tuple[int, Run]]:
        parts = list(shown) if isinstance(shown, pikepdf.Array) else [shown]
        words, width = "", 0.0
        for part in parts:
            if isinstance(part, pikepdf.String) and self.font:
                text, moved = self.font.read(bytes(part))
                words, width = words + text, width + moved
            else:
                width -= float(part)
        place = self.text @ self.matrices[-1]
        mark = next((each for each in reversed(self.marks) if each is not None), None)
        if mark is not None and self.font:
            yield (
                mark,
                Run(
                    words,
                    self.no,
                    place.e,
                    place.f,
                    place.e + width / 1000 * self.size * place.a,
                    self.size,
                    self.font.key,
                    self.colour,
                ),
            )

    def _BDC(self, _tag: pikepdf.Object, properties: pikepdf.Object) -> None:
        mark = properties.get("/MCID") if isinstance(properties, pikepdf.Dictionary) else None
        self.marks.append(None if mark is None else int(mark))

    def _BMC(self, _tag: pikepdf.Object) -> None:
        self.marks.append(None)

    def _EMC(self) -> None:
        self.marks.pop()

    def _q(self) -> None:
        self.matrices.append(self.matrices[-1])

    def _Q(self) -> None:
        self.matrices.pop()

    def _cm(self, *values: pikepdf.Object) -> None:
        self.matrices[-1] = pikepdf.Matrix(*map(float, values)) @ self.matrices[-1]

    def _Tm(self, *values: pikepdf.Object) -> None:
        self.text = pikepdf.Matrix(*map(float, values))

    def _Tf(self, name: pikepdf.Object, size: pikepdf.Object) -> None:
        font = self.page.Resources.Font[str(name)]
        key = font.objgen[0]
        if key not in self.fonts:
            self.fonts[key] = font_of(font)
        self.font, self.size = self.fonts[key], float(size)


def _hexadecimal(values: list[float]) -> str:
    """RGB or grey as six digits."""
    channels = values * 3 if len(values) == 1 else values[:3]
    return "".join(f"{round(value * 255):02x}" for value in channels)
