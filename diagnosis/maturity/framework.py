"""A published release as frozen values: nothing here can change once it is loaded."""

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from diagnosis.maturity.fields import Check, Comparison, Conversion, Field, FieldPath, Table
from diagnosis.maturity.questions import UNVERIFIED, VERIFIED, ZERO, Question, When
from diagnosis.maturity.record import Record

if TYPE_CHECKING:
    from diagnosis.maturity.texts import Texts

TextsReader = Callable[["Framework", str], "Texts"]

SUM, MEAN, LOWEST, LEVELS, PLACED = "sum", "mean", "lowest", "levels", "placed"
HIGHEST, IN_TURN = "highest", "in_turn"


class Part(Record):
    """A node of the tree that is scored: its rule says how its rate comes from its children's.

    `weight` is its share among its sisters, of a total of `weights_sum` of the parent; the first of
    `weight_cases` whose test holds goes before it. `question_weights` is empty where all questions
    weigh the same. With `pool` it is the mean of all questions below, whatever part they are in.
    `levels` and `pass_mark` belong to the rule `levels`.
    """

    ref: str
    rule: str
    weight: Fraction | None
    max_points: Fraction
    parts: tuple["Part", ...] = ()
    questions: tuple[str, ...] = ()
    question_weights: tuple[Fraction, ...] = ()
    weight_cases: tuple[tuple[When, Fraction], ...] = ()
    weights_sum: Fraction = Fraction(100)
    pool: bool = False
    levels: int = 0
    pass_mark: Fraction = ZERO
    shown_when: When | None = None
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

    @property
    def earns(self) -> bool:
        """Whether it is worth points; the scenes of a `placed` part are only counted."""
        return self.rule != PLACED


class Section(Record):
    """One page of the form. `kind` is "questions" or "scenes", `part` what its questions are of."""

    ref: str
    part: str
    kind: str
    questions: tuple[str, ...]
    table: Table | None = None


class Contradiction(Record):
    """Answers that hardly go together: to `question`, and to the one it is held `against`.

    It is only asked about, in the words of `says`, where {label} is what the question is called.
    """

    ref: str
    question: str
    against: str
    when: When
    says: Mapping[str, str]


class Condition(Record):
    """One thing a level asks.

    `score`: points of a part. `count`: items of a part, or of `questions`, at a level or with so
    many points; `at_least` None asks for all of them. `passed`: a part has passed a level.
    `either`: one of the conditions in `of`.
    """

    ref: str
    kind: str
    part: str = ""
    at_least: Fraction | None = None
    level: int | None = None
    points: Fraction | None = None
    binding: bool = False
    questions: tuple[str, ...] = ()
    of: tuple["Condition", ...] = ()

    def walk(self) -> Iterator["Condition"]:
        """Give this condition and its alternatives."""
        yield self
        for condition in self.of:
            yield from condition.walk()


class Level(Record):
    """A rank; its conditions must all hold."""

    rank: int
    ref: str
    conditions: tuple[Condition, ...]
    names: Mapping[str, str]
    status: str = VERIFIED
    sources: tuple[str, ...] = ()


class Trait(Record):
    """Something of the firm that the release looks at, and the values it may have."""

    ref: str
    values: tuple[str, ...]


class Source(Record):
    """Where numbers come from and how sure we are of them."""

    ref: str
    title: str
    locator: str
    grade: str


