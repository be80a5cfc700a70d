"""A published release as frozen values: nothing here can change once it is loaded."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from diagnosis.maturity.texts import Texts

VERIFIED, UNVERIFIED = "verified", "unverified"
SINGLE, MULTI, SCENE = "single", "multi", "scene"


class FieldPath(NamedTuple):
    """Where a number is entered: a question and one of its data fields."""

    question: str
    field: str

    def __str__(self) -> str:
        return f"{self.question}.{self.field}"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the points it earns, or the level at which it places a scene."""

    ref: str
    points: Fraction
    exclusive: bool = False
    level: int | None = None
    status: str = VERIFIED


@dataclass(frozen=True, slots=True)
class Field:
    """A number a firm can give so that the answer is computed instead of chosen."""

    ref: str
    unit: str
    min: Fraction | None = None
    max: Fraction | None = None
    integer: bool = False


@dataclass(frozen=True, slots=True)
class Band:
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


@dataclass(frozen=True, slots=True)
class Ratio:
    """A data field, or its quotient by another, which may belong to a different question."""

    numerator: FieldPath
    denominator: FieldPath | None

    @property
    def paths(self) -> tuple[FieldPath, ...]:
        return (self.numerator,) if self.denominator is None else (self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class Computed:
    """How data fields become an option.

    `share`: now, in per cent, looked up in the bands. `trend`: now minus before, likewise.
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


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. `binding` marks the scenes the level rule counts twice (★)."""

    ref: str
    slug: str
    kind: str
    options: tuple[Option, ...]
    max_points: Fraction
    fields: tuple[Field, ...] = ()
    computed: Computed | None = None
    binding: bool = False
    status: str = VERIFIED
    sources: tuple[str, ...] = ()

    def option(self, ref: str) -> Option:
        return next(option for option in self.options if option.ref == ref)

    @property
    def option_refs(self) -> tuple[str, ...]:
        return tuple(option.ref for option in self.options)

    @property
    def is_scene(self) -> bool:
        return self.kind == SCENE

    @property
    def is_multi(self) -> bool:
        return self.kind == MULTI


@dataclass(frozen=True, slots=True)
class Part:
    """A node of the tree that is scored: its rule says how its value comes from its children."""

    ref: str
    rule: str
    weight: Fraction | None  # per cent of the parent
    max_points: Fraction
    parts: tuple["Part", ...] = ()
    questions: tuple[str, ...] = ()
    axis: bool = False  # drawn on the radar
    status: str = VERIFIED
    sources: tuple[str, ...] = ()

    def walk(self) -> Iterator["Part"]:
        """Give this part and everything below it, parents first."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def all_questions(self) -> tuple[str, ...]:
        return tuple(ref for part in self.walk() for ref in part.questions)


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the form. `kind` is "questions" or "scenes", `part` the root it belongs to."""

    ref: str
    part: str
    kind: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing a level asks: points of a part (`score`) or items at a level (`count`)."""

    ref: str
    kind: str
    part: str
    at_least: Fraction
    level: int | None = None
    binding: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """A rank, earned when all its conditions hold."""

    rank: int
    ref: str
    conditions: tuple[Condition, ...]
    names: Mapping[str, str]
    status: str = VERIFIED
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A plausibility rule between two data fields: the lesser may not exceed the greater."""

    ref: str
    lesser: FieldPath
    greater: FieldPath


@dataclass(frozen=True, slots=True)
class Source:
    """Where numbers come from and how sure we are of them."""

    ref: str
    title: str
    locator: str
    grade: str


@dataclass(frozen=True, eq=False)
class Framework:
    """One release: what is asked, what it earns, and which level that is."""

    ref: str
    version: str
    digest: str
    publisher: str
    source: str
    issued_on: str
    languages: tuple[str, ...]
    places: int  # decimals shown, rounded half up
    total_part: str
    monotone: bool
    levels: tuple[Level, ...]
    sections: tuple[Section, ...]
    parts: tuple[Part, ...]
    questions: Mapping[str, Question]
    checks: tuple[Check, ...]
    sources: Mapping[str, Source]
    read_texts: Callable[["Framework", str], Texts] = field(repr=False, compare=False)

    @property
    def key(self) -> str:
        return f"{self.ref}-{self.version}"

    def texts(self, lang: str) -> Texts:
        """Give the words in a language; one the release does not have falls back to its first."""
        short = lang.split("-")[0].lower()
        return self.read_texts(self, short if short in self.languages else self.languages[0])

    @cached_property
    def part_by_ref(self) -> Mapping[str, Part]:
        return {part.ref: part for root in self.parts for part in root.walk()}

    def part(self, ref: str) -> Part:
        return self.part_by_ref[ref]

    @cached_property
    def axes(self) -> tuple[Part, ...]:
        """The parts drawn on the radar, in order."""
        return tuple(part for part in self.part_by_ref.values() if part.axis)

    @cached_property
    def section_by_ref(self) -> Mapping[str, Section]:
        return {section.ref: section for section in self.sections}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """Question ref to the page on which it is asked."""
        return {ref: section for section in self.sections for ref in section.questions}

    @cached_property
    def unverified(self) -> tuple[str, ...]:
        """Refs of everything that carries a number nobody could check."""
        refs = [part.ref for part in self.part_by_ref.values() if part.status == UNVERIFIED]
        refs += [f"levels.{level.ref}" for level in self.levels if level.status == UNVERIFIED]
        for question in self.questions.values():
            if question.status == UNVERIFIED:
                refs.append(question.ref)
            if question.computed and question.computed.status == UNVERIFIED:
                refs.append(f"{question.ref}.computed")
            refs += [f"{question.ref}.{o.ref}" for o in question.options if o.status == UNVERIFIED]
        return tuple(refs)
