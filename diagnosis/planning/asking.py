"""What somebody asks of the planner: ticks, limits, and sets kept for comparison.

All of it stands in the address, so that a plan can be sent to a colleague as a link.
"""

from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnosis.maturity.planning.wishes import Wishes
from gongfu.core.errors import Invalid
from gongfu.core.inputs import parse_number

MOST_KEPT = 3
JOINT = "."  # between the refs of a set that is kept; refs hold none
LARGEST = Decimal(10_000_000)
LEVEL, POINTS = "level", "points"


class LimitField(forms.CharField):
    """A number of zero or more, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        width = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, max_length=20, widget=width, **kwargs)

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        try:
            number = parse_number(text)
        except Invalid as error:
            raise forms.ValidationError(str(error)) from error
        if not 0 <= number <= LARGEST:
            raise forms.ValidationError(_("Write a number from 0 to 10,000,000."))
        return Fraction(number)


class PlanForm(forms.Form):
    """Limits beside the ticks; what is ticked is checked against what there is."""

    budget = LimitField(label=gettext_lazy("Budget, 10,000 yuan"))
    months = LimitField(label=gettext_lazy("Done within, months"))
    quarter_days = LimitField(label=gettext_lazy("Own staff per quarter, person-days"))

    def __init__(self, query: QueryDict, known: Collection[str]) -> None:
        super().__init__(query)
        self.ticks = frozenset(query.getlist("tick")) & frozenset(known)
        self.find = query.get("find", "")
        sets = [frozenset(text.split(JOINT)) & frozenset(known) for text in query.getlist("keep")]
        if query.get("do") == "keep":
            sets.append(self.ticks)
        drop = query.get("drop", "")
        distinct = dict.fromkeys(each for each in sets if each and joint(each) != drop)
        self.kept = tuple(distinct)[-MOST_KEPT:]

    @property
    def wishes(self) -> Wishes:
        """The limits; none where they cannot be read."""
        given = self.cleaned_data if self.is_valid() else {}
        return Wishes(
            budget=given.get("budget"),
            months=given.get("months"),
            quarter_days=given.get("quarter_days"),
        )


def joint(refs: Collection[str]) -> str:
    """A set as one word of an address."""
    return JOINT.join(sorted(refs))
