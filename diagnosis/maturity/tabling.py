"""How tables of figures and the conversion of units are written in a release file."""

from diagnosis.maturity.asking import status
from diagnosis.maturity.fields import Conversion, Table, TableRow
from diagnosis.maturity.reading import Node
from diagnosis.maturity.testing import as_path

NO_FIELD = "-"


def read_conversions(root: Node) -> tuple[Conversion, ...]:
    return root.nodes("conversions", _conversion, required=False)


def _conversion(node: Node) -> Conversion:
    return Conversion(
        ref=node.name("ref"),
        to=node.text("to"),
        written=node.texts("written"),
        times=node.number("times"),
        status=status(node),
        sources=node.texts("sources"),
    )


def read_table(node: Node) -> Table:
    """Read columns and rows; where a row has no field for a column stands a dash."""
    columns = node.names("columns")
    rows = node.nodes("rows", _row)
    for number, row in enumerate(rows, 1):
        if len(row.cells) != len(columns):
            node.fail(f"rows[{number}].cells", f"expected one for each of {len(columns)} columns")
    return Table(columns, rows)


def _row(node: Node) -> TableRow:
    cells = (str(each) for each in node.items("cells"))
    return TableRow(
        ref=node.name("ref"),
        cells=tuple(None if c == NO_FIELD else as_path(node, "cells", c) for c in cells),
    )
