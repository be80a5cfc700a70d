"""What a reader asks of the board, from the address: every filtered view has one."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Campaign, Step
from enterprises.register.models import Size
from gongfu.core.actor import Actor
from gongfu.core.choices import offer
from gongfu.core.clock import now, today
from gongfu.core.errors import Invalid
from reports.coverage.names import Names
from reports.coverage.reading import STEPS, Slice


class BoardForm(forms.Form):
    """The filters of the board; all are optional, none is guessed at when it is wrong."""

    campaign = forms.ChoiceField(label=gettext_lazy("Campaign"), required=False)
    district = forms.ChoiceField(label=gettext_lazy("District"), required=False)
    industry = forms.ChoiceField(label=gettext_lazy("Industry"), required=False)
    size = forms.ChoiceField(label=gettext_lazy("Size"), required=False)
    step = forms.ChoiceField(label=gettext_lazy("Step"), required=False)
    as_of = forms.DateField(
        label=gettext_lazy("As of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Enter a day as 2026-09-30.")},
    )
    known_at = forms.DateTimeField(
        label=gettext_lazy("As known at"),
        required=False,
        error_messages={"invalid": gettext_lazy("Enter a moment as 2026-09-30T18:00:00.")},
    )
    o = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    all = forms.CharField(required=False, max_length=1, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, str], *, names: Names, actor: Actor) -> None:
        self.names, self.actor = names, actor
        super().__init__(self._with_defaults(data), use_required_attribute=False)
        offer(self, "campaign", [(slug, row.name) for slug, row in names.campaigns.items()])
        districts = [(code, row.name) for code, row in names.districts.items()]
        offer(self, "district", districts, every=None if actor.district_code else _("Whole city"))
        industries = [(code, row.short_name) for code, row in names.industries.items()]
        offer(self, "industry", industries, every=_("All industries"))
        offer(self, "size", Size.choices, every=_("All sizes"))
        offer(self, "step", [(step.value, step.label) for step in STEPS])
        for name in ("campaign", "district", "industry", "size", "step"):
            self.fields[name].error_messages["invalid_choice"] = _(
                "“%(value)s” cannot be chosen here; choose one of the list."
            )

    def _with_defaults(self, data: Mapping[str, str]) -> dict[str, str]:
        """The campaign that started last, the step it counts, today, the reader's own district."""
        asked = {name: value for name in self.base_fields if (value := data.get(name, ""))}
        newest = next(iter(self.names.campaigns), "")
        campaign = self.names.campaigns.get(asked.get("campaign", newest))
        return {
            "campaign": newest,
            "district": self.actor.district_code or "",
            "step": campaign.counted_step if campaign else Step.VERIFIED.value,
            "as_of": today().isoformat(),
            **asked,
        }

    def clean_as_of(self) -> object:
        day = self.cleaned_data["as_of"]
        if day and day > today():
            raise forms.ValidationError(
                _("%(day)s has not come yet; choose a day up to today."), params={"day": day}
            )
        return day

    def clean_known_at(self) -> object:
        moment = self.cleaned_data["known_at"]
        if moment and moment > now():
            raise forms.ValidationError(_("This moment has not come yet."))
        return moment

    @property
    def campaign_asked(self) -> Campaign:
        return self.names.campaigns[self.cleaned_data["campaign"]]

    @property
    def step_asked(self) -> Step:
        return Step(self.cleaned_data["step"])

    @property
    def slice_asked(self) -> Slice:
        """The slice, cut to what the reader may see."""
        asked = self.cleaned_data
        return Slice(
            campaign_id=self.campaign_asked.pk,
            as_of=asked["as_of"],
            known_at=asked["known_at"],
            district=asked["district"],
            industry=asked["industry"],
            size=asked["size"],
        ).within(self.actor)

    def refuse(self) -> Invalid:
        """The same errors for readers without a form: exports and clients."""
        fields = {name: " ".join(map(str, errors)) for name, errors in self.errors.items()}
        return Invalid(_("The filter of this file cannot be used."), fields=fields)
