"""What a page of Word is put together from."""

from dataclasses import dataclass

from reports.document.word.runs import Run


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text as it stands in one block, by line; `bullet` is what stands before a list's item."""

    runs: tuple[Run, ...]
    bullet: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str
    font: int  # headings are bold, so whatever else is set in it is bold too


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents, which leads to the heading of that name."""

    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: where it stands in the PDF, and the same in words."""

    page: int
    box: tuple[float, float, float, float]  # left, bottom, right, top
    words: str


@dataclass(frozen=True, slots=True)
class Cell:
    paragraphs: tuple[Paragraph, ...]
    columns: int = 1
    rows: int = 1
    fill: str = ""
    is_head: bool = False

    @property
    def runs(self) -> list[Run]:
        return [run for paragraph in self.paragraphs for run in paragraph.runs]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of data, or (`ruled` is False) things that stand beside each other."""

    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 0  # rows that stand again on each page
    ruled: bool = True


Block = Paragraph | Heading | Entry | Picture | Table
