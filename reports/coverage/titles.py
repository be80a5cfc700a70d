"""Titles of the board's charts: each says what is to be seen in it."""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.models import Step
from reports.coverage.board import Board
from reports.coverage.lines import Line
from reports.coverage.rates import Rate, points
from reports.coverage.targets import State
from reports.coverage.wording import listed, number, spoken


def curve_title(board: Board) -> str:
    """How far from the target line, and which way it goes."""
    behind = _behind_line(board, -1)
    if behind is None:
        return _("%(share)s covered by %(day)s") % {
            "share": board.whole.rate.percent,
            "day": spoken(board.asked.as_of),
        }
    if board.whole.standing.state is State.PASSED:
        reached = board.whole.reached or Rate(0, 0)
        return _("%(then)s on the target date, %(now)s now") % {
            "then": reached.percent,
            "now": board.whole.rate.percent,
        }
    if points(behind) == "0.0":
        return _("Right on the target line")
    if behind < 0:
        return _("%(points)s points ahead of the target line") % {"points": points(behind)}
    return _trend(behind, _behind_line(board, -2)) % {"points": points(behind)}


def _trend(behind: Fraction, before: Fraction | None) -> str:
    if before is None or points(behind) == points(before):
        return _("%(points)s points behind the target line")
    if behind < before:
        return _("%(points)s points behind the target line, and closing")
    return _("%(points)s points behind the target line, and the gap is growing")


def _behind_line(board: Board, month: int) -> Fraction | None:
    """How far the rate lies below the target line at the end of a month (-1: today)."""
    if len(board.months) < -month:
        return None
    point = board.months[month]
    if point.due is None or point.rate.exact is None:
        return None
    return point.due - point.rate.exact


def map_title(board: Board) -> str:
    """Which districts stand out."""
    lines = board.districts
    if board.whole.standing.state is State.PASSED:
        met = sum(not line.standing.gap for line in lines)
        return _("%(met)d of %(all)d districts have met the target") % {
            "met": met,
            "all": len(lines),
        }
    if board.whole.standing.pace is None:
        return _("Coverage by district")
    return _urgent_title(lines)


def _urgent_title(lines: Sequence[Line]) -> str:
    behind = [line.name for line in lines if line.standing.pace == 3]
    tight = sum(line.standing.pace == 2 for line in lines)
    if behind and len(behind) <= 3:
        return ngettext(
            "%(names)s needs more than twice its present pace",
            "%(names)s need more than twice their present pace",
            len(behind),
        ) % {"names": listed(behind)}
    if behind:
        return _("%(count)d districts need more than twice their present pace") % {
            "count": len(behind)
        }
    if tight:
        return ngettext(
            "%(count)d district is at risk", "%(count)d districts are at risk", tight
        ) % {"count": tight}
    return _("No district is at risk")


def steps_title(board: Board) -> str:
    """Between which two steps most enterprises wait."""
    worst = max(board.steps, key=lambda line: line.waiting)
    if not worst.waiting:
        return _("Four steps: nobody is waiting")
    return _waiting_for(worst.step, worst.waiting) % {"count": number(worst.waiting)}


def _waiting_for(step: Step, count: int) -> str:
    if step == Step.INVITED:
        return ngettext(
            "Four steps: %(count)s enterprise has not been invited",
            "Four steps: %(count)s enterprises have not been invited",
            count,
        )
    if step == Step.SUBMITTED:
        return ngettext(
            "Four steps: %(count)s invited enterprise has not submitted",
            "Four steps: %(count)s invited enterprises have not submitted",
            count,
        )
    if step == Step.VERIFIED:
        return ngettext(
            "Four steps: %(count)s submission waits to be verified on site",
            "Four steps: %(count)s submissions wait to be verified on site",
            count,
        )
    return ngettext(
        "Four steps: %(count)s verified enterprise waits for its report",
        "Four steps: %(count)s verified enterprises wait for their reports",
        count,
    )
