"""What a regulator decides about a campaign: its head, its rule, its targets, its end."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.claim_forms import CleanText
from enterprises.models import Campaign, District, Industry
from enterprises.programme.rule import Rule, as_data, read_rule, rule_of
from enterprises.programme.services.deciding import COUNTED
from enterprises.programme.services.setting_targets import Place, field_of
from enterprises.register.models import Size
from gongfu.core.choices import offer
from gongfu.core.errors import Invalid
from gongfu.core.inputs import parse_number

HEAD = ("name_zh", "name_en", "starts_on", "due_on", "counted_step")
NO_SHARE = _(
    "“%(value)s” is not a share in percent; expected more than 0 and at most 100, such as 82.5."
)
WHOLE, PLACES = Decimal(100), 2  # percent, and the digits behind its point


class DayField(forms.DateField):
    """A day, typed or picked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d"],
            **kwargs,
        )
        for code in ("required", "invalid"):
            self.error_messages[code] = _("Enter a day as 2026-09-30.")


class CampaignForm(forms.Form):
    """Names in both languages, the days, and the step that counts as covered."""

    name_zh = CleanText(
        label=_("Chinese name"),
        max_length=80,
        error_messages={"required": _("Enter the Chinese name.")},
    )
    name_en = CleanText(label=_("English name"), max_length=120, required=False)
    starts_on = DayField(label=_("First day"))
    due_on = DayField(
        label=_("Target date"),
        help_text=_("Self-assessments are due then, and coverage is measured then"),
    )
    counted_step = forms.ChoiceField(
        label=_("Counts as covered"),
        choices=[(step.value, step.label) for step in COUNTED],
        help_text=_("Printed beside every rate of coverage"),
        initial="verified",
    )
    reason = CleanText(label=_("Reason for moving the target date"), max_length=200, required=False)

    def __init__(
        self, data: Any = None, *, campaign: Campaign | None = None, fixed: tuple[str, ...] = ()
    ) -> None:
        """`fixed` can no longer be changed, because firms were invited; then a reason is asked."""
        known = {name: getattr(campaign, name) for name in HEAD} if campaign else {}
        super().__init__(data, initial=known)
        for name in fixed:
            self.fields[name].disabled = True
        if not fixed:
            del self.fields["reason"]

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in HEAD}


class ReasonForm(forms.Form):
    """Why a campaign is closed or goes on."""

    reason = CleanText(
        label=_("Reason"),
        max_length=200,
        error_messages={
            "required": _("Say why; the reason stands in the history of the campaign.")
        },
    )


def _several(label: Any) -> forms.MultipleChoiceField:
    """Boxes to tick, none at all included."""
    wrong = _("“%(value)s” cannot be chosen here; choose one of the list.")
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": wrong},
    )


class RuleForm(forms.Form):
    """Which firms are meant; what nothing is ticked in, leaves that open."""

    districts = _several(_("Districts"))
    sizes = _several(_("Size classes"))
    industries = _several(_("Industry divisions"))
    above_scale = forms.BooleanField(
        label=_("Only enterprises above scale"),
        required=False,
    )
    kinds = ("districts", "sizes", "industries", "above_scale")

    def __init__(self, data: Any = None, *, rule: Mapping[str, Any]) -> None:
        kept = as_data(read_rule(rule))
        super().__init__(data, initial={name: kept[name] for name in self.kinds})
        offer(self, "districts", [(row.code, row.name) for row in District.objects.all()])
        offer(self, "sizes", Size.choices)
        industries = [(row.code, f"{row.code} {row.short_name}") for row in Industry.objects.all()]
        offer(self, "industries", industries)

    @property
    def rule(self) -> Rule:
        return rule_of(**{name: self.cleaned_data[name] for name in self.kinds})


class ApplyForm(forms.Form):
    """From when the rule holds and why; with what the dry run showed."""

    on = DayField(
        label=_("With effect from"),
        help_text=_("Coverage of this day and of those after it is counted anew"),
    )
    reason = CleanText(
        label=_("Reason"),
        max_length=120,
        help_text=_("Stands beside each enterprise that comes in or goes out"),
        error_messages={"required": _("Say why; the reason stands beside each enterprise.")},
    )
    takes_out = forms.BooleanField(
        label=_("Take out those that no longer fit"), required=False, initial=True
    )
    enters = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    leaves = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @property
    def seen(self) -> tuple[int, int]:
        return self.cleaned_data["enters"], self.cleaned_data["leaves"]


class TargetForm(forms.Form):
    """A table of shares in percent; an empty cell sets nothing."""

    def __init__(
        self,
        data: Any = None,
        *,
        places: Mapping[Place, str],
        known: Mapping[Place, Decimal],
    ) -> None:
        """`places` are the cells that can be filled in, each with the words for a screen reader."""
        super().__init__(data)
        self.places = list(places)
        for place, label in places.items():
            share = known.get(place)
            self.fields[field_of(place)] = ShareField(
                label=label, initial=None if share is None else _shown(share)
            )

    @property
    def shares(self) -> dict[Place, Decimal | None]:
        return {place: self.cleaned_data[field_of(place)] for place in self.places}


class ShareField(forms.CharField):
    """A share typed as percent: above 0, at most 100, two digits behind the point."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "class": "input input--code"}
        )
        super().__init__(required=False, max_length=20, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            number = parse_number(text.rstrip("%％ "))
        except Invalid as error:
            raise forms.ValidationError(error.message) from error
        if not 0 < number <= WHOLE or number != round(number, PLACES):
            raise forms.ValidationError(
                NO_SHARE,
                params={"value": text},
            )
        return number / 100


def refuse(form: forms.Form, error: Invalid) -> None:
    """Put what a service refused beside the field it is about, or on top."""
    known = {name: words for name, words in error.fields.items() if name in form.fields}
    for name, words in known.items():
        form.add_error(name, words)
    if not known:
        form.add_error(None, error.message)


def _shown(share: Decimal) -> str:
    return format((share * 100).normalize(), "f")
