"""Numbers, days and lists of names as sentences and tables print them, in both languages."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongfu.core.languages import short
from reports.coverage.rates import NOTHING, rounded
from reports.coverage.targets import Between


def number(value: int | Decimal) -> str:
    """Thousands with commas and a true minus sign."""
    return f"{value:,}".replace("-", "−")


def pace(value: Fraction | None) -> str:
    """Firms a week, to one decimal."""
    return NOTHING if value is None else number(rounded(value, 1))


def times(value: Fraction | None) -> str:
    """A multiple to one decimal, such as 1.4."""
    return NOTHING if value is None else number(rounded(value, 1))


def signed_points(share: Fraction) -> str:
    """A difference of shares in percentage points with its sign."""
    value = rounded(share * 100, 1)
    return f"+{value}" if value > 0 else number(value)


def spoken(day: date) -> str:
    """A day as a sentence says it: 2025年12月31日, 31 December 2025."""
    return date_format(day, pgettext("day in a sentence", "j F Y"))


def done_range(done: Between) -> str:
    """Between which days the target is met; empty where the earliest is not in sight."""
    if done.soonest is None:
        return ""
    if done.latest is None:
        return _("%(day)s or later") % {"day": done.soonest}
    if done.soonest == done.latest:
        return f"{done.soonest}"
    return _("%(first)s to %(last)s") % {"first": done.soonest, "last": done.latest}


def sentence_gap() -> str:
    """What stands between two sentences: nothing in Chinese."""
    return "" if short() == "zh" else " "


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: a, b and c."""
    if len(names) < 2:
        return "".join(names)
    head = pgettext("between names", ", ").join(names[:-1])
    return _("%(first)s and %(last)s") % {"first": head, "last": names[-1]}
