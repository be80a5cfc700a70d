"""What a result consists of. Numbers are text: `exact` as computed ("59.175", "140/3"), `shown`
rounded by the rule of the framework ("59.2"). Words are in the language the result was asked in.
None means unknown or none, never zero.
"""

from dataclasses import dataclass
from datetime import date, datetime

from diagnosis.presenting.asked import Amount, Question
from diagnosis.presenting.ladder import Condition, Level
from diagnosis.presenting.rounding import adds_up_as_shown
from diagnosis.presenting.way import MOST_AT_ONCE, Blocker, Swap

MOST_IN_A_TABLE = 40


@dataclass(frozen=True, slots=True)
class Axis:
    """A part that is drawn on the radar."""

    ref: str
    name: str
    earned: Amount | None  # None: not assessed
    max: Amount
    rate: Amount | None  # per cent
    cut: str  # why it was not assessed; empty where it was
    questions: tuple[Question, ...]

    @property
    def answered(self) -> bool:
        return any(question.answer.answered and question.points for question in self.questions)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A first-level part with its axes."""

    ref: str
    name: str
    earned: Amount | None
    max: Amount
    rate: Amount | None
    cut: str
    axes: tuple[Axis, ...]

    @property
    def answered(self) -> bool:
        return any(axis.answered for axis in self.axes)


@dataclass(frozen=True, slots=True)
class Step:
    """How far the requirements of one level are met by a part."""

    level: str
    rate: str  # exact
    share: str  # per cent
    passed: bool
    terms: str  # "(0.5 + 1) ÷ 2 = 0.75"


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of the tree with its rule; one that does not count says why."""

    ref: str
    name: str
    depth: int
    weight: str  # among its sisters; empty where all weigh the same
    weights_sum: str
    rule: str  # in words
    terms: str  # "12 + 6.3 = 18.3"
    steps: tuple[Step, ...]  # of a part that is worked out level by level
    earned: Amount | None
    max: str
    cut: str  # why it was not assessed; empty where it was


@dataclass(frozen=True, slots=True)
class Scene:
    """A business scene placed at a level."""

    ref: str
    no: str
    name: str
    binding: bool
    level: int | None  # of this result's voice; None: not answered
    self_level: int | None  # of the self-assessment, where this result is the verified one
    unverified: bool


