"""What is told of two rounds: every answer that changed, and all that adds up to the difference."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from diagnosis.maturity.solutions import Solution
from diagnosis.presenting import Amount
from diagnosis.presenting.rounding import with_decimals

MOST = 5  # rows of a summary


@dataclass(frozen=True, slots=True)
class Because:
    """A solution that may have made an answer better; `by` and `at` once the firm says it did."""

    ref: str
    name: str
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One answer that is another now."""

    ref: str
    no: str
    is_scene: bool
    binding: bool
    label: str
    section: str
    old: str
    new: str
    moved: Amount  # signed
    told: Amount  # the same with as many decimals as the rows need to add up
    way: int  # 1 better, -1 worse, 0 another answer of the same worth
    within: int  # the number behind it: 1 up, -1 down, in one band
    causes: tuple[Because, ...]

    @property
    def named(self) -> tuple[Because, ...]:
        """Those that the firm has named."""
        return tuple(each for each in self.causes if each.by)


@dataclass(frozen=True, slots=True)
class Turned:
    """A condition of a level that is met now and was not, or the other way round."""

    rank: int
    level: str
    label: str
    before: str
    after: str
    needed: str
    met: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two rounds."""

    year: str
    campaign: str
    framework: str
    kind: str  # self, verified; empty for a draft
    total: Amount
    rank: int | None
    level_name: str

    @property
    def head(self) -> str:
        """What a column of its answers is called: the year, and whose word it was."""
        words = {
            "self": _("Self-assessed in %(year)s"),
            "verified": _("Verified on site in %(year)s"),
        }
        return words.get(self.kind, "%(year)s") % {"year": self.year}


@dataclass(frozen=True, slots=True)
class Delta:
    """All that changed; the moves of `release`, `profile` and `rows` add up to `difference`."""

    before: Side
    after: Side
    difference: Amount
    places: int | None  # decimals with which the rows add up; None: those of the release
    maximum: str
    release: Amount | None
    profile: Amount | None
    rows: tuple[Row, ...]
    turned: tuple[Turned, ...]
    apart: tuple[str, ...]  # questions that were not asked alike
    rounding: str
    is_draft: bool
    is_begun: bool  # whether anything is answered in this round
    was_verified: bool  # the round before was verified, though what the firm said is compared
    possible: Mapping[str, Collection[Solution]]

    @property
    def told(self) -> tuple[Amount, ...]:
        """Before, after and difference with as many decimals as the rows."""
        totals = (self.before.total, self.after.total, self.difference)
        return tuple(with_decimals(amount, self.places) for amount in totals)

    @property
    def in_a_sentence(self) -> tuple[Amount, ...]:
        """The same as they are shown elsewhere, unless the difference would not follow from it."""
        totals = (self.before.total, self.after.total, self.difference)
        before, after, difference = (Fraction(amount.shown) for amount in totals)
        return totals if after - before == difference else self.told

    @property
    def level_way(self) -> int:
        """Whether the level rose (1), fell (-1) or stayed (0)."""
        before, after = self.before.rank or 0, self.after.rank or 0
        return (after > before) - (after < before)

    @property
    def is_apart(self) -> bool:
        """Whether the level went one way and the total did not follow, which needs a word."""
        return self.level_way * Fraction(self.difference.exact) <= 0 != self.level_way

    @property
    def decisive(self) -> tuple[Turned, ...]:
        """The conditions by which the level rose or fell."""
        low, high = sorted((self.before.rank or 0, self.after.rank or 0))
        return tuple(
            each
            for each in self.turned
            if low < each.rank <= high and each.met == (self.level_way > 0)
        )

    @property
    def better(self) -> int:
        return sum(row.way > 0 for row in self.rows)

    @property
    def worse(self) -> int:
        return sum(row.way < 0 for row in self.rows)

    @property
    def risen(self) -> int:
        """Numbers that rose within their band."""
        return sum(not row.way and row.within > 0 for row in self.rows)

    @property
    def fallen(self) -> int:
        """Numbers that fell within their band."""
        return sum(not row.way and row.within < 0 for row in self.rows)

    @property
    def alike(self) -> int:
        """Other answers of the same worth."""
        return sum(not row.way and not row.within for row in self.rows)

    @property
    def most_moved(self) -> tuple[Row, ...]:
        """The few answers that moved the total most, for a summary."""
        ranked = sorted(self.rows, key=lambda row: -abs(Fraction(row.moved.exact)))
        return tuple(row for row in ranked if not row.moved.is_zero)[:MOST]
