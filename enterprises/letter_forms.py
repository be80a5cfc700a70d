"""Which firms get a letter, and what the letter says beside the code."""

from typing import Any

from django import forms
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from enterprises.claim_forms import CleanText
from enterprises.models import Campaign, ScopeEntry
from enterprises.register.models import District, Enterprise, Letter
from enterprises.register.querysets import EnterpriseQuerySet
from gongfu.core.actor import PUBLIC, Actor
from gongfu.core.choices import offer


def nobody_in(actor: Actor) -> EnterpriseQuerySet:
    """Firms in the actor's reach that no person belongs to."""
    return Enterprise.objects.visible_to(actor).filter(memberships=None)


class LetterFilterForm(forms.Form):
    """Lives in the address; what is not offered there filters nothing."""

    q = forms.CharField(
        label=_("Name or credit code"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    district = forms.ChoiceField(label=_("District"), required=False)
    campaign = forms.ChoiceField(label=_("In scope of"), required=False)

    def __init__(self, data: Any, *, actor: Actor) -> None:
        super().__init__(data)
        campaigns = [(row.slug, row.name) for row in Campaign.objects.all()]
        offer(self, "campaign", campaigns, every=_("any or no campaign"))
        if actor.district_code is not None:
            del self.fields["district"]
        else:
            districts = [(row.code, row.name) for row in District.objects.all()]
            offer(self, "district", districts, every=_("Whole city"))
        self.is_valid()

    def found(self, actor: Actor) -> EnterpriseQuerySet:
        """Firms that nobody has entered, with the number of letters that are under way."""
        rows = nobody_in(actor).select_related("district")
        if words := self.cleaned_data.get("q"):
            rows = rows.matching(words)
        if code := self.cleaned_data.get("district"):
            rows = rows.filter(district_id=code)
        if slug := self.cleaned_data.get("campaign"):
            stays = ScopeEntry.objects.filter(campaign__slug=slug, left_on=None)
            rows = rows.with_any(stays)
        return rows.prefetch_related(Prefetch("letters", Letter.objects.order_by("pk")))


class LetterForm(forms.Form):
    """The chosen firms, and whom they may ask."""

    firm = forms.ModelMultipleChoiceField(
        queryset=Enterprise.objects.none(),
        error_messages={
            "required": _("Choose at least one enterprise."),
            "invalid_choice": _("One of the enterprises has a member by now; choose again."),
            "invalid_pk_value": _("One of the enterprises has a member by now; choose again."),
        },
    )
    contact = CleanText(
        label=_("Whom to ask"),
        max_length=120,
        help_text=_("Name and phone, printed in the letter"),
        error_messages={"required": _("Name a person whom the enterprise may ask.")},
    )
    form = forms.ChoiceField(choices=[("print", ""), ("csv", "")])

    def __init__(self, data: Any = None, *, actor: Actor = PUBLIC, contact: str = "") -> None:
        super().__init__(data, initial={"contact": contact})
        firms = self.fields["firm"]
        if isinstance(firms, forms.ModelMultipleChoiceField):
            firms.queryset = nobody_in(actor).select_related("district").order_by("name_key", "pk")
