"""The other target: the share of the firms in scope that carry out the plan they agreed to.

The counts come from the reading of the board, so they hold for the same day, filters and moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from enterprises.models import Target
from reports.coverage.board import Board
from reports.coverage.goals import goals_of
from reports.coverage.lines import Line
from reports.coverage.rates import NOTHING, Rate, percent, rounded
from reports.coverage.targets import Goal
from reports.coverage.wording import number


@dataclass(frozen=True, slots=True)
class TakeUpLine:
    """One district, or the whole; `goal` is the last one of its path."""

    key: str
    name: str
    rate: Rate
    goal: Goal | None

    @property
    def gap(self) -> int | None:
        """How many firms are missing to the target; None without one."""
        if self.goal is None:
            return None
        return max(ceil(self.goal.share * self.rate.whole) - self.rate.part, 0)


@dataclass(frozen=True, slots=True)
class TakeUpBoard:
    whole: TakeUpLine
    districts: Sequence[TakeUpLine]


def take_up(board: Board) -> TakeUpBoard:
    """The figures of a board that was read, against the targets of transformation."""
    goals = goals_of(board.campaign, Target.Kind.TAKEN_UP)

    def told(line: Line, district: str) -> TakeUpLine:
        path = goals.of(district)
        rate = Rate(line.counts.taken_up, line.counts.in_scope)
        return TakeUpLine(line.key, line.name, rate, path[-1] if path else None)

    return TakeUpBoard(
        told(board.whole, board.asked.district),
        [told(line, line.key) for line in board.districts],
    )


@dataclass(frozen=True, slots=True)
class ShownTakeUp:
    """One line of the table, every cell as text."""

    name: str
    url: str
    scope: str
    count: str
    rate: str
    width: str
    mark: str | None
    goal: str
    gap: str


def shown_take_up(line: TakeUpLine, url: str) -> ShownTakeUp:
    share = line.goal.share if line.goal else None
    return ShownTakeUp(
        name=line.name,
        url=url,
        scope=number(line.rate.whole),
        count=number(line.rate.part),
        rate=line.rate.percent,
        width=line.rate.width,
        mark=None if share is None else str(rounded(share * 100, 2)),
        goal=NOTHING if share is None else percent(share),
        gap=NOTHING if line.gap is None else number(line.gap),
    )
