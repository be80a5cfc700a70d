"""The numbers that a questionnaire asks for, and what a release says about them."""

from fractions import Fraction
from typing import NamedTuple

from diagnosis.maturity.record import Record

# What the platform knows of a firm from its register, as a data field may name it.
REGISTERED = ("revenue_10k", "headcount")


class FieldPath(NamedTuple):
    """Where a number is entered: a question and one of its data fields."""

    question: str
    field: str

    def __str__(self) -> str:
        return f"{self.question}.{self.field}"


class Conversion(Record):
    """What one of another unit, in any of the ways it is `written`, is in the unit `to`."""

    ref: str
    to: str
    written: tuple[str, ...]
    times: Fraction
    status: str
    sources: tuple[str, ...] = ()


class Field(Record):
    """A number a firm can give so that the answer is computed instead of chosen.

    A number outside `min` and `max` is refused. One outside `usual_min` and `usual_max` is only
    asked about; where it times `slip` is usual, that is probably what was meant. `register` names
    what the register knows it as; it is asked about where it is more than `register_times` as large
    or as small. A field that is the `same_as` another asks for the same number once more, so all
    that is said of the number stands at the other. One that is the `mean_of` others is, until it is
    given itself, their average. `conversions` tell what other units are in its own.
    """

    ref: str
    unit: str
    min: Fraction | None = None
    max: Fraction | None = None
    integer: bool = False
    usual_min: Fraction | None = None
    usual_max: Fraction | None = None
    slip: Fraction | None = None
    register: str = ""
    register_times: Fraction | None = None
    same_as: FieldPath | None = None
    mean_of: tuple[FieldPath, ...] = ()
    conversions: tuple[Conversion, ...] = ()

    def is_usual(self, value: Fraction) -> bool:
        low, high = self.usual_min, self.usual_max
        return (low is None or value >= low) and (high is None or value <= high)


class Check(Record):
    """A plausibility rule between two data fields: the lesser may not exceed the greater."""

    ref: str
    lesser: FieldPath
    greater: FieldPath


class Comparison(Record):
    """Two data fields of which neither is usually more than `times` as large as the other."""

    ref: str
    one: FieldPath
    other: FieldPath
    times: Fraction


class TableRow(Record):
    """One line of a table of figures: a data field for each column, or none."""

    ref: str
    cells: tuple[FieldPath | None, ...]


class Table(Record):
    """Figures that several questions of a page need, asked once: things down, years across."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]

    @property
    def paths(self) -> tuple[FieldPath, ...]:
        return tuple(path for row in self.rows for path in row.cells if path)
