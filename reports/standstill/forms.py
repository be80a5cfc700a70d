"""What a list of firms that do not move is narrowed down by, and whom an action is for."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.campaign_forms import DayField
from enterprises.claim_forms import CleanText
from enterprises.models import Enterprise
from enterprises.wave_forms import WhoForm
from reports.standstill.listing import KINDS

ALL, CHOSEN = "all", "chosen"
IDLE = (14, 30, 60)  # days without an answer


class StandstillForm(WhoForm):
    """The kind of standstill beside wave and filters; a wrong one falls back to the first."""

    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in KINDS],
        required=False,
        widget=forms.HiddenInput,
    )
    idle = forms.TypedChoiceField(
        label=_("No answer for"),
        choices=[(days, _("%(days)d days") % {"days": days}) for days in IDLE],
        coerce=int,
        required=False,
    )

    @property
    def chosen_kind(self) -> str:
        return self.cleaned_data.get("kind") or KINDS[0].value

    @property
    def idle_days(self) -> int:
        return int(self.cleaned_data.get("idle") or IDLE[0])


class RemindForm(forms.Form):
    """The ticked firms, or the whole list; `sure` once the dry run was seen."""

    whom = forms.ChoiceField(choices=[(CHOSEN, ""), (ALL, "")])
    firm = forms.ModelMultipleChoiceField(
        queryset=Enterprise.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": _("One of the enterprises is no longer on this list; choose again."),
            "invalid_pk_value": _(
                "One of the enterprises is no longer on this list; choose again."
            ),
        },
    )
    sure = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, firms: QuerySet[Enterprise] | None = None) -> None:
        super().__init__(data)
        self.listed = Enterprise.objects.none() if firms is None else firms
        field = self.fields["firm"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = self.listed

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("whom") == CHOSEN and "firm" in given and not given["firm"]:
            self.add_error("firm", _("Choose at least one enterprise."))
        return given

    @property
    def chosen(self) -> QuerySet[Enterprise]:
        """The ticked firms, or every firm of the list."""
        if self.cleaned_data["whom"] == CHOSEN:
            ticked: QuerySet[Enterprise] = self.cleaned_data["firm"]
            return ticked
        return self.listed


class ExtendForm(forms.Form):
    """Until when, and why."""

    due_on = DayField(label=_("New due day"))
    reason = CleanText(
        label=_("Reason"),
        max_length=200,
        error_messages={"required": _("Say why the firms get more time.")},
    )
