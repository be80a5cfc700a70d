"""The city's day: one place that says what "today" is."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """The calendar day in the city's time zone."""
    return timezone.localdate()


def city_day(moment: datetime) -> date:
    """The city's calendar day on which a moment falls."""
    return timezone.localdate(moment)
