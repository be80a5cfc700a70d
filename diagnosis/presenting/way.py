"""The shapes of one way to the next level, and how a long one is told."""

from dataclasses import dataclass

from diagnosis.presenting.asked import Amount

MOST_AT_ONCE = 10  # of a longer way the rest is folded up by section


@dataclass(frozen=True, slots=True)
class Blocker:
    """One answer of the way to the next level. All of them together reach it."""

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
    gain: Amount | None  # points of this question; None for scenes, which earn none
    max: Amount | None  # of the same points
    serves: tuple[str, ...]  # kinds of the unmet conditions it moves
    needed: bool = False  # on every way; of scores that do not say, False


@dataclass(frozen=True, slots=True)
class Swap:
    """A small step outside the way that brings a condition of the next level nearer, too."""

    ref: str
    no: str
    is_scene: bool
    binding: bool
    label: str
    now: str | None
    need: str
    now_level: int | None
    need_level: int | None
    gain: Amount | None  # of the total; None for scenes
