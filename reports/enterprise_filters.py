"""What narrows down the list of enterprises: everything is optional and lives in the address."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Campaign
from enterprises.register.models import Size
from gongfu.core.actor import Actor
from gongfu.core.choices import offer
from gongfu.core.clock import today
from gongfu.core.languages import short
from reports.coverage.calls import Standstill, standing_still
from reports.coverage.names import Names
from reports.coverage.reading import Slice
from reports.enterprise_rows import (
    NO_CAMPAIGN,
    NO_LEVEL,
    NOT_ASSESSED,
    NUMBERS,
    STAGES,
    Rows,
    level_names,
)

ORDERS = {
    "name": "name_key",
    "district": "district_id",
    "stage": "stage",
    "level": "rank",
    "due": "due",
}
EXACT = ("district", "industry", "size")
SCALES = [("yes", gettext_lazy("Above scale")), ("no", gettext_lazy("Below scale"))]


class EnterpriseFilterForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Name or credit code"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    campaign = forms.ChoiceField(label=gettext_lazy("Campaign"), required=False)
    district = forms.ChoiceField(label=gettext_lazy("District"), required=False)
    industry = forms.ChoiceField(label=gettext_lazy("Industry"), required=False)
    size = forms.ChoiceField(label=gettext_lazy("Size"), required=False)
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), required=False)
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False)
    scale = forms.ChoiceField(label=gettext_lazy("Scale"), required=False)
    standing = forms.ChoiceField(
        label=gettext_lazy("Standstill"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, data: Any, *, names: Names) -> None:
        super().__init__(data)
        self.names = names
        levels = level_names(self.chosen_campaign)
        offer(self, "campaign", [(slug, row.name) for slug, row in names.campaigns.items()])
        every = _("Whole city") if len(names.districts) > 1 else None
        districts = [(code, row.name) for code, row in names.districts.items()]
        offer(self, "district", districts, every=every)
        industries = [(code, row.short_name) for code, row in names.industries.items()]
        offer(self, "industry", industries, every=_("All industries"))
        offer(self, "size", Size.choices, every=_("All sizes"))
        stages = [(stage.key, stage.name) for stage in STAGES.values()]
        offer(self, "stage", stages, every=_("All stages"))
        ranks = [(str(rank), f"{rank} {name}".strip()) for rank, name in levels.items()]
        rest = [(str(NO_LEVEL), _("No level")), (str(NOT_ASSESSED), _("Not assessed"))]
        offer(self, "level", [*ranks, *rest], every=_("All levels"))
        offer(self, "scale", SCALES, every=_("All"))
        offer(self, "standing", Standstill.choices, every="")

    def clean_campaign(self) -> str:
        """The campaign that is shown anyway narrows nothing down."""
        chosen: str = self.cleaned_data["campaign"]
        return "" if chosen == next(iter(self.names.campaigns), "") else chosen

    @property
    def chosen_campaign(self) -> Campaign:
        """The chosen campaign, else the one that started last, else an empty one."""
        known = self.names.campaigns
        chosen = known.get(self.data.get("campaign", ""))
        return chosen or next(iter(known.values()), NO_CAMPAIGN)

    def narrowed(self, rows: Rows, actor: Actor) -> Rows:
        """The rows that every valid filter lets through."""
        chosen = self.cleaned_data
        rows = rows.filter(**{name: chosen[name] for name in EXACT if chosen.get(name)})
        if chosen.get("q"):
            rows = rows.matching(chosen["q"])
        if chosen.get("stage"):
            rows = rows.filter(stage=NUMBERS[chosen["stage"]])
        if chosen.get("level"):
            rows = rows.filter(rank=int(chosen["level"]))
        if chosen.get("scale"):
            rows = rows.filter(is_above_scale=chosen["scale"] == "yes")
        if chosen.get("standing"):
            rows = rows.filter(pk__in=self._standing(chosen["standing"], actor))
        return rows

    def _standing(self, kind: str, actor: Actor) -> QuerySet:
        """The firms that the board counts as standing still in this way."""
        campaign = self.chosen_campaign
        asked = Slice(campaign_id=campaign.pk, as_of=today()).within(actor)
        still = standing_still(campaign, asked, actor, campaign.counted_step)
        return still.filter(kind=kind).values("enterprise")

    def ordering(self) -> tuple[str, ...]:
        """By name unless a column head was clicked; what is equal stands by name."""
        wanted = self.data.get("o", "name")
        column = ORDERS.get(wanted.removeprefix("-"), "name_key")
        first = f"-{column}" if wanted.startswith("-") else column
        return (first,) if column == "name_key" else (first, "name_key")

    def in_words(self) -> str:
        """The filters as one line, for the head of an export."""
        colon = "：" if short() == "zh" else ": "
        parts = [
            f"{self.fields[name].label}{colon}{_shown(self.fields[name], value)}"
            for name, value in self.cleaned_data.items()
            if value and name != "campaign"
        ]
        return " · ".join(parts) or _("none")


def _shown(field: forms.Field, value: str) -> str:
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices)[value])  # type: ignore[arg-type]
    return value
