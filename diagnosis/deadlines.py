"""Every term of the way after submitting, in one place; pages and mails print what stands here."""

from dataclasses import dataclass
from datetime import date, timedelta

from diagnosis.models import Assessment

REOPENED_FOR = timedelta(days=7)  # a returned assessment is due then, unless it has longer anyway
APPEAL_WITHIN = timedelta(days=30)  # calendar days after the verification
ANSWER_WITHIN = timedelta(days=15)  # calendar days; after them the city may answer as well
PLAN_CHECKS = (3, 6, 12)  # months after a plan was agreed to
MONTHS = 12
LAST_DAY = 28  # that every month has
CHECK_WITHIN = timedelta(days=14)  # calendar days after a check fell due; then it is overdue
CHECK_CATCH_UP = timedelta(days=30)  # how late its mail still goes out
CATCH_UP = timedelta(days=2)  # how late a reminder still goes out after the clock stood still


@dataclass(frozen=True, slots=True)
class Reminding:
    """One reminder: how many days before the due day, negative after it."""

    kind: str
    days_left: int


REMINDERS = (
    Reminding("before-14", 14),
    Reminding("before-3", 3),
    Reminding("after-1", -1),
    Reminding("after-7", -7),
    Reminding("after-21", -21),
)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last that every month has."""
    month = day.month - 1 + months
    return date(day.year + month // MONTHS, month % MONTHS + 1, min(day.day, LAST_DAY))


def due_after_return(assessment: Assessment, today: date) -> date:
    """When a returned assessment is to be submitted again: never sooner than in some days."""
    return max(assessment.due_on, today + REOPENED_FOR)


def appeal_until(verified_on: date) -> date:
    """The last day of an appeal against what was verified on a day."""
    return verified_on + APPEAL_WITHIN
