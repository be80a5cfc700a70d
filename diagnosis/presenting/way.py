"""The shapes of one way to the next level, and how a long one is told."""

from dataclasses import dataclass

from diagnosis.presenting.asked import Amount

MOST_AT_ONCE = 10  # of a longer way the rest is folded up by section


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One answer, and what it would have to be."""

    ref: str
    no: str
    is_scene: bool
    binding: bool
    label: str
    now: str | None  # the present answer in words
    need: str  # what is new about the answer that is needed
    now_level: int | None  # of a scene; None: not answered, or a question
    need_level: int | None
    gain: Amount | None  # None for scenes, which earn none


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker(Change):
    """One answer of the way to the next level; `gain` is of its question.

    All of them together reach the level.
    """

    section: str
    max: Amount | None  # of the points of the question
    serves: tuple[str, ...]  # kinds of the unmet conditions it moves
    needed: bool = False  # on every way; of scores that do not say, False


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap(Change):
    """A small step outside the way that brings a condition of the next level nearer, too.

    `gain` is of the total.
    """
