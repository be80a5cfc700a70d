from collections.abc import Mapping
from datetime import date, timedelta

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enterprises.models import Look
from reports.forms import ALL, Choices
from reports.own_data.accesses import PARTNER, PEOPLE

MONTHS = 12
RECENT = timedelta(days=30)
KINDS: Choices = [
    *ALL,
    (PARTNER, _("Partners over the interface")),
    (PEOPLE, _("People on pages")),
    *Look.Kind.choices,
]


class AccessFilterForm(forms.Form):
    """Which days and which kind; a month at a time, so that a look stays cheap."""

    period = forms.Field()  # its place in the form; the months depend on the day
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, required=False)

    def __init__(self, data: Mapping[str, str], *, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.fields["period"] = forms.ChoiceField(
            label=_("Period"), choices=_periods(today), required=False
        )

    def span(self) -> tuple[date, date]:
        """The first and the last day that are asked for."""
        month = self.cleaned_data.get("period")
        if not month:
            return self.today - RECENT, self.today
        first = date.fromisoformat(f"{month}-01")
        return first, _next_month(first) - timedelta(days=1)


def _periods(today: date) -> list[tuple[str, str | Promise]]:
    months, first = [], today.replace(day=1)
    for _month in range(MONTHS):
        months.append((f"{first:%Y-%m}", f"{first:%Y-%m}"))
        first = (first - timedelta(days=1)).replace(day=1)
    return [("", _("Last 30 days")), *months]


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
