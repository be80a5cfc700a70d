"""Text as Word keeps it, written as XML because python-docx is slow at cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

from reports.document.word.blocks import Paragraph
from reports.document.word.lines import NOTHING, Piece, pieces_of

TITLE, LARGE, SMALL = 24.0, 12.0, 8.7  # points in the PDF
INK = "17242d"
PALE = 0.7  # brightness of letters that were made for a dark ground


@dataclass(frozen=True, slots=True)
class Look:
    """What the letters of a paragraph are to look like."""

    bold: frozenset[int]  # fonts
    style: str = ""
    sized: bool = True  # larger letters stay larger
    dark: bool = False  # the ground


def xml_of(paragraph: Paragraph, look: Look, width: float = 0.0, extra: str = "") -> str:
    """One or more `w:p`: a line that was begun on purpose is a paragraph."""
    lines: list[list[Piece]] = []
    for piece in pieces_of(paragraph.runs, width):
        if piece.breaks or not lines:
            lines.append([])
        lines[-1].append(piece)
    return "".join(
        _line(line, look, _style_of(line, paragraph, look), extra if no == 0 else "")
        for no, line in enumerate(lines)
    )


def plain(text: str, style: str) -> str:
    """A paragraph of one text in a named style."""
    return f"<w:p>{_properties(style)}{_run(text, '')}</w:p>"


def element(xml: str) -> BaseOxmlElement:
    """The first tag gets the names that XML wants."""
    head, rest = xml.split(">", 1)
    tag, *attributes = head.split(" ", 1)
    return parse_xml(" ".join([tag, nsdecls("w"), *attributes]) + ">" + rest)


def _line(line: Sequence[Piece], look: Look, style: str, extra: str) -> str:
    sized = look.sized and style not in {"Title", "Note"}
    runs = "".join(_piece(piece, look, sized) for piece in _stripped(line))
    return f"<w:p>{_properties(style, extra)}{runs}</w:p>"


def _stripped(line: Sequence[Piece]) -> list[Piece]:
    """Without space at either end."""
    first, *others = line
    found = [Piece(first.text.lstrip(), first.run), *others]
    found[-1] = Piece(found[-1].text.rstrip(), found[-1].run)
    return [piece for piece in found if piece.text.replace(NOTHING, "")]


def _style_of(line: Sequence[Piece], paragraph: Paragraph, look: Look) -> str:
    if paragraph.bullet:
        return "List Bullet" if not paragraph.bullet[0].isdigit() else "List Number"
    if look.style:
        return look.style
    if line[0].run.size >= TITLE:
        return "Title"
    return "Note" if all(piece.run.size <= SMALL for piece in line) else ""


def _properties(style: str, extra: str = "") -> str:
    named = f"<w:pStyle w:val={quoteattr(style.replace(' ', ''))}/>" if style else ""
    return f"<w:pPr>{named}{extra}</w:pPr>" if named or extra else ""


def _piece(piece: Piece, look: Look, sized: bool) -> str:
    marks = "<w:b/>" if piece.run.font in look.bold else ""
    colour = piece.run.colour
    if colour != INK and (look.dark or _brightness(colour) < PALE):
        marks += f'<w:color w:val="{colour}"/>'
    if sized and piece.run.size > LARGE:
        marks += f'<w:sz w:val="{round(piece.run.size * 2)}"/>'
    return _run(piece.text, marks)


def _run(text: str, marks: str) -> str:
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _brightness(colour: str) -> float:
    red, green, blue = bytes.fromhex(colour)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def is_dark(colour: str) -> bool:
    return bool(colour) and _brightness(colour) < PALE - 0.1
