"""One question and its answer in words; numbers are text, None means unknown or none."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from diagnosis.maturity.resolving import EXCLUDED, HIDDEN, MISSING
from diagnosis.presenting.figures import with_unit

LONGEST_EXACT = 8  # characters of a number in a table


def is_short(exact: str) -> bool:
    """Whether an exact number reads well in a table."""
    return "/" not in exact and len(exact) <= LONGEST_EXACT


@dataclass(frozen=True, slots=True)
class Amount:
    """One number twice: as computed, and by the rounding rule of its release."""

    exact: str
    shown: str

    def __str__(self) -> str:
        return self.shown

    @property
    def is_zero(self) -> bool:
        return self.exact == "0"

    @property
    def precise(self) -> str:
        """Beside its maximum or in a sum: exact where that reads well, as on paper."""
        return self.exact if is_short(self.exact) else self.shown

    @property
    def brief(self) -> str:
        """As it is shown; what would round to nothing is given exactly, if that reads well."""
        vanishes = not self.is_zero and not self.shown.strip("-0.")
        return self.exact if vanishes and is_short(self.exact) else self.shown


@dataclass(frozen=True, slots=True)
class Entry:
    """A number that was typed."""

    label: str
    value: str
    unit: str
    written: str = ""  # as it was written, in other units

    @property
    def figure(self) -> str:
        """The number with its unit, and from what it was converted."""
        figure = with_unit(Fraction(self.value), self.unit)
        if not self.written:
            return figure
        filled = {"figure": figure, "written": self.written}
        return _("%(figure)s (entered as %(written)s)") % filled

    @property
    def line(self) -> str:
        return _("%(label)s %(figure)s") % {"label": self.label, "figure": self.figure}


@dataclass(frozen=True, slots=True)
class Calculation:
    """How data fields became an option; `text` is the sentence the page prints."""

    text: str
    option: str | None  # text of the option, None where the data do not give one
    value: Amount | None  # per cent for a share
    kind: str  # share, trend, number
    reason: str | None  # field_missing, denominator_zero, outside_bands
    years: tuple[str, str] | None = None  # of a trend: the figures compared, the earlier first

    @property
    def figure(self) -> str:
        """What was worked out, as it stands beside the figures typed; of a trend both years."""
        if self.years:
            return " → ".join(self.years)
        if self.value is None:
            return ""
        return f"{self.value.shown}%" if self.kind == "share" else self.value.shown


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """One row of a table and what was chosen in it; nothing where it is still open."""

    label: str
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer in words. `short` is one line; empty when there is no answer."""

    short: str
    chosen: tuple[str, ...]  # full text of each option that counts
    entries: tuple[Entry, ...]
    calculation: Calculation | None
    how: str  # chosen, computed, missing (not whole yet), excluded (does not apply)
    rows: tuple[RowAnswer, ...] = ()
    reason: str = ""  # why it is so, where an option asks for that
    full: str = ""  # with every row of a table and every figure, so that two can be compared

    @property
    def answered(self) -> bool:
        """Whether it amounts to an option."""
        return self.how not in (MISSING, HIDDEN)

    @property
    def excluded(self) -> bool:
        """Whether it says that the question does not apply."""
        return self.how == EXCLUDED

    @property
    def open_rows(self) -> tuple[RowAnswer, ...]:
        return tuple(row for row in self.rows if not row.chosen)


@dataclass(frozen=True, slots=True)
class Question:
    """A question or scene with its answer and, for a question, the points."""

    ref: str
    no: str  # "1": questions and scenes are numbered apart
    is_scene: bool
    binding: bool  # a scene marked with a star
    label: str  # short, for tables
    text: str  # the question in full
    section: str  # ref of the page on which it is asked
    answer: Answer
    points: Amount | None  # None: not answered, does not apply, or earns nothing at all
    max: Amount | None
    missing: Amount | None  # what the best answer would add to the total
    gain: Amount | None  # what the next better answer would add to the total; None at the top
    next: tuple[str, ...]  # texts of the options that bring the gain
    level: int | None  # of a scene; None where not answered
    of_level: int | None  # the level whose requirement it is
    unverified: bool
    sources: tuple[str, ...]

    @property
    def earns(self) -> bool:
        """Whether it can bring points: no scene, and none that only decides what is asked."""
        return self.max is not None
