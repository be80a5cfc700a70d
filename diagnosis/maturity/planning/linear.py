"""Linear expressions over numbered variables, in exact fractions."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

ZERO = Fraction(0)


class Linear:
    """A constant and so much of each variable; never changed once it is made."""

    __slots__ = ("constant", "terms")

    def __init__(
        self, constant: Fraction | int = ZERO, terms: Mapping[int, Fraction | int] | None = None
    ) -> None:
        self.constant = Fraction(constant)
        self.terms = {v: Fraction(each) for v, each in (terms or {}).items() if each}

    def __add__(self, other: "Linear") -> "Linear":
        terms = dict(self.terms)
        for variable, factor in other.terms.items():
            terms[variable] = terms.get(variable, ZERO) + factor
        return Linear(self.constant + other.constant, terms)

    def __mul__(self, factor: Fraction | int) -> "Linear":
        return Linear(self.constant * factor, {v: each * factor for v, each in self.terms.items()})

    def __sub__(self, other: "Linear") -> "Linear":
        return self + other * -1

    @property
    def highest(self) -> Fraction:
        """The most it can be while every variable lies between 0 and 1."""
        return self.constant + sum((each for each in self.terms.values() if each > 0), ZERO)


def one(variable: int) -> Linear:
    return Linear(0, {variable: 1})


def total(forms: Iterable[Linear]) -> Linear:
    """Add many at once."""
    constant, terms = ZERO, dict[int, Fraction]()
    for form in forms:
        constant += form.constant
        for variable, factor in form.terms.items():
            terms[variable] = terms.get(variable, ZERO) + factor
    return Linear(constant, terms)
