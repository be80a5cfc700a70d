"""A number that is the average of several years as long as it is not given itself."""

from collections.abc import Callable
from fractions import Fraction

from diagnosis.maturity.fields import FieldPath
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.questions import Ratio

Look = Callable[[FieldPath], Fraction | None]


def average(framework: Framework, path: FieldPath, given: Look) -> Fraction | None:
    """The average of the years that are given; None where none is."""
    years = [given(year) for year in framework.field(path).mean_of]
    numbers = [number for number in years if number is not None]
    return Fraction(sum(numbers), len(numbers)) if numbers else None


def averaged(framework: Framework, ratio: Ratio, given: Look) -> tuple[FieldPath, ...]:
    """The years that stand behind a quotient, in pairs; none where one side is given itself."""
    sides = [framework.field(path).mean_of for path in ratio.paths if given(path) is None]
    if len(sides) != 2 or not all(sides):
        return ()
    pairs = zip(*sides, strict=True)
    used = (pair for pair in pairs if any(given(year) is not None for year in pair))
    return tuple(year for pair in used for year in pair)
