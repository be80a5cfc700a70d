"""A number with its two faces: exact for reckoning, rounded for showing."""

from fractions import Fraction

from diagnosis.maturity.numbers import HALF_UP, exact_text, rounded_text
from diagnosis.maturity.record import Record


class Value(Record):
    """An exact value; `shown` is rounded to the framework's places by its rule."""

    exact: Fraction
    places: int = 1
    rounding: str = HALF_UP

    @property
    def exact_text(self) -> str:
        return exact_text(self.exact)

    @property
    def shown(self) -> str:
        return rounded_text(self.exact, self.places, self.rounding)

    def __str__(self) -> str:
        return self.shown

    def __lt__(self, other: "Value") -> bool:
        return self.exact < other.exact

    def __bool__(self) -> bool:
        return self.exact != 0

    def as_dict(self) -> dict[str, str]:
        return {"exact": self.exact_text, "shown": self.shown}
