"""A wave of a campaign, and who of a campaign is invited at once."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.campaign_forms import DayField, RuleForm
from enterprises.claim_forms import CleanText
from enterprises.models import Campaign, Wave
from enterprises.programme.rule import Rule, both, read_rule, rule_of
from enterprises.register.models import Size
from enterprises.register.uscc import is_valid_uscc
from gongfu.core.choices import offer

MOST_CODES = 2000
BETWEEN = re.compile(r"[\s,;，；、]+")


class WaveForm(RuleForm):
    """Names, days and who is meant: by kind, or by a list of credit codes."""

    name_zh = CleanText(
        label=_("Chinese name"),
        max_length=80,
        error_messages={"required": _("Enter the Chinese name.")},
    )
    name_en = CleanText(label=_("English name"), max_length=120, required=False)
    starts_on = DayField(label=_("First day"))
    due_on = DayField(label=_("Due on"))
    codes = forms.CharField(
        label=_("Credit codes"),
        required=False,
        max_length=MOST_CODES * 20,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "Such as chain leaders and their neighbours; one in a line, or with commas between"
        ),
    )

    def __init__(self, data: Any = None, *, campaign: Campaign) -> None:
        super().__init__(data, rule={})
        self.fields["starts_on"].initial = campaign.starts_on
        self.fields["due_on"].initial = campaign.due_on

    def clean_codes(self) -> list[str]:
        codes = [code.upper() for code in BETWEEN.split(self.cleaned_data["codes"]) if code]
        if len(codes) > MOST_CODES:
            raise forms.ValidationError(
                _("At most %(most)d credit codes; you entered %(count)d."),
                params={"most": MOST_CODES, "count": len(codes)},
            )
        wrong = [code for code in codes if not is_valid_uscc(code)]
        if wrong:
            raise forms.ValidationError(
                _("“%(code)s” is not a unified social credit code; it has 18 characters."),
                params={"code": wrong[0][:40]},
            )
        return codes

    @property
    def values(self) -> dict[str, Any]:
        names = ("name_zh", "name_en", "starts_on", "due_on")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def rule(self) -> Rule:
        named = rule_of(codes=self.cleaned_data["codes"])
        return both(super().rule, named) or named


class WhoForm(forms.Form):
    """Narrows down who is invited; lives in the address, and what is not offered is left out."""

    wave = forms.ChoiceField(label=_("Wave"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)
    industry = forms.ChoiceField(label=_("Industry"), required=False)
    size = forms.ChoiceField(label=_("Size"), required=False)
    scale = forms.ChoiceField(
        label=_("Scale"), required=False, choices=[("", _("any")), ("yes", _("only above scale"))]
    )

    def __init__(
        self,
        data: Mapping[str, str],
        *,
        waves: Iterable[Wave],
        districts: Iterable[tuple[str, str]],
        industries: Iterable[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        self.waves = {str(wave.pk): wave for wave in waves}
        named = [(key, wave.name) for key, wave in self.waves.items()]
        offer(self, "wave", named, every=_("the whole campaign"))
        offer(self, "district", districts, every=_("Whole city"))
        offer(self, "industry", industries, every=_("All industries"))
        offer(self, "size", Size.choices, every=_("All sizes"))
        self.is_valid()

    @property
    def chosen_wave(self) -> Wave | None:
        return self.waves.get(self.cleaned_data.get("wave", ""))

    @property
    def rule(self) -> Rule | None:
        """Whom wave and filters mean together; None where no firm can fit both."""
        given = self.cleaned_data
        asked = rule_of(
            districts=_one(given, "district"),
            industries=_one(given, "industry"),
            sizes=_one(given, "size"),
            above_scale=bool(given.get("scale")),
        )
        wave = self.chosen_wave
        return both(read_rule(wave.rule), asked) if wave else asked


def _one(given: Mapping[str, str], name: str) -> list[str]:
    return [given[name]] if given.get(name) else []
