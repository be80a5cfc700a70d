"""Where the points come from: questions, parts, and how the parts come together."""

from dataclasses import dataclass

from reports.document.values import Number, Percent, Text


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
