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
from diagnosis.planning.sizing import Known
from gongfu.core.errors import Invalid
from gongfu.core.inputs import parse_number

MOST_KEPT = 3
JOINT = "."  # between the refs of a set that is kept; refs hold none
LARGEST = Decimal(10_000_000)
LEVEL, POINTS, MORE, AGREE = "level", "points", "more", "agree"  # what the buttons ask for

WORKING_DAYS = 60  # of a quarter
SHARE = Fraction(2, 100)  # of all working days, for projects: our assumption
LEAST_DAYS = 50  # what the largest single solution of the library takes in a quarter


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

    def __init__(
        self, query: QueryDict, known: Collection[str], staff: Known | None = None
    ) -> None:
        unsaid = "quarter_days" not in query
        super().__init__(_with_days(query, staff.number) if staff and unsaid else query)
        if staff:
            self.fields["quarter_days"].help_text = _assumption(staff)
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


def days_of(staff: Fraction) -> int:
    """How many person-days a quarter a firm of so many people may have for projects."""
    return max(int(staff * WORKING_DAYS * SHARE), LEAST_DAYS)


def _with_days(query: QueryDict, staff: Fraction) -> QueryDict:
    """The query with our assumption, where nobody said a limit; an emptied field is none."""
    filled = query.copy()
    filled["quarter_days"] = str(days_of(staff))
    return filled


def _assumption(staff: Known) -> str:
    words = _(
        "Our assumption for %(staff)s staff (%(source)s) is %(days)s: %(share)s%% of %(working)s "
        "working days each, at least %(least)s. Change it, or empty it for no limit."
    )
    return words % {
        "staff": staff.text,
        "source": said_by(staff),
        "days": days_of(staff.number),
        "share": int(SHARE * 100),
        "working": WORKING_DAYS,
        "least": LEAST_DAYS,
    }


def said_by(figure: Known) -> str:
    """Where a figure of the firm comes from."""
    return _("from your answers") if figure.is_answered else _("from the register")


def joint(refs: Collection[str]) -> str:
    """A set as one word of an address."""
    return JOINT.join(sorted(refs))
