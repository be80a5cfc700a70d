"""The four figures at the top of the board, each with its denominator."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from reports.coverage.board import Board
from reports.coverage.lines import Line
from reports.coverage.rates import NOTHING, percent, rounded
from reports.coverage.targets import Standing, State
from reports.coverage.wording import done_range, number, pace, signed_points


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure with its denominator beside it."""

    label: str
    figure: str
    unit: str = ""
    context: str = ""
    tone: str = ""


def kpis(board: Board) -> list[Kpi]:
    """Four figures; which ones depends on where the campaign stands."""
    return [_coverage(board), *_KPIS[board.whole.standing.state](board)]


def _coverage(board: Board) -> Kpi:
    line, gained = board.whole, board.gained_this_month
    of = _("%(covered)s of %(scope)s enterprises") % {
        "covered": number(line.covered),
        "scope": number(line.scope),
    }
    if gained is not None:
        of = _("%(of)s; %(points)s points this month") % {
            "of": of,
            "points": signed_points(gained),
        }
    return Kpi(_("Coverage"), line.rate.percent, context=of)


def _gap(board: Board) -> Kpi:
    standing = board.whole.standing
    context = ngettext(
        "target %(share)s, %(days)s day left",
        "target %(share)s, %(days)s days left",
        standing.days_left,
    ) % {"share": _goal_share(standing), "days": number(standing.days_left)}
    return Kpi(_("To the target"), number(standing.gap), _enterprises(standing.gap), context)


def _ratio(board: Board) -> Kpi:
    standing = board.whole.standing
    context = _("%(required)s a week needed, %(present)s in the last four weeks") % {
        "required": pace(standing.required),
        "present": pace(standing.present),
    }
    tone = "danger" if (standing.pace or 0) >= 1 else ""
    unit = _("times") if standing.ratio is not None else ""
    figure = NOTHING if standing.ratio is None else str(rounded(standing.ratio, 2))
    return Kpi(_("Required / present pace"), figure, unit, context, tone)


def _done(board: Board) -> Kpi:
    standing = board.whole.standing
    done = standing.done.expected
    label = _("Done at this pace")
    if done is None or standing.goal is None:
        return Kpi(label, NOTHING, context=_with_range(_("not in sight"), standing), tone="danger")
    late = (done - standing.goal.due_on).days
    if late <= 0:
        return Kpi(label, f"{done}", context=_with_range(_("in time"), standing), tone="ok")
    context = ngettext("%(days)s day late", "%(days)s days late", late) % {"days": number(late)}
    return Kpi(label, f"{done}", context=_with_range(context, standing), tone="danger")


def _with_range(word: str, standing: Standing) -> str:
    """How late, and between which days with 80 percent."""
    days = done_range(standing.done)
    return _("%(word)s; 80%% range: %(days)s") % {"word": word, "days": days} if days else word


def _running(board: Board) -> Sequence[Kpi]:
    return _gap(board), _ratio(board), _done(board)


def _complete(board: Board) -> Sequence[Kpi]:
    due = board.whole.standing.goal
    return (
        _gap(board),
        _growth(board),
        Kpi(_("Target date"), f"{due.due_on}" if due else NOTHING, context=_("target met")),
    )


def _too_few(board: Board) -> Sequence[Kpi]:
    standing = board.whole.standing
    needed = _("to finish by %(day)s") % {"day": standing.goal.due_on if standing.goal else ""}
    return (
        _gap(board),
        Kpi(_("Needed a week"), pace(standing.required), context=needed),
        Kpi(_("Forecast"), NOTHING, context=_("from four months of data on")),
    )


def _passed(board: Board) -> Sequence[Kpi]:
    line, standing = board.whole, board.whole.standing
    reached = line.reached
    then = _("%(covered)s of %(scope)s enterprises") % {
        "covered": number(reached.part if reached else 0),
        "scope": number(reached.whole if reached else 0),
    }
    due = standing.goal.due_on if standing.goal else ""
    target = _("target %(share)s") % {"share": _goal_share(standing)}
    return (
        Kpi(_("On the target date, %(day)s") % {"day": due}, _then(line), context=then),
        Kpi(
            _("Since then"),
            number(standing.since),
            _enterprises(standing.since),
            _("%(pace)s a week in the last four weeks") % {"pace": pace(standing.present)},
        ),
        Kpi(
            _("Still open"),
            number(standing.gap),
            _enterprises(standing.gap),
            target,
            "danger" if standing.gap else "",
        ),
    )


def _no_target(board: Board) -> Sequence[Kpi]:
    return (_growth(board), Kpi(_("To the target"), NOTHING, context=_("no target set")))


def _growth(board: Board) -> Kpi:
    present = board.whole.standing.present
    return Kpi(_("Present pace"), pace(present), context=_("a week, over the last four weeks"))


def _then(line: Line) -> str:
    return line.reached.percent if line.reached else NOTHING


def _goal_share(standing: Standing) -> str:
    return percent(standing.goal.share) if standing.goal else NOTHING


def _enterprises(count: int) -> str:
    return npgettext("unit", "enterprise", "enterprises", abs(count))


_KPIS: dict[State, Callable[[Board], Sequence[Kpi]]] = {
    State.NO_PACE: _running,
    State.RUNNING: _running,
    State.COMPLETE: _complete,
    State.TOO_FEW: _too_few,
    State.PASSED: _passed,
    State.NO_TARGET: _no_target,
}
