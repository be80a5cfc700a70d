"""What a plan is asked for: limits, wishes, and what is wrong with them."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from diagnosis.maturity.record import Record
from diagnosis.maturity.solutions import Solution

QUARTER = 3  # months
NODES = 20_000


class PlanError(ValueError):
    """A wish that cannot be meant; names the key that is wrong."""

    def __init__(self, key: str, expected: str) -> None:
        self.key, self.expected = key, expected
        super().__init__(f"{key}: expected {expected}")


class Wishes(Record):
    """Limits in 10k yuan, months and person-days of own staff; None where there is no limit.

    Every figure of a solution is taken at its high end, so that a plan that is kept to is not
    overrun; the low end is shown beside it. A month takes an even share of an item's person-days
    and money, and no quarter may take more than the firm has for one.
    """

    budget: Fraction | None = None
    months: Fraction | None = None
    quarter_days: Fraction | None = None
    quarter_money: Fraction | None = None
    must: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    have: frozenset[str] = frozenset()  # in place, whatever the answers say
    expected: bool = False  # count results that are only expected of use
    nodes: int = NODES  # of the solver, for each step of the search


def check_wishes(wishes: Wishes, solutions: Mapping[str, Solution]) -> None:
    """Refuse what contradicts itself or names what is not there."""
    for key in ("must", "without", "have"):
        if unknown := sorted(getattr(wishes, key) - solutions.keys()):
            raise PlanError(key, f"refs of solutions, found {unknown[0]}")
    if both := sorted(wishes.must & (wishes.without | wishes.have)):
        raise PlanError("must", f"nothing that is left out or in place, found {both[0]}")
    for key in ("budget", "months", "quarter_days", "quarter_money"):
        limit = getattr(wishes, key)
        if limit is not None and limit < 0:
            raise PlanError(key, f"zero or more, found {limit}")


def cost_of(solutions: Iterable[Solution]) -> Fraction:
    """What they cost together at most, in 10k yuan."""
    return sum((each.cost.high for each in solutions), Fraction(0))
