"""Where the firm stands: total, level, and what blocks the next one.

Ranks of levels are whole numbers, beginning with 0 or 1 as the framework has it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.document.values import Number, Text, Value

Voice = Literal["self", "verified"]


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
    besides: Text = ""  # what must hold besides the points of the total, in short
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
class BlockingAnswer:
    """One answer that holds the firm below the next level, and what unblocks it."""

    kind: Literal["question", "scene"]
    name: Text  # the question's or scene's name
    no: str  # the number of the question or the scene
    binding: bool  # a binding scene
    now: Text | None  # the present answer, or level of the scene, in words; None: not answered
    need: Text  # the option, or level of the scene, that unblocks
    gain: Number | None  # points of the question; None for scenes that bring no points
    gain_of: Number | None = None  # what they are out of, where points do not simply add up
    serves: tuple[Literal["score", "scenes", "binding", "other"], ...]  # conditions it moves
    needed: bool = False  # no way to the level leaves it as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Answers of one section that are not listed one by one."""

    section: Text
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocking:
    """What stands between the firm and the next level; None at the highest level."""

    target: int  # rank of the next level
    answers: tuple[BlockingAnswer, ...]
    # "all": every answer of the list is needed, and together they reach the level.
    # "enough": candidates; as many must change as the conditions say are short.
    choice: Literal["all", "enough"]
    more: int = 0  # candidates that were left out to keep the list readable
    rest: tuple[Rest, ...] = ()  # of "all": what a long list leaves out, by section
