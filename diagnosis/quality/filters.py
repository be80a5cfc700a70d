"""What narrows down the lists of this room; everything is optional and lives in the address."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from diagnosis.models import Assessment, Rule, Tier
from enterprises.models import Campaign, District, Enterprise
from gongfu.core.actor import Actor
from gongfu.core.choices import offer

EVERY = _("All")
ALL = [("", EVERY)]
FREE = "free"


class FirmFilterForm(forms.Form):
    """By firm, campaign and, where the reader sees several, district."""

    q = forms.CharField(label=_("Name or credit code"), max_length=80, required=False)
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)

    def __init__(self, data: Mapping[str, str], *, actor: Actor) -> None:
        super().__init__(data)
        campaigns = Campaign.objects.order_by("-starts_on", "id")
        offer(self, "campaign", [(row.slug, row.name) for row in campaigns], every=EVERY)
        if actor.district_code:
            del self.fields["district"]
        else:
            districts = [(row.code, row.name) for row in District.objects.all()]
            offer(self, "district", districts, every=EVERY)
        self.is_valid()

    def narrowed(self, found: QuerySet[Assessment]) -> QuerySet[Any]:
        """The assessments that every valid filter lets through."""
        chosen = self.cleaned_data
        if chosen.get("q"):
            found = found.filter(enterprise__in=Enterprise.objects.matching(chosen["q"]))
        if chosen.get("campaign"):
            found = found.filter(campaign__slug=chosen["campaign"])
        if chosen.get("district"):
            found = found.filter(enterprise__district=chosen["district"])
        return found

    @property
    def hidden_values(self) -> list[tuple[str, str]]:
        """What is set, for a form that asks for the same list again."""
        return [(name, value) for name, value in self.cleaned_data.items() if value]


class ApprovalFilterForm(FirmFilterForm):
    state = forms.ChoiceField(
        label=_("State"),
        choices=[*ALL, (FREE, _("Not approved yet")), *Tier.choices],
        required=False,
    )

    def narrowed(self, found: QuerySet[Assessment]) -> QuerySet[Any]:
        state = self.cleaned_data.get("state")
        if state:
            found = found.filter(approved="" if state == FREE else state)
        return super().narrowed(found)


class FlagFilterForm(FirmFilterForm):
    rule = forms.ChoiceField(label=_("Rule"), choices=[*ALL, *Rule.choices], required=False)

    def narrowed(self, found: QuerySet[Assessment]) -> QuerySet[Any]:
        rule = self.cleaned_data.get("rule")
        if rule:
            found = found.filter(flags__rule=rule)
        return super().narrowed(found)