class Framework(Record, eq=False):
    """One release: what is asked, what it earns, and which level that is."""

    ref: str
    version: str
    digest: str
    publisher: str
    source: str
    issued_on: str
    languages: tuple[str, ...]
    places: int  # decimals shown
    rounding: str
    climb: str  # a level is earned by its own conditions (highest), or with all below it (in_turn)
    total_part: str
    monotone: bool
    levels: tuple[Level, ...]
    sections: tuple[Section, ...]
    parts: tuple[Part, ...]
    questions: Mapping[str, Question]
    checks: tuple[Check, ...]
    comparisons: tuple[Comparison, ...]
    contradictions: tuple[Contradiction, ...]
    conversions: tuple[Conversion, ...]
    traits: Mapping[str, Trait]
    sources: Mapping[str, Source]
    read_texts: TextsReader
    year: int | None = None  # in which it is answered, where that is known; only words look at it

    def __repr__(self) -> str:
        return f"Framework({self.key})"

    @property
    def key(self) -> str:
        return f"{self.ref}-{self.version}"

    @cached_property
    def _in_years(self) -> dict[int, "Framework"]:
        return {}

    def in_year(self, year: int) -> "Framework":
        """The same release, whose words can name the years before the one it is answered in."""
        if year not in self._in_years:
            twin = copy(self)
            twin.__dict__["year"] = year
            self._in_years[year] = twin
        return self._in_years[year]

    def texts(self, lang: str) -> "Texts":
        """Give the words in a language; one the release does not have falls back to its first."""
        short = lang.split("-")[0].lower()
        return self.read_texts(self, short if short in self.languages else self.languages[0])

    @cached_property
    def part_by_ref(self) -> Mapping[str, Part]:
        return {part.ref: part for root in self.parts for part in root.walk()}

    def part(self, ref: str) -> Part:
        return self.part_by_ref[ref]

    @cached_property
    def part_of(self) -> Mapping[str, Part]:
        """Question or part ref to the part right above it; roots and questions apart have none."""
        above: dict[str, Part] = {}
        for part in self.part_by_ref.values():
            above |= dict.fromkeys((*part.questions, *(child.ref for child in part.parts)), part)
        return above

    @cached_property
    def deciding(self) -> frozenset[str]:
        """Questions that have a say in what is asked, weighed or computed elsewhere."""
        tests = [q.shown_when for q in self.questions.values()]
        parts = self.part_by_ref.values()
        tests += [part.shown_when for part in parts]
        tests += [test for part in parts for test, _ in part.weight_cases]
        found = {each for test in tests if test for each in test.walk()}
        refs = {each.path.question if each.path else each.ref for each in found}
        rules = [(ref, q.computed) for ref, q in self.questions.items() if q.computed]
        return frozenset(refs) | {
            path.question for ref, rule in rules for path in rule.paths if path.question != ref
        }

    def field(self, path: FieldPath) -> Field:
        """The data field at a place that exists."""
        return next(f for f in self.questions[path.question].fields if f.ref == path.field)

    def quantity(self, path: FieldPath) -> FieldPath:
        """The field at which all that is known of this number is written; often itself."""
        return self.field(path).same_as or path

    @cached_property
    def quantities(self) -> Mapping[FieldPath, tuple[FieldPath, ...]]:
        """Every number that is asked for: the field that speaks for it, to all fields that ask."""
        found: dict[FieldPath, tuple[FieldPath, ...]] = {}
        for question in self.questions.values():
            for field in question.fields:
                path = FieldPath(question.ref, field.ref)
                key = field.same_as or path
                found[key] = (*found.get(key, ()), path)
        return found

    @cached_property
    def _near(self) -> Mapping[str, frozenset[str]]:
        """Question to those whose answers are computed, compared or shared with its own."""
        groups = [{path.question for path in paths} for paths in self.quantities.values()]
        rules = [(ref, q.computed) for ref, q in self.questions.items() if q.computed]
        groups += [{ref, *(path.question for path in rule.paths)} for ref, rule in rules]
        groups += [{each.lesser.question, each.greater.question} for each in self.checks]
        for each in self.comparisons:
            ends = self.quantity(each.one), self.quantity(each.other)
            groups.append({path.question for end in ends for path in self.quantities[end]})
        groups += [{each.question, each.against} for each in self.contradictions]
        near: dict[str, set[str]] = {}
        for group in groups:
            for ref in group:
                near.setdefault(ref, set()).update(group)
        return {ref: frozenset(group - {ref}) for ref, group in near.items()}

    def touched_by(self, ref: str) -> frozenset[str]:
        """Other questions whose cards say something else once this one is answered anew."""
        return self._near.get(ref, frozenset())

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
        refs += [f"conversions.{c.ref}" for c in self.conversions if c.status == UNVERIFIED]
        for question in self.questions.values():
            if question.status == UNVERIFIED:
                refs.append(question.ref)
            if question.computed and question.computed.status == UNVERIFIED:
                refs.append(f"{question.ref}.computed")
            refs += [f"{question.ref}.{o.ref}" for o in question.options if o.status == UNVERIFIED]
        return tuple(refs)
