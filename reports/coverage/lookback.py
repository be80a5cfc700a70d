"""Forecasts of earlier month ends for the board's day, from what was recorded by then.

One question to the ledger, grouped by day and by the month end at which a row was first known.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Case, Sum, Value, When
from django.utils.timezone import make_aware

from enterprises.models import LedgerEntry, Step
from reports.coverage.board import Board
from reports.coverage.targets import MONTHS_NEEDED, Course, week_ends
from reports.forecast.lookback import Past, Trial, trials

MONTHS = 6


class Change(NamedTuple):
    """The net of a day's rows of one step, by the month end at which they were known."""

    step: str
    on: date
    known: int
    net: int


def look_back(board: Board) -> list[Trial]:
    """What the last month ends would have said of the board's day; none where data were too few."""
    ends = [month.day for month in board.months[:-1]][-MONTHS:]
    if not ends:
        return []
    changes = _changes(board, ends)
    pasts = [_past(changes, day, known, board) for known, day in enumerate(ends)]
    found = [past for past in pasts if past]
    return trials(found, day=board.asked.as_of, came=board.whole.covered)


def _changes(board: Board, ends: Sequence[date]) -> list[Change]:
    asked = board.asked
    rows = LedgerEntry.objects.filter(
        campaign=board.campaign,
        step__in=(Step.IN_SCOPE, board.step),
        effective_on__lte=ends[-1],
        recorded_at__lt=_midnight(ends[-1]),
        **asked.filters,
    )
    if asked.known_at:
        rows = rows.filter(recorded_at__lte=asked.known_at)
    known = Case(
        *(When(recorded_at__lt=_midnight(day), then=Value(n)) for n, day in enumerate(ends))
    )
    grouped = rows.order_by().values_list("step", "effective_on").annotate(known=known)
    return [Change(*row) for row in grouped.annotate(net=Sum("delta"))]


def _midnight(day: date) -> datetime:
    """The moment at which a day of the city ends."""
    return make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _past(changes: Sequence[Change], day: date, known: int, board: Board) -> Past | None:
    """What was known at a month's end; None where nothing would have been forecast then."""
    then = [change for change in changes if change.known <= known and change.on <= day]
    first = min((change.on for change in then), default=None)
    course = Course(board.campaign.starts_on, day, first)
    if course.months < MONTHS_NEEDED:
        return None
    covered = [each for each in then if each.step == board.step]
    days = week_ends(day, course.blocks)
    at = [sum(each.net for each in covered if each.on <= end) for end in days]
    weeks = tuple(later - sooner for later, sooner in pairwise(at))
    scope = sum(each.net for each in then if each.step == Step.IN_SCOPE)
    return Past(day, scope, at[0], weeks)
