"""A question of a release as frozen values: what may be answered, and what it is worth."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from diagnosis.maturity.fields import Field, FieldPath
from diagnosis.maturity.record import Record

VERIFIED, UNVERIFIED = "verified", "unverified"
SINGLE, MULTI, SCENE, ROWS, TABLE = "single", "multi", "scene", "rows", "table"
ZERO = Fraction(0)


class When(Record):
    """Something that holds of a sheet and a profile, or does not; what is unknown does not hold.

    `kind` is answer (of `ref`, in `row` of a table: one of `values` is chosen), field (a number at
    `path` within its ends), profile (`ref` is one of `values`), all, any or not (of those in `of`).
    """

    kind: str
    ref: str = ""
    row: str = ""
    values: tuple[str, ...] = ()
    path: FieldPath | None = None
    span: "Band | None" = None
    of: tuple["When", ...] = ()

    def walk(self) -> Iterator["When"]:
        """Give this test and everything in it."""
        yield self
        for test in self.of:
            yield from test.walk()


class Option(Record):
    """One choice: the points it earns, or the level at which it places a scene.

    With `reason` it counts only once a reason is given. `excluded` takes the question out of the
    reckoning: its weight goes to what stays.
    """

    ref: str
    points: Fraction
    exclusive: bool = False
    level: int | None = None
    reason: bool = False
    excluded: bool = False
    status: str = VERIFIED

    @property
    def worth(self) -> Fraction:
        """What the option is good for: its points, or the level at which it places a scene."""
        return self.points if self.level is None else Fraction(self.level)


class Band(Record):
    """An interval of computed values that stands for one option; an end may be open."""

    option: str
    low: Fraction | None
    low_closed: bool
    high: Fraction | None
    high_closed: bool

    def holds(self, value: Fraction) -> bool:
        """Tell whether the value lies inside; an end belongs to the band only if closed."""
        above = self.low is None or value > self.low or (value == self.low and self.low_closed)
        below = self.high is None or value < self.high or (value == self.high and self.high_closed)
        return above and below

    @property
    def is_empty(self) -> bool:
        """Whether no value can lie inside."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not self.holds(self.low))


class Ratio(Record):
    """A data field, or its quotient by another, which may belong to a different question."""

    numerator: FieldPath
    denominator: FieldPath | None

    @property
    def paths(self) -> tuple[FieldPath, ...]:
        return (self.numerator,) if self.denominator is None else (self.numerator, self.denominator)


class Computed(Record):
    """How data fields become an option, by bands.

    `share`: now, in per cent. `trend`: now minus before. `number`: now as it is.
    """

    kind: str
    now: Ratio
    before: Ratio | None
    bands: tuple[Band, ...]
    status: str = VERIFIED
    sources: tuple[str, ...] = ()

    @property
    def numerator(self) -> FieldPath:
        return self.now.numerator

    @property
    def denominator(self) -> FieldPath | None:
        return self.now.denominator

    @property
    def paths(self) -> tuple[FieldPath, ...]:
        """Every data field the rule reads."""
        return self.now.paths + (self.before.paths if self.before else ())


class Question(Record):
    """One thing asked, worth `max_points` times the points of its answer over `out_of`.

    `ladder` holds the options that can be climbed to, one for each worth, lowest first.
    `binding` marks what the level rule counts twice (★). `of_level` is the level whose requirement
    this is. A question that is `apart` belongs to no part: others depend on it, it earns nothing.
    """

    ref: str
    slug: str
    kind: str
    options: tuple[Option, ...]
    ladder: tuple[Option, ...]
    max_points: Fraction
    scale: str = ""  # of shared options; empty where it has its own
    out_of: Fraction = ZERO
    out_of_stated: bool = False
    floor: bool = False
    capped: bool = False
    rows: tuple[str, ...] = ()
    row_rule: str = "sum"
    fields: tuple[Field, ...] = ()
    computed: Computed | None = None
    binding: bool = False
    apart: bool = False
    of_level: int | None = None
    shown_when: When | None = None
    status: str = VERIFIED
    sources: tuple[str, ...] = ()

    @cached_property
    def _option_by_ref(self) -> Mapping[str, Option]:
        return {option.ref: option for option in self.options}

    def option(self, ref: str) -> Option:
        return self._option_by_ref[ref]

    @property
    def option_refs(self) -> tuple[str, ...]:
        return tuple(option.ref for option in self.options)

    @property
    def is_scene(self) -> bool:
        return self.kind == SCENE

    @property
    def is_multi(self) -> bool:
        return self.kind == MULTI

    @property
    def has_rows(self) -> bool:
        return bool(self.rows)

    @property
    def takes_many(self) -> bool:
        """Whether several options may be chosen, in the question or in each of its rows."""
        return self.kind in (MULTI, TABLE)

    @property
    def asks_reason(self) -> bool:
        """Whether some option counts only with a reason."""
        return any(option.reason for option in self.options)
