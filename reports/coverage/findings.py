"""What the board says before it shows: sentences that can be repeated in a meeting."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.coverage.board import Board
from reports.coverage.rates import Rate, percent, span
from reports.coverage.targets import State
from reports.coverage.wording import listed, number, pace, sentence_gap, spoken

NAMED = 5  # more names than that are a list, not a sentence


@dataclass(frozen=True, slots=True)
class Finding:
    """The opening of the board; urgent only where the target will be, or was, missed."""

    sentences: tuple[SafeString, ...]
    urgent: bool = False

    @property
    def html(self) -> SafeString:
        return format_html_join(sentence_gap(), "{}", ((one,) for one in self.sentences))


def finding(board: Board) -> Finding:
    """Where we are, whether we will make it, and what is missing."""
    if not board.whole.scope:
        return Finding((_say(_("No enterprise of this selection was in scope on {day}."), board),))
    return _OPENINGS[board.whole.standing.state](board)


def _say(sentence: str, board: Board, **more: object) -> SafeString:
    """Fill a sentence with the figures of the whole."""
    line, standing = board.whole, board.whole.standing
    figures = {
        "day": spoken(board.asked.as_of),
        "share": line.rate.percent,
        "covered": number(line.covered),
        "scope": number(line.scope),
        "gap": number(standing.gap),
        "present": pace(standing.present),
        "required": pace(standing.required),
        "days": number(standing.days_left),
    }
    if standing.goal:
        figures["due"] = spoken(standing.goal.due_on)
        figures["target"] = percent(standing.goal.share)
    return format_html(sentence, **{**figures, **more})


def _no_target(board: Board) -> Finding:
    text = _("<strong>{share}</strong> is covered, {covered} of {scope} enterprises in scope.")
    return Finding((_say(text, board), _say(_("No target has been set."), board)))


def _complete(board: Board) -> Finding:
    text = _(
        "The target of {target} is met: <strong>{covered} of {scope}</strong> enterprises are "
        "covered, and the target date is {due}."
    )
    return Finding((_say(text, board),))


def _too_few(board: Board) -> Finding:
    months = board.whole.standing.course.months
    why = ngettext(
        "No forecast: there is only {months} month of data, four are needed.",
        "No forecast: there are only {months} months of data, four are needed.",
        months,
    )
    so_far = _(
        "So far <strong>{share}</strong> is covered, {covered} of {scope} enterprises; to finish "
        "by {due} takes <strong>{required} a week</strong>."
    )
    return Finding((_say(why, board, months=months), _say(so_far, board)))


def _running(board: Board) -> Finding:
    missing = board.whole.standing.missing
    sure = _how_sure(board)
    if missing > 0:
        return Finding((_missed(board, missing), *sure, _rise(board), *_where(board)), urgent=True)
    return Finding((_in_time(board), *sure, *_slow_ones(board)))


def _no_pace(board: Board) -> Finding:
    text = _(
        "Coverage has not grown for four weeks. {gap} enterprises are open and {days} days are "
        "left: it takes <strong>{required} a week</strong> to finish by {due}."
    )
    return Finding((_say(text, board), *_where(board)), urgent=True)


def _missed(board: Board, missing: int) -> SafeString:
    text = ngettext(
        "At the pace of the last four weeks <strong>{expected}</strong> will be covered by {due}, "
        "<strong>{missing} enterprise</strong> short of the target.",
        "At the pace of the last four weeks <strong>{expected}</strong> will be covered by {due}, "
        "<strong>{missing} enterprises</strong> short of the target.",
        missing,
    )
    expected = board.whole.expected or Rate(0, 0)
    return _say(text, board, missing=number(missing), expected=expected.percent)


def _how_sure(board: Board) -> tuple[SafeString, ...]:
    """The range of what is expected, and whether the target lies in it."""
    found, between = board.whole.standing.expected, board.whole.between
    if found is None or between is None:
        return ()
    needed = board.whole.standing.needed
    if found.high < needed:
        text = _("The 80-percent range is {range}: at this pace the target is out of reach.")
    elif found.low >= needed:
        text = _("The 80-percent range is {range}: all of it meets the target.")
    else:
        text = _(
            "The 80-percent range is {range}: the target lies within it, so the outcome is open."
        )
    return (_say(text, board, range=span(*between)),)


def _rise(board: Board) -> SafeString:
    text = _(
        "To finish in time the weekly pace has to rise from {present} to "
        "<strong>{required}</strong>."
    )
    return _say(text, board)


def _in_time(board: Board) -> SafeString:
    done = board.whole.standing.done.expected
    text = _(
        "At the pace of the last four weeks the target of {target} will be reached on "
        "<strong>{done}</strong>; the target date is {due}."
    )
    return _say(text, board, done=spoken(done) if done else "")


def _where(board: Board) -> tuple[SafeString, ...]:
    """Which districts hold the larger part of the gap; nothing to say within one district."""
    lines = sorted(board.districts, key=lambda line: -line.standing.gap)
    whole = sum(line.standing.gap for line in lines)
    top = lines[: min(NAMED, len(lines) // 3)]
    part = sum(line.standing.gap for line in top)
    if not part:
        return ()
    text = _("{part} of the gap lies in {names}.")
    names = listed([line.name for line in top])
    return (_say(text, board, part=percent(Fraction(part, whole)), names=names),)


def _slow_ones(board: Board) -> tuple[SafeString, ...]:
    slow = [line for line in board.districts if (line.standing.pace or 0) >= 2]
    if not slow or len(board.districts) < 2:
        return ()
    if len(slow) > NAMED:
        text = _("{count} districts still need more than 1.5 times their present pace.")
        return (_say(text, board, count=len(slow)),)
    text = ngettext(
        "{names} still needs more than 1.5 times its present pace.",
        "{names} still need more than 1.5 times their present pace.",
        len(slow),
    )
    return (_say(text, board, names=listed([line.name for line in slow])),)


def _passed(board: Board) -> Finding:
    standing, reached = board.whole.standing, board.whole.reached or Rate(0, 0)
    goal = standing.goal
    met = goal is not None and (reached.exact or Fraction(0)) >= goal.share
    text = (
        _(
            "The target of {target} was met in time: on {due} <strong>{then}</strong> was covered "
            "({part} of {whole} enterprises)."
        )
        if met
        else _(
            "The target date, {due}, has passed: on that day <strong>{then}</strong> was covered "
            "({part} of {whole} enterprises), the target was {target}."
        )
    )
    opening = _say(
        text,
        board,
        then=reached.percent,
        part=number(reached.part),
        whole=number(reached.whole),
    )
    return Finding((opening, _since(board), *_still_open(board)), urgent=bool(standing.gap))


def _since(board: Board) -> SafeString:
    since = board.whole.standing.since
    if since < 0:
        text = ngettext(
            "Since then the number has fallen by {count}, because an enterprise left the scope.",
            "Since then the number has fallen by {count}, because enterprises left the scope.",
            -since,
        )
    elif since == 0:
        text = _("None has come since.")
    else:
        text = ngettext(
            "Since then <strong>{count} more</strong> has come.",
            "Since then <strong>{count} more</strong> have come.",
            since,
        )
    return _say(text, board, count=number(abs(since)))


def _still_open(board: Board) -> tuple[SafeString, ...]:
    gap = board.whole.standing.gap
    if not gap:
        return (_say(_("Nothing is open any more."), board),)
    text = ngettext(
        "<strong>{gap} enterprise</strong> is still open.",
        "<strong>{gap} enterprises</strong> are still open.",
        gap,
    )
    return (_say(text, board), *_where(board))


_OPENINGS: dict[State, Callable[[Board], Finding]] = {
    State.NO_TARGET: _no_target,
    State.COMPLETE: _complete,
    State.TOO_FEW: _too_few,
    State.NO_PACE: _no_pace,
    State.RUNNING: _running,
    State.PASSED: _passed,
}
