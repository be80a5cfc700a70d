"""The levels of a result, and the conditions of each. Text is as in `shapes`."""

from dataclasses import dataclass

from diagnosis.presenting.way import Blocker


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a level.

    `kind`: score (of a part), scenes (at the level), binding (★ among them), items (questions with
    enough points), passed (a part has passed a level) or either (one of those in `of`).
    """

    ref: str
    kind: str
    label: str
    needed: str  # with its unit: "6 scenes"
    has: str
    need: str  # the same two as bare numbers
    have: str
    short: str  # "0" where it is met
    gap: str  # the same for a table: rounded where it is no short decimal
    out_of: str
    met: bool
    of_total: bool  # about the points of the total, or about scenes
    status: str  # in words: "met", "short by 0.825"
    counted: tuple[str, ...]  # refs of items that count; empty for points
    lacking: tuple[str, ...]  # names of items that do not
    nearest: tuple[Blocker, ...]  # the blocking answers that move this condition
    of: tuple["Condition", ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    rank: int
    name: str
    gist: str
    threshold: str  # in words: "from 40 points"; empty where no points are asked
    floor: str  # the points asked, "40"
    besides: str  # what must hold besides, in words; empty where only the total decides
    met: bool
    unverified: bool
    conditions: tuple[Condition, ...]
