"""What a result consists of. Numbers are text: `exact` as computed ("59.175", "140/3"), `shown`
rounded by the rule of the framework ("59.2"). Words are in the language the result was asked in.
None means unknown or none, never zero.
"""

from dataclasses import dataclass
from datetime import date, datetime

from diagnosis.maturity.resolving import EXCLUDED, HIDDEN, MISSING

LONGEST_EXACT = 8  # characters of a number in a table


@dataclass(frozen=True, slots=True)
class Amount:
    """One number twice."""

    exact: str
    shown: str

    def __str__(self) -> str:
        return self.shown

    @property
    def is_zero(self) -> bool:
        return self.exact == "0"

    @property
    def brief(self) -> str:
        """For tables: exact where that is a short decimal, else rounded."""
        return self.shown if "/" in self.exact or len(self.exact) > LONGEST_EXACT else self.exact


@dataclass(frozen=True, slots=True)
class Entry:
    """A number that was typed."""

    label: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Calculation:
    """How data fields became an option; `text` is the sentence the page prints."""

    text: str
    option: str | None  # text of the option, None where the data do not give one
    value: Amount | None  # per cent for a share
    kind: str  # share, trend, number
    reason: str | None  # field_missing, denominator_zero, outside_bands


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
    full: str = ""  # one line with every row of a table, so that two answers can be compared

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
    points: Amount | None  # None: not answered, or a scene
    max: Amount | None
    missing: Amount | None  # max - points; the whole maximum where not answered
    gain: Amount | None  # what the next better answer adds; None at the top
    next: tuple[str, ...]  # texts of the options that bring the gain
    level: int | None  # of a scene; None where not answered
    unverified: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """A part that is drawn on the radar."""

    ref: str
    name: str
    earned: Amount
    max: Amount
    rate: Amount  # per cent
    questions: tuple[Question, ...]

    @property
    def answered(self) -> bool:
        return any(question.answer.answered for question in self.questions)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A first-level part with its axes."""

    ref: str
    name: str
    earned: Amount
    max: Amount
    rate: Amount
    axes: tuple[Axis, ...]


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
class Blocker:
    """One answer that keeps the firm below the next level. All of them together reach it."""

    ref: str
    no: str
    is_scene: bool
    binding: bool
    label: str
    section: str
    now: str | None  # the present answer in words
    need: str  # what is new about the answer that unblocks
    now_level: int | None  # of a scene; None: not answered, or a question
    need_level: int | None
    gain: Amount | None  # None for scenes, which earn no points
    serves: tuple[str, ...]  # kinds of the unmet conditions it moves


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a level. `kind`: score, scenes (at the level) or binding (★ among them)."""

    kind: str
    label: str
    needed: str  # with its unit: "6 scenes"
    has: str
    need: str  # the same two as bare numbers
    have: str
    short: str  # "0" where it is met
    out_of: str
    met: bool
    status: str  # in words: "met", "short by 0.825"
    counted: tuple[str, ...]  # refs of scenes that count; empty for points
    lacking: tuple[str, ...]  # names of scenes that do not
    nearest: tuple[Blocker, ...]  # the blocking answers that move this condition


@dataclass(frozen=True, slots=True)
class Level:
    rank: int
    name: str
    gist: str
    threshold: str  # in words: "from 40 points"
    floor: str  # the points asked, "40"
    met: bool
    unverified: bool
    conditions: tuple[Condition, ...]


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
    rank: int  # 0: no level
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
    rank: int  # 0: below the first level
    level_name: str | None
    gist: str | None
    levels: tuple[Level, ...]  # lowest first
    next_level: Level | None  # None at the top
    gap_text: str  # what separates from the next level, one sentence
    finding: str  # strongest and weakest axis, one line; empty without axes
    dimensions: tuple[Dimension, ...]
    axes: tuple[Axis, ...]  # of all dimensions, in the order of the radar
    scene_groups: tuple[SceneGroup, ...]
    blockers: tuple[Blocker, ...]
    questions: tuple[Question, ...]  # questions and scenes, in the order of the form
    unanswered: tuple[Question, ...]
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
        return tuple(question for question in self.questions if not question.is_scene)

    @property
    def scenes(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.is_scene)

    @property
    def open_conditions(self) -> tuple[Condition, ...]:
        """The conditions of the next level that are not met."""
        conditions = self.next_level.conditions if self.next_level else ()
        return tuple(condition for condition in conditions if not condition.met)
