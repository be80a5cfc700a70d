"""What was and what could be: changes since the last round, and measures to begin with."""

from dataclasses import dataclass

from reports.document.standing import Voice
from reports.document.values import Number, Text, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One of the two rounds that are compared."""

    year: str
    name: Text
    total: Value
    level: Text  # in words, also where it is none


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One answer that is another now; `no` is None where the change is no answer."""

    no: str | None
    is_scene: bool = False
    name: Text
    old: Text | None = None
    new: Text | None = None
    moved: Number  # signed points of the total
    way: int = 0  # 1 better, -1 worse, 0 neither


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A condition of a level that is met now and was not, or the other way round."""

    level: Text
    label: Text
    before: Text
    after: Text
    needed: Text
    met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """This round against the last one; the moves and the rest add up to the difference."""

    before: Round
    after: Round
    voice: Voice  # of both rounds
    difference: Value
    better: int
    worse: int
    moves: tuple[Move, ...]
    rest: int = 0  # changed answers that are left out to keep the list readable
    rest_moved: Number = "0"
    turned: tuple[Turned, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """One solution tried by itself on this firm's own answers."""

    name: Text
    effects: tuple[Text, ...]  # "networked equipment: 20–40 % → 40–60 %"
    rest: int = 0  # effects left out
    mark: str = ""  # "reaches" the next level by itself, "settles" an answer that blocks it
    first: tuple[Text, ...] = ()  # what has to be in place before
    gain: Number
    total: Number
    cost: Text  # a range, in 10,000 yuan
    months: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What the firm could begin with; the agreed plan, where there is one, takes its place."""

    solutions: tuple[Solution, ...]  # at least one
    interest: Text | None = None  # chosen by the consultant, who says what it earns by them
    unverified: bool  # costs and months are ranges that nobody checked
