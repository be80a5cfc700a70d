"""All that a diagnosis report may show: the contract `gongfu.report/1`.

One `ReportContext` is one report in one language. It is data only: whoever builds it has decided,
scored, rounded and translated; the template prints and computes no score.

Kinds of value (`Text`, `Number`, `Shown`, `Percent`, `Digest`) are in `values`; the parts of a site
visit, peers, chain and plan are in `optional`.

Ranks of levels are whole numbers, beginning with 0 or 1 as the framework has it.
`None` means unknown or not part of this report, never zero; a whole part that is `None` leaves
out its section, and the contents adapt. Order in tuples is the order on paper.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from reports.document.optional import Chain, Peers, Plan, Visit
from reports.document.values import Digest, Number, Percent, Text, Value

Voice = Literal["self", "verified"]
SourceStatus = Literal["checked", "secondary", "unverified"]

SCHEMA = "gongfu.report/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What makes this paper this paper; printed on cover, footer and verification page."""

    number: str  # of the register, e.g. "GF-2026-310114-000128"; at most 32 characters
    short_code: str  # as a person types it, e.g. "7KQ4-M2XD"
    url: str  # absolute address of the public verification page; also what the QR code holds
    issued_on: date  # the city's day
    edition: int = 1  # 1 for the first, one more for each reissue
    supersedes: str | None = None  # number of the report that this one replaces


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """The firm as the register knew it on the day of issue."""

    name_zh: str  # always Chinese, whatever the language of the report; up to 80 characters
    name_en: str | None  # always English; an English report without it shows the Chinese name
    credit_code: str  # 18 characters
    district: Text
    industry: Text  # with the code in brackets if wanted: "汽车制造业（36）"
    size: Text | None  # "小型" / "Small"; None where the register cannot tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """The programme and round that asked for the diagnosis."""

    name: Text
    round: Text | None  # "第二轮（2026 年）" / "Second round (2026)"
    provider: Text | None = None  # diagnosis provider; None for a self-assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The framework release that the assessment kept from beginning to end."""

    ref: str  # "miit-sme"
    version: str  # "2024.1"
    title: Text
    notice: Text | None  # number of the official notice, if there is one
    published_on: date | None  # day on which the release was frozen here
    digest: Digest
    rounding: Text  # the rounding rule in words, without a full stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition of one level, with where the firm stands.

    The words for the known kinds are the template's. Any other rule uses kind "other" and brings
    its own words. Where all levels list the same known kinds in the same order, these are columns.
    """

    kind: Literal["score", "scenes", "binding", "other"]
    need: Number  # at least this much: points, or a count of scenes at this level or above
    have: Number | None  # None: unknown, because nothing was answered
    met: bool
    short: Number | None  # need - have where not met, else None
    out_of: Number  # the most that is possible: maximum points, number of (binding) scenes
    label: Text | None = None  # these three only, and always, with kind "other"
    needed: Text | None = None  # "80%", "3 questions"
    has: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of the framework and whether the firm meets it."""

    rank: int  # 0 or 1 first, without gaps
    name: Text  # "规范级" / "Normalised"
    conditions: tuple[Condition, ...]  # at least one; all must hold
    met: bool
    unverified: bool = False  # the rule of this level could not be checked against its source


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherResult:
    """The result of the other voice, printed beside: self beside verified."""

    voice: Voice
    total: Value | None
    level: int | None  # rank; None: below the lowest level


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Score and level of the voice that this report is about."""

    voice: Voice  # stated on cover and summary
    as_of: date  # self: day of submission; verified: day of verification
    total: Value | None  # None where nothing could be scored
    maximum: Number  # the most points there are, e.g. "100"
    level: int | None  # rank reached; None: below the lowest level, or no levels
    levels: tuple[Level, ...]  # lowest first; empty for a framework without levels
    other: OtherResult | None = None
    adds_up: bool = True  # the total is a plain sum of the questions' points


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One line of the scoring passport."""

    no: str  # as printed, "1"
    name: Text  # short: at most some 12 hanzi or 30 letters
    answer: Text | None  # the answer in short, at most some 40 characters; None: not answered
    points: Number | None  # None: not answered, or not applicable, hence not scored
    maximum: Number
    missing: Number | None  # what the best answer would add to the total; None: not applicable
    level: int | None = None  # the level whose requirement it is
    excluded: bool = False  # does not apply, and the answer says why
    unverified: bool = False  # points of an option or the wording could not be checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A second-level part: one axis of the radar, one bar, one or more questions."""

    name: Text
    points: Number | None  # None: nothing in it was answered
    maximum: Number
    percent: Percent | None  # points as a share of the maximum
    questions: tuple[Question, ...]  # scored ones only; scenes have their own section
    cut: Text | None = None  # why it was not assessed; then there are no points
    peer_percent: Percent | None = None  # median of the peers; for all parts or for none
    planned_percent: Percent | None = None  # after the plan; for all parts or for none


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A first-level part; its own sums stand beside its parts."""

    name: Text
    points: Number | None
    maximum: Number
    percent: Percent | None
    parts: tuple[Part, ...]  # at least one
    cut: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One part of the tree and how it comes from what lies below it."""

    name: Text
    depth: int  # 0 for the root
    rule: Text  # "The lowest decides: Use of data"
    weight: Text | None  # "25 / 100"
    steps: Text | None  # "level 1: 100%, passed; level 2: 60%"
    points: Number | None
    maximum: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Something that was not assessed, and why."""

    name: Text
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One business scene, placed at a level."""

    name: Text
    binding: bool  # marked with a star
    level: int | None  # of the report's voice: 0 none of the levels, None not answered
    self_level: int | None = None  # only where the voice is "verified"
    planned_level: int | None = None  # only with a plan
    unverified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneGroup:
    """Scenes that belong together, one block of rows."""

    name: Text
    scenes: tuple[Scene, ...]  # at least one


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenes:
    """The scenes of the framework; ranks are those of `Result.levels`."""

    groups: tuple[SceneGroup, ...]
    meanings: tuple[Text, ...]  # what level 1, 2, ... of a scene means, without full stop; or empty
    sources: Text | None = None  # a remark under the table, a full sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockingAnswer:
    """One answer that holds the firm below the next level, and what unblocks it."""

    kind: Literal["question", "scene"]
    name: Text  # the question's or scene's name
    no: str | None  # the question's number; None for a scene
    binding: bool  # a binding scene
    now: Text | None  # the present answer, or level of the scene, in words; None: not answered
    need: Text  # the option, or level of the scene, that unblocks
    gain: Number | None  # points of the question; None for scenes that bring no points
    gain_of: Number | None = None  # what they are out of, where points do not simply add up
    serves: tuple[Literal["score", "scenes", "binding", "other"], ...]  # conditions it moves


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocking:
    """What stands between the firm and the next level; None at the highest level."""

    target: int  # rank of the next level
    answers: tuple[BlockingAnswer, ...]
    # "all": every answer of the list is needed, and together they reach the level.
    # "enough": candidates; as many must change as the conditions say are short.
    choice: Literal["all", "enough"]
    more: int = 0  # candidates that were left out to keep the list readable


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A labelled value that was typed: "设备总数", "116", "台"."""

    label: Text
    value: Text
    unit: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer in full, as it was declared or found."""

    no: str | None  # None for scenes
    question: Text  # the question in full; may be several sentences
    chosen: tuple[Text, ...]  # full text of each option chosen; empty: see the next fields
    entries: tuple[Entry, ...] = ()  # typed numbers
    not_applicable: Text | None = None  # the reason, where the question was marked so
    evidence: int = 0  # files that support it
    remark: Text | None = None  # may have several lines
    # With no option, no entry and no reason the answer prints as "not answered".


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGroup:
    """Answers under one heading, usually a dimension or a group of scenes."""

    name: Text
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a number or a rule of the framework comes from."""

    ref: str  # short key, "F1"
    text: Text  # one or two sentences
    status: SourceStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """Who answered for the truth of the answers."""

    name: str
    role: Text  # "企业负责人" / "Head of the firm"
    declared_at: datetime  # already in the city's time zone; printed to the minute
    statement: Text  # the sentence that was agreed to


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """An electronic signature of a verified report."""

    role: Text
    name: str
    signed_at: datetime  # already in the city's time zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """What lets someone else prove the figures; the framework's digest is in `Release`."""

    inputs: Digest  # canonical JSON of all inputs of the score
    passport: Digest  # canonical JSON of the scoring passport
    core_version: str  # version of the scoring core


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContext:
    """All that a report may show; the template asks for nothing else."""

    simulated: bool  # banner on the cover and a word on every page
    issue: Issue
    firm: Firm
    programme: Programme
    release: Release
    result: Result
    dimensions: tuple[Dimension, ...]  # at least one
    scenes: Scenes | None  # None: the framework has none
    blocking: Blocking | None  # None: highest level reached, or no levels
    answers: tuple[AnswerGroup, ...]  # empty leaves the section out
    rules: tuple[Rule, ...] = ()  # how parts come together, where they do not simply add up
    cut: tuple[Cut, ...] = ()  # what was not assessed
    sources: tuple[Source, ...]
    limits: tuple[Text, ...]  # what this report cannot say, full sentences
    declaration: Declaration | None
    digests: Digests
    signatures: tuple[Signature, ...] = ()
    visit: Visit | None = None
    peers: Peers | None = None
    chain: Chain | None = None
    plan: Plan | None = None
