from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.narrative.editing import LONGEST
from reports.narrative.models import Narrative
from reports.narrative.passages import INTEREST, SUMMARY, Passage

KIND = "interest_kind"
ROWS, ROWS_OF_PART = 5, 3


class NarrativeForm(forms.Form):
    """The passages, and what the provider earns by what it recommends.

    The service decides what is right, here is only the shape; solutions are ticked beside.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        passages: Sequence[Passage],
        newest: Narrative | None,
    ) -> None:
        kept = newest.texts if newest else {}
        first = {**kept, KIND: newest.interest if newest else ""}
        super().__init__(data, initial=first)
        self.passages = passages
        for each in passages:
            self.fields[each.key] = _area(each.label, ROWS_OF_PART if each.of_part else ROWS)
        self.fields[SUMMARY].help_text = _(
            "Score and level stand in the report already: write what lies behind them."
        )
        self.fields[KIND] = forms.ChoiceField(
            label=_("Interests of the provider"),
            help_text=_("Printed beside the solutions you choose."),
            choices=Narrative.Interest.choices,
            widget=forms.RadioSelect,
            required=False,
        )
        self.fields[INTEREST] = _area(_("What it sells, and who"), 2)

    @property
    def written(self) -> list[forms.BoundField]:
        return [self[each.key] for each in self.passages]

    @property
    def texts(self) -> dict[str, str]:
        """What was typed, by the key of its passage."""
        return {key: self.cleaned_data.get(key, "") for key in self._keys}

    @property
    def _keys(self) -> list[str]:
        return [*(each.key for each in self.passages), INTEREST]

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show beside their fields what the service found wrong."""
        for name, message in problems.items():
            self.add_error(name if name in self.fields else None, message)


def _area(label: Any, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )
