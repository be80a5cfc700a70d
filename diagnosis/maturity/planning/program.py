"""Integer programs over variables between 0 and 1, handed to HiGHS in whole numbers.

Rows are kept as fractions and scaled to integers. Where that would take numbers too large for the
solver's floating point, they are rounded so that no solution is lost: what is let in by that, or by
the solver's tolerance, the exact scorer turns away. Limits are counted in nodes, never in seconds,
so that the same question has the same answer on every machine.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor, gcd, lcm
from typing import Any, NamedTuple

from diagnosis.maturity.planning.linear import Linear

LARGEST = 10**8
BITS = 1
OPTIMAL, INFEASIBLE = 0, 2

Row = tuple[dict[int, int], int]  # factors of variables, and what they come to at least


class Solved(NamedTuple):
    """What the solver says: the variables it sets, and a bound that no solution can pass.

    `chosen` is None where it found none, `proven` says that there is none or none better.
    """

    chosen: frozenset[int] | None
    bound: float | None
    proven: bool


class Program:
    """Variables between 0 and 1 and rows that must not be negative."""

    def __init__(self, nodes: int) -> None:
        self.nodes = nodes
        self.binary = [False]  # one that stands for nothing: no program is empty
        self._rows: list[Row] = []

    def variable(self, *, binary: bool) -> int:
        self.binary.append(binary)
        return len(self.binary) - 1

    def require(self, form: Linear) -> None:
        """From now on the form must be zero or more."""
        self._rows.append(_row(form))

    def least(self, form: Linear, also: Iterable[Linear] = ()) -> Solved:
        """Make the form as small as can be, this once with more rows; the bound is in its unit."""
        # Only here: loading the solver would take a second of every process that never plans.
        from diagnosis.maturity.planning.solver import minimised  # noqa: PLC0415

        terms, scale = _whole(form, up=False)
        rows = [*self._rows, *(_row(each) for each in also)]
        unit = unit_of(terms)
        costs = [terms.get(variable, 0) / unit for variable in range(len(self.binary))]
        result = minimised(costs, self.binary, rows, nodes=self.nodes)
        bound = result.fun if result.mip_dual_bound is None else result.mip_dual_bound
        lowest = None if bound is None else float(form.constant) + bound * unit / float(scale)
        return Solved(_chosen(result), lowest, result.status in (OPTIMAL, INFEASIBLE))


def _row(form: Linear) -> Row:
    terms, scale = _whole(form)
    return terms, floor(-form.constant * scale)


def unit_of(terms: dict[int, int]) -> int:
    """A power of two that brings the factors near one: what the solver's tolerance is made for.

    Dividing by it is exact, so the solver still works with the same whole numbers.
    """
    largest = max((abs(each) for each in terms.values()), default=0)
    return 1 << max(largest.bit_length() - BITS, 0)


def _chosen(result: Any) -> frozenset[int] | None:
    if result.x is None:
        return None
    return frozenset(variable for variable, value in enumerate(result.x) if value > 0.5)


def _whole(form: Linear, *, up: bool = True) -> tuple[dict[int, int], Fraction]:
    """Factors as whole numbers and what they and the constant are to be multiplied by.

    Too large ones are rounded: up where a row is to let more in, down where a sum to be kept small
    must not be overstated.
    """
    numbers = [form.constant, *form.terms.values()]
    scale = Fraction(lcm(*(each.denominator for each in numbers)))
    scale /= gcd(*(int(each * scale) for each in numbers)) or 1
    largest = max((abs(each) for each in numbers), default=Fraction(0))
    if largest * scale > LARGEST:
        scale = LARGEST / largest
    toward = ceil if up else floor
    return {variable: toward(each * scale) for variable, each in form.terms.items()}, scale


def at_most(form: Linear, limit: Fraction | int) -> Linear:
    """The row that says so."""
    return Linear(limit) - form


def at_least(form: Linear, limit: Fraction | int) -> Linear:
    """The row that says so."""
    return form - Linear(limit)


def none_of(variables: Iterable[int]) -> Linear:
    """Not one of them."""
    return Linear(0, dict.fromkeys(variables, -1))


def not_all(variables: Iterable[int]) -> Linear:
    """At least one of them left out."""
    left = list(variables)
    return Linear(len(left) - 1, dict.fromkeys(left, -1))


def any_of(variables: Iterable[int]) -> Linear:
    """At least one of them."""
    return Linear(-1, dict.fromkeys(variables, 1))