@dataclass(frozen=True, slots=True)
class SceneGroup:
    ref: str
    name: str
    scenes: tuple[Scene, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where numbers of the framework come from. `status`: checked, secondary or unverified."""

    ref: str
    title: str
    locator: str
    grade: str
    status: str


@dataclass(frozen=True, slots=True)
class Other:
    """The result of the other voice."""

    kind: str  # self, verified
    total: Amount
    rank: int | None  # None: no level
    level_name: str | None
    gap: Amount  # verified minus self, signed


@dataclass(frozen=True, slots=True)
class Declaration:
    """Who answered for the truth of the self-assessment, and the receipt for it."""

    number: str
    name: str
    position: str
    declared_at: datetime
    statement: str
    digest: str


@dataclass(frozen=True, slots=True)
class Result:
    """All that may be shown of one score."""

    assessment_id: int
    score_id: int
    lang: str  # zh, en
    kind: str  # self, verified
    as_of: date  # the city's day of submission, or of verification
    scored_at: datetime
    is_simulated: bool
    framework_ref: str
    framework_version: str
    framework_name: str
    framework_short_name: str
    framework_digest: str
    notice: str  # number of the official notice
    issued_on: str
    total: Amount
    maximum: str
    total_rate: Amount  # per cent
    rank: int | None  # None: below the first level, or a framework without levels
    level_name: str | None
    gist: str | None
    levels: tuple[Level, ...]  # lowest first
    next_level: Level | None  # None at the top
    gap_text: str  # what separates from the next level, one sentence
    finding: str  # strongest and weakest axis, one line; empty without axes
    dimensions: tuple[Dimension, ...]
    axes: tuple[Axis, ...]  # of all dimensions, in the order of the radar
    parts: tuple[PartLine, ...]  # the tree with the rule of every part
    adds_up: bool  # the total is a plain sum of points, so that each of them counts as it is
    scene_groups: tuple[SceneGroup, ...]
    blockers: tuple[Blocker, ...]
    swaps: tuple[Swap, ...]  # the most useful first
    questions: tuple[Question, ...]  # questions and scenes, in the order of the form
    unanswered: tuple[Question, ...]
    excluded: tuple[Question, ...]  # those that do not apply, with their reasons
    sections: tuple[tuple[str, str, tuple[Question, ...]], ...]  # ref, title, its questions
    sources: tuple[Source, ...]
    source_note: str
    level_rule: str
    rounding: str  # the rounding rule in words, without a full stop
    unverified: tuple[str, ...]  # refs of whatever carries an unverified number
    declaration: Declaration | None
    other: Other | None
    inputs_digest: str
    passport_digest: str
    core_version: str

    @property
    def scored_questions(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.earns)

    @property
    def scored_sections(self) -> tuple[tuple[str, str, tuple[Question, ...]], ...]:
        """The same by page of the form."""
        found = (
            (ref, title, tuple(each for each in asked if each.earns))
            for ref, title, asked in self.sections
        )
        return tuple(section for section in found if section[2])

    @property
    def is_older_than_index(self) -> bool:
        """Whether the index was issued after the day of this result."""
        return self.as_of.isoformat()[: len(self.issued_on)] < self.issued_on

    @property
    def is_long(self) -> bool:
        """Whether its questions are too many to read in one table."""
        return len(self.scored_questions) > MOST_IN_A_TABLE

    @property
    def sides(self) -> tuple[tuple[int, Dimension | Axis], ...]:
        """The rows of the points table with their depth, each part above its own."""
        found: list[tuple[int, Dimension | Axis]] = []
        for part in self.dimensions:
            found.append((0, part))
            found += [(1, axis) for axis in part.axes if axis.ref != part.ref]
        return tuple(found)

    @property
    def has_whole_maxima(self) -> bool:
        """Whether what the sides can earn are whole numbers, which need no decimals."""
        return all(part.max.exact.isdigit() for _depth, part in self.sides)

    @property
    def parts_add_up(self) -> bool:
        """Whether the shown points of the first-level parts add up to the shown total."""
        if not self.adds_up:
            return True
        earned = (part.earned for part in self.dimensions if part.earned)
        return adds_up_as_shown(earned, self.total)

    @property
    def first_blockers(self) -> tuple[Blocker, ...]:
        """What is told at once; of a long way first what every way changes."""
        return self._told_blockers[:MOST_AT_ONCE]

    @property
    def more_blockers(self) -> tuple[tuple[str, tuple[Blocker, ...]], ...]:
        """The rest by title of its section."""
        rest = self._told_blockers[MOST_AT_ONCE:]
        found = (
            (title, tuple(blocker for blocker in rest if blocker.section == ref))
            for ref, title, _asked in self.sections
        )
        return tuple(section for section in found if section[1])

    @property
    def folded_blockers(self) -> int:
        """How many stand by section."""
        return len(self.blockers[MOST_AT_ONCE:])

    @property
    def _told_blockers(self) -> tuple[Blocker, ...]:
        if len(self.blockers) <= MOST_AT_ONCE:
            return self.blockers
        return tuple(sorted(self.blockers, key=lambda blocker: not blocker.needed))

    @property
    def needed_blockers(self) -> tuple[Blocker, ...]:
        """The answers that every way to the next level changes."""
        return tuple(blocker for blocker in self.blockers if blocker.needed)

    @property
    def is_flat(self) -> bool:
        """Whether the first-level parts are themselves what is drawn on the radar."""
        return [part.ref for part in self.dimensions] == [axis.ref for axis in self.axes]

    @property
    def cut(self) -> tuple[PartLine, ...]:
        """Parts that were not assessed, but for those within another such part."""
        found: list[PartLine] = []
        for part in self.parts:
            inside = found and self._is_within(part, found[-1])
            if part.cut and not inside:
                found.append(part)
        return tuple(found)

    def _is_within(self, part: PartLine, above: PartLine) -> bool:
        first, last = self.parts.index(above), self.parts.index(part)
        return all(each.depth > above.depth for each in self.parts[first + 1 : last + 1])

    @property
    def scenes(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.is_scene)

    @property
    def open_conditions(self) -> tuple[Condition, ...]:
        """The conditions of the next level that are not met."""
        conditions = self.next_level.conditions if self.next_level else ()
        return tuple(condition for condition in conditions if not condition.met)
