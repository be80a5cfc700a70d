"""Tables as Word keeps them, their columns as wide as they are in the PDF."""

from dataclasses import replace
from itertools import pairwise

from reports.document.word.blocks import Cell, Table
from reports.document.word.paragraphs import Look, is_dark, xml_of

RIGHT_EDGE = 538.58  # of the text of a page, in points
LEAST = 16.0  # points of a column
PAD = 4.0
SLACK = 1.0  # by which places vary that are meant to agree
LINE, THIN = ("12405c", 8), ("c9d3da", 4)  # colour, eighths of a point
Placed = dict[tuple[int, int], Cell]  # by row and column; what spans stands in its first


def table_xml(table: Table, look: Look) -> str:
    """The whole table; its head stands again on each page."""
    placed, columns = _placed(table)
    widths, right = _widths(placed, columns)
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    cells = replace(look, style="TableText" if table.ruled else "Beside", sized=not table.ruled)
    rows = "".join(
        _row(no, no < table.heads, placed, widths, right, cells) for no in range(len(table.rows))
    )
    return f"<w:tbl>{_properties(table, sum(widths))}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _placed(table: Table) -> tuple[Placed, int]:
    """Where each cell begins, counting what others reach into from above."""
    taken: set[tuple[int, int]] = set()
    placed: Placed = {}
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            placed[row, column] = cell
            taken |= {
                (row + down, column + over)
                for down in range(cell.rows)
                for over in range(cell.columns)
            }
            column += cell.columns
    return placed, 1 + max((column for _row, column in taken), default=0)


def _widths(placed: Placed, columns: int) -> tuple[list[float], list[bool]]:
    """Of each column the width in points, and whether its numbers stand at the right."""
    spans = [_span(placed, column) for column in range(columns)]
    known = [span for span in spans if span]
    if len(known) < columns:
        return [482.0 / columns] * columns, [False] * columns
    right = [_stands_right(placed, column) for column in range(columns)]
    edges = [known[0][0] - PAD]
    for no, (before, after) in enumerate(pairwise(known), start=1):
        edges.append((before[1] + after[0]) / 2 if right[no] else after[0] - PAD)
    last = known[-1][1] + PAD
    edges.append(last if right[-1] else max(last, RIGHT_EDGE))
    return [max(LEAST, b - a) for a, b in pairwise(edges)], right


def _span(placed: Placed, column: int) -> tuple[float, float] | None:
    """Leftmost and rightmost letter of a column."""
    lines = _lines(placed, column)
    return (min(start for start, _ in lines), max(end for _, end in lines)) if lines else None


def _stands_right(placed: Placed, column: int) -> bool:
    """Whether its ends agree rather than its starts; where both do, those with its head."""
    starts, ends = _spread(_lines(placed, column, heads=False))
    if abs(starts - ends) > SLACK:
        return ends < starts
    starts, ends = _spread(_lines(placed, column))
    return ends <= SLACK < starts


def _spread(lines: list[tuple[float, float]]) -> tuple[float, ...]:
    """How much the starts vary, and how much the ends."""
    return tuple(max(side) - min(side) for side in zip(*lines, strict=True)) or (0.0, 0.0)


def _lines(placed: Placed, column: int, *, heads: bool = True) -> list[tuple[float, float]]:
    """Where the text of each cell of a column starts and ends."""
    return [
        (min(run.x for run in cell.runs), max(run.end for run in cell.runs))
        for (_row, at), cell in placed.items()
        if at == column and cell.columns == 1 and cell.runs and (heads or not cell.is_head)
    ]


def _row(
    no: int, is_head: bool, placed: Placed, widths: list[float], right: list[bool], look: Look
) -> str:
    marks = "<w:cantSplit/>" + ("<w:tblHeader/>" if is_head else "")
    found, column = [], 0
    while column < len(widths):
        cell, begins = _cell_at(placed, no, column)
        over = cell.columns if cell else 1
        width = sum(widths[column : column + over])
        found.append(_cell(cell, begins, width, right[column] and over == 1, look))
        column += over
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(found)}</w:tr>"


def _cell_at(placed: Placed, row: int, column: int) -> tuple[Cell | None, bool]:
    """The cell that covers a place, and whether it begins in this row."""
    for above in range(row, -1, -1):
        cell = placed.get((above, column))
        if cell and above + cell.rows > row:
            return cell, above == row
    return None, True


def _cell(cell: Cell | None, begins: bool, width: float, right: bool, look: Look) -> str:
    if cell is None:
        return f"<w:tc>{_cell_properties(width, '')}<w:p/></w:tc>"
    marks = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    if cell.rows > 1:
        marks += '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>"
    if cell.fill:
        marks += f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>'
    text = _text(cell, width, right, look) if begins else ""
    return f"<w:tc>{_cell_properties(width, marks)}{text or '<w:p/>'}</w:tc>"


def _text(cell: Cell, width: float, right: bool, look: Look) -> str:
    extra = '<w:jc w:val="right"/>' if right else ""
    grounded = replace(look, dark=is_dark(cell.fill))
    return "".join(xml_of(each, grounded, width - 2 * PAD, extra) for each in cell.paragraphs)


def _cell_properties(width: float, marks: str) -> str:
    return f'<w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{marks}</w:tcPr>'


def _properties(table: Table, width: float) -> str:
    lines = {"top": LINE, "bottom": THIN, "insideH": THIN} if table.ruled else {}
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{thick}" w:space="0" w:color="{colour}"/>'
        for side, (colour, thick) in lines.items()
    )
    return (
        f'<w:tblPr><w:tblW w:w="{_twips(width)}" w:type="dxa"/>'
        f"<w:tblBorders>{borders}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/>'
        '<w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )


def _twips(points: float) -> int:
    return round(points * 20)
