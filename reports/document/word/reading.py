"""From the structure of a tagged PDF to blocks, in the order of reading."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import pikepdf

from reports.document.word.blocks import Block, Cell, Entry, Heading, Paragraph, Picture, Table
from reports.document.word.lines import text_of
from reports.document.word.runs import Run, runs_of

HEADINGS = {"/H1": 1, "/H2": 2, "/H3": 3}
GRID = "/Div"
LEGEND = 8.4  # points: the size that only legends below drawings have
KEY = 26.0  # points: room of the key before its words


def blocks_of(pdf: pikepdf.Pdf) -> list[Block]:
    """All that the PDF says, but for what stands on every page and for bars drawn in tables."""
    found: list[Block] = []
    for block in _Reader(pdf).blocks(pdf.Root.StructTreeRoot):
        before = found[-1] if found else None
        if not (isinstance(block, Paragraph) and _is_legend(block)):
            found.append(block)
        elif isinstance(before, Picture):
            found[-1] = _with_legend(before, block)
        elif not isinstance(before, Table):
            found.append(block)
    return found


class _Reader:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.runs = runs_of(pdf)
        self.pages = {page.obj.objgen: no for no, page in enumerate(pdf.pages)}

    def blocks(self, node: pikepdf.Object) -> Iterator[Block]:
        role = str(node.get("/S", ""))
        if role in HEADINGS:
            runs = list(self._runs(node))
            text = str(node.T) if "/T" in node else text_of(runs)
            yield Heading(HEADINGS[role], text, runs[0].font)
        elif role == "/Table":
            yield self._table(node)
        elif role == "/Figure":
            yield self._picture(node)
        elif role == "/LI":
            yield self._item(node)
        elif role == GRID:
            yield from self._grid(node)
        elif role in {"/P", "/Span", "/Link"}:
            yield from self._text(node)
        else:
            yield from self._children(node)

    def _children(self, node: pikepdf.Object) -> Iterator[Block]:
        """The blocks below; text that stands directly in the node is one of them."""
        loose: list[Run] = []
        for kid in _kids(node):
            if _is_node(kid):
                if loose:
                    yield Paragraph(tuple(loose))
                loose = []
                yield from self.blocks(kid)
            else:
                loose += self._marked(node, kid)
        if loose:
            yield Paragraph(tuple(loose))

    def _text(self, node: pikepdf.Object) -> Iterator[Block]:
        """A paragraph; a link within the paper is a line of the contents, after its page."""
        runs = tuple(self._runs(node))
        if node.S == "/Link" and _is_inward(node):
            yield Entry("".join(run.text for run in runs[1:]))
        elif runs:
            yield Paragraph(runs)

    def _runs(self, node: pikepdf.Object) -> Iterator[Run]:
        for kid in _kids(node):
            yield from self._runs(kid) if _is_node(kid) else self._marked(node, kid)

    def _marked(self, node: pikepdf.Object, kid: pikepdf.Object) -> list[Run]:
        """The text of a mark; anything else, like the reference to an annotation, has none."""
        if isinstance(kid, pikepdf.Dictionary):
            if "/MCID" not in kid:
                return []
            mark, page = int(kid.MCID), kid.get("/Pg", node.Pg)
        else:
            mark, page = int(kid), node.Pg
        return self.runs.get((self.pages[page.objgen], mark), [])

    def _item(self, node: pikepdf.Object) -> Paragraph:
        label = next((kid for kid in _kids(node) if _is_node(kid) and kid.S == "/Lbl"), None)
        bullet = "".join(run.text for run in self._runs(label)).strip() if label else ""
        body = [kid for kid in _kids(node) if _is_node(kid) and kid.S != "/Lbl"]
        return Paragraph(tuple(run for kid in body for run in self._runs(kid)), bullet or "•")

    def _picture(self, node: pikepdf.Object) -> Picture:
        left, bottom, right, top = map(float, next(a.BBox for a in node.A if "/BBox" in a))
        return Picture(self.pages[node.Pg.objgen], (left, bottom, right, top), str(node.Alt))

    # --- tables ---------------------------------------------------------------------------------

    def _table(self, node: pikepdf.Object) -> Table:
        parts = {str(part.S): part for part in _kids(node)}
        head = self._rows(parts["/THead"]) if "/THead" in parts else ()
        rest = chain.from_iterable(
            self._rows(part) for role, part in parts.items() if role != "/THead"
        )
        return _without_drawn(Table((*head, *rest), heads=len(head)))

    def _rows(self, node: pikepdf.Object) -> tuple[tuple[Cell, ...], ...]:
        return tuple(tuple(map(self._cell, _kids(row))) for row in _kids(node))

    def _cell(self, node: pikepdf.Object) -> Cell:
        said = {key: value for each in node.get("/A", []) for key, value in each.items()}
        fill = said.get("/BackgroundColor")
        return Cell(
            tuple(_paragraphs(self._children(node))),
            columns=int(said.get("/ColSpan", 1)),
            rows=int(said.get("/RowSpan", 1)),
            fill="" if fill is None else "".join(f"{round(float(v) * 255):02x}" for v in fill),
            is_head=node.S == "/TH",
        )

    # --- things beside each other ---------------------------------------------------------------

    def _grid(self, node: pikepdf.Object) -> Iterator[Block]:
        """Texts that stand beside each other; a grid that holds more is read cell after cell."""
        cells = [list(self._children(kid)) for kid in _kids(node) if _is_node(kid)]
        cells = [blocks for blocks in cells if blocks]
        every = list(chain.from_iterable(cells))
        if len(cells) < 2 or not all(map(_is_text, every)):
            yield from every
            return
        texts = [Cell(tuple(_paragraphs(iter(each)))) for each in cells]
        yield Table(_beside(texts), ruled=False)


def _without_drawn(table: Table) -> Table:
    """Without columns in which nothing is written below the head: they hold drawings."""
    body = table.rows[table.heads :]
    if any(cell.columns > 1 or cell.rows > 1 for row in table.rows for cell in row):
        return table
    kept = [no for no, column in enumerate(zip(*body, strict=True)) if any(c.runs for c in column)]
    return replace(table, rows=tuple(tuple(row[no] for no in kept) for row in table.rows))


def _is_text(block: Block) -> bool:
    return isinstance(block, Paragraph) or (isinstance(block, Table) and not block.ruled)


def _is_legend(block: Paragraph) -> bool:
    return all(abs(run.size - LEGEND) < 0.01 for run in block.runs)


def _with_legend(drawing: Picture, legend: Paragraph) -> Picture:
    """The keys of a legend are drawn, so it stays with its drawing."""
    left, _bottom, right, top = drawing.box
    lowest = min(run.y for run in legend.runs) - LEGEND
    first = min(run.x for run in legend.runs) - KEY
    last = max(run.end for run in legend.runs)
    box = (min(left, first), lowest, max(right, last), top)
    return replace(drawing, box=box)


def _paragraphs(blocks: Iterator[Block]) -> Iterator[Paragraph]:
    """The texts of blocks; of what stands beside each other, one after the other."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Table):
            yield from (each for row in block.rows for cell in row for each in cell.paragraphs)


def _beside(cells: list[Cell]) -> tuple[tuple[Cell, ...], ...]:
    """Cells in rows: a new one begins where the next cell stands no further to the right."""
    rows: list[list[Cell]] = []
    reached = 0.0
    for cell in cells:
        left = cell.runs[0].x
        if not rows or left <= reached:
            rows.append([])
        rows[-1].append(cell)
        reached = left
    return tuple(map(tuple, rows))


def _kids(node: pikepdf.Object) -> list[pikepdf.Object]:
    kids = node.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _is_node(kid: pikepdf.Object) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def _is_inward(node: pikepdf.Object) -> bool:
    annotations = [kid.Obj for kid in _kids(node) if isinstance(kid, pikepdf.Dictionary)]
    return not any("/URI" in each.get("/A", {}) for each in annotations)
