"""A plan as it is handed out: its items in order, what they come to, and how sure that is."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

from diagnosis.maturity.blocking import Unblock
from diagnosis.maturity.framework import Framework, Level
from diagnosis.maturity.levels import LevelConditions
from diagnosis.maturity.planning.candidates import SetAside
from diagnosis.maturity.planning.schedule import Slot
from diagnosis.maturity.planning.wishes import Wishes
from diagnosis.maturity.record import Record
from diagnosis.maturity.scoring import Score
from diagnosis.maturity.solutions import Precondition, Solution
from diagnosis.maturity.values import Value


class Item(Record):
    """One solution of a plan with its place in time.

    `needs` must be done before. `open` are preconditions that nothing shows to hold when it starts:
    neither the answers nor the items that have ended by then.
    """

    solution: Solution
    slot: Slot
    needs: tuple[str, ...]
    open: tuple[Precondition, ...]


class Sum(Record):
    """A figure of all items together, from low to high; plans go by the high end."""

    low: Fraction
    high: Fraction


class Proof(Record):
    """Whether there is nothing better, and if that is not sure, what nothing can be better than.

    In 10k yuan for a level, in points for a budget.
    """

    proven: bool
    bound: Fraction | None = None
    gap: Fraction | None = None


class Obstacle(Record):
    """Why there is no such plan.

    `level` (nothing above), `answers` (all solutions together do not change them enough: `blocking`
    are answers that would still be in the way, `short` the conditions of the level), or the limits
    `budget`, `months`, `capacity`, `requires`, `search` (the search was cut short). `least` is what
    the limit had to be.
    """

    reason: str
    because: str = ""
    least: Fraction | None = None
    short: LevelConditions | None = None
    blocking: tuple[Unblock, ...] = ()


class Plan(Record, eq=False):
    """The items for one firm, before and after."""

    framework: Framework
    profile: Mapping[str, Any]
    wishes: Wishes
    target: Level | None
    items: tuple[Item, ...]
    missing: tuple[str, ...]  # required and neither in the plan nor in place
    before: Score
    after: Score
    proof: Proof | None  # None for a set that was chosen by hand
    obstacle: Obstacle | None
    set_aside: tuple[SetAside, ...]

    @property
    def refs(self) -> tuple[str, ...]:
        """Its solutions in the order in which they start."""
        return tuple(item.solution.ref for item in self.items)

    @cached_property
    def cost(self) -> Sum:
        return self._sum("cost")

    @cached_property
    def effort(self) -> Sum:
        return self._sum("effort")

    @property
    def months(self) -> int:
        """When the last item is done."""
        return max((item.slot.end for item in self.items), default=0)

    @cached_property
    def gain(self) -> Value:
        now = self.before.total
        return Value(self.after.total.exact - now.exact, now.places, now.rounding)

    @cached_property
    def changed(self) -> tuple[str, ...]:
        """Questions whose answers change, in the order of the form."""
        then, now = self.after.sheet, self.before.sheet
        return tuple(ref for ref in self.framework.questions if then.get(ref) != now.get(ref))

    def _sum(self, what: str) -> Sum:
        spans = [getattr(item.solution, what) for item in self.items]
        zero = Fraction(0)
        return Sum(sum((s.low for s in spans), zero), sum((s.high for s in spans), zero))
