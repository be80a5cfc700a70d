"""HiGHS, as scipy brings it."""

from collections.abc import Sequence
from typing import Any

from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from diagnosis.maturity.planning.program import Row, unit_of


def minimised(
    costs: Sequence[float], binary: Sequence[bool], rows: list[Row], *, nodes: int
) -> Any:
    """What the solver finds for variables between 0 and 1, those that are `binary` being whole."""
    return milp(
        costs,
        integrality=[int(each) for each in binary],
        bounds=Bounds(0, 1),
        constraints=_constraints(rows, len(binary)),
        options={"node_limit": nodes, "mip_rel_gap": 0},
    )


def _constraints(rows: list[Row], width: int) -> tuple[LinearConstraint, ...]:
    if not rows:
        return ()
    data, columns, starts = [], [], [0]
    for terms, _low in rows:
        columns += list(terms)
        data += [each / unit_of(terms) for each in terms.values()]
        starts.append(len(columns))
    matrix = csr_array((data, columns, starts), shape=(len(rows), width))
    return (LinearConstraint(matrix, lb=[low / unit_of(terms) for terms, low in rows]),)
