"""Blocks of an issued report as a document for Word."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any, Self
from xml.sax.saxutils import escape

import pikepdf
from docx import Document
from docx.document import Document as Word
from docx.shared import Pt
from docx.text.paragraph import Paragraph as Line

from reports.document.word.blocks import Block, Entry, Heading, Paragraph, Picture, Table
from reports.document.word.paragraphs import Look, element, plain, xml_of
from reports.document.word.pictures import png_of, size_of
from reports.document.word.reading import blocks_of
from reports.document.word.styles import dress
from reports.document.word.tables import table_xml

WIDEST = 482.0  # points of text on a page
GAP = '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>'  # two tables would become one
CODE = 150.0  # points: what is no wider is a code to scan, and says nothing in words


@dataclass(frozen=True, slots=True)
class About:
    """What the register says of a report, and what tells a copy from it."""

    language: str  # zh or en
    number: str
    code: str
    notice: str  # that only the PDF can be verified, and where
    issued_at: str  # ISO

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        return cls(**said)


def word_of(pdf: bytes, about: About) -> bytes:
    """The document; everything in it but the notice is read from the PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        blocks, title = blocks_of(opened), str(opened.open_metadata()["dc:title"])
    word = Document()
    dress(word, about.language)
    _introduce(word, about, title)
    body = _Body(word, pdf, blocks)
    body.add(element(plain(about.notice, "Note")))
    body.fill()
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _introduce(word: Word, about: About, title: str) -> None:
    """What the document says of itself, at its head and its foot."""
    about_file, when = word.core_properties, datetime.fromisoformat(about.issued_at)
    about_file.title, about_file.subject, about_file.author = title, about.number, "Gongfu"
    about_file.keywords, about_file.comments = f"{about.number}, {about.code}", about.notice
    about_file.created = about_file.modified = when.replace(tzinfo=None)
    about_file.last_modified_by = "Gongfu"
    section = word.sections[0]
    section.header.paragraphs[0].text = f"{title}\t{about.number}"
    section.footer.paragraphs[0].text = about.notice
    pages = section.footer.add_paragraph("\t", style="Footer")
    _field(pages, "PAGE")
    pages.add_run(" / ")
    _field(pages, "NUMPAGES")


def _field(line: Line, name: str) -> None:
    line._p.append(element(f'<w:fldSimple w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))


class _Body:
    """Puts one block after the other before the properties of the section."""

    def __init__(self, word: Word, pdf: bytes, blocks: list[Block]) -> None:
        self.word, self.blocks = word, blocks
        headings = [block for block in blocks if isinstance(block, Heading)]
        self.names = {
            each.text: f"s{no}" for no, each in enumerate(headings, start=1) if each.level == 1
        }
        self.look = Look(frozenset(heading.font for heading in headings))
        drawings = [block for block in blocks if isinstance(block, Picture)]
        self.drawn = iter(png_of(pdf, drawings))

    def add(self, *made: Any) -> None:
        end = self.word.element.body.sectPr
        for each in made:
            end.addprevious(each)

    def fill(self) -> None:
        for block, following in zip_longest(self.blocks, self.blocks[1:]):
            if isinstance(block, Picture):
                self._picture(block)
                continue
            made = list(element(f"<w:body>{self._xml(block)}</w:body>"))
            self.add(*made)
            if made and isinstance(block, Paragraph) and isinstance(following, Picture | Table):
                Line(made[-1], self.word._body).paragraph_format.keep_with_next = True

    def _xml(self, block: Block) -> str:
        if isinstance(block, Heading):
            return self._heading(block)
        if isinstance(block, Entry):
            return self._entry(block)
        if isinstance(block, Table):
            return table_xml(block, self.look) + GAP
        return xml_of(block, self.look) if isinstance(block, Paragraph) else ""

    def _heading(self, heading: Heading) -> str:
        name = self.names.get(heading.text, "") if heading.level == 1 else ""
        mark = f'<w:bookmarkStart w:id="{name[1:]}" w:name="{name}"/>' if name else ""
        end = f'<w:bookmarkEnd w:id="{name[1:]}"/>' if name else ""
        return (
            f'<w:p><w:pPr><w:pStyle w:val="Heading{heading.level}"/></w:pPr>'
            f"{mark}<w:r><w:t>{escape(heading.text)}</w:t></w:r>{end}</w:p>"
        )

    def _entry(self, entry: Entry) -> str:
        name = self.names.get(entry.text, "")
        return (
            '<w:p><w:pPr><w:pStyle w:val="Contents"/></w:pPr>'
            f'<w:hyperlink w:anchor="{name}">'
            f"<w:r><w:t>{escape(entry.text)}</w:t></w:r></w:hyperlink></w:p>"
        )

    def _picture(self, drawing: Picture) -> None:
        """The drawing with its words, which also stand below it."""
        width, _height = size_of(drawing)
        shape = self.word.add_picture(io.BytesIO(next(self.drawn)), Pt(min(width, WIDEST)))
        shape._inline.docPr.set("descr", drawing.words)
        if width > CODE:
            self.word.paragraphs[-1].paragraph_format.keep_with_next = True
            self.add(element(plain(drawing.words, "Caption")))
