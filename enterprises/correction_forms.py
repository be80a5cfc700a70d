"""Forms of corrections: what a firm proposes for one field, and how the district decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.claim_forms import CleanText
from enterprises.register.models import Correction, District, ProcessType
from enterprises.register.wording import label
from gongfu.core.actor import PUBLIC, Actor

HINTS = {
    "name_zh": _("As on the business licence"),
    "district": _("Where the enterprise counts; the city decides a change of district"),
    "industry": _("Two to four digits of GB/T 4754-2017, such as 36 or 3670"),
    "staff": _("People at the end of the last year, as reported for statistics; a whole number"),
    "revenue": _("Main-business revenue of the last year, in 10,000 yuan"),
    "contact_phone": _("Digits such as 021-12345678"),
}
NUMBERS = ("staff", "revenue")


class CorrectionForm(forms.Form):
    """The proposed value, checked later by the rules of the import, and why."""

    new = forms.CharField(
        max_length=400, error_messages={"required": _("Enter what should stand in the register.")}
    )
    reason = CleanText(
        label=_("Reason and proof"),
        max_length=300,
        help_text=_("What the district can check: a document, a year, a report"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, so that the district can check it.")},
    )

    def __init__(self, data: Any = None, *, field: str) -> None:
        super().__init__(data)
        choices = _choices(field)
        if choices:
            self.fields["new"] = forms.ChoiceField(
                choices=[("", _("Please choose")), *choices],
                error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
            )
        new = self.fields["new"]
        new.label = _("New value of “%(field)s”") % {"field": label(field)}
        new.help_text = HINTS.get(field, "")
        if field in NUMBERS:
            new.widget.attrs["inputmode"] = "decimal"


def _choices(field: str) -> list[tuple[str, Any]]:
    if field == "district":
        return [(row.code, row.name) for row in District.objects.all()]
    if field == "process_type":
        return [(value, text) for value, text in ProcessType.choices if value != "unknown"]
    return []


class CorrectionDecisionForm(forms.Form):
    """Several corrections at once, accepted or refused; a refusal says why."""

    correction = forms.ModelMultipleChoiceField(
        queryset=Correction.objects.none(),
        error_messages={
            "required": _("Choose at least one correction."),
            "invalid_choice": _("One of the corrections was decided or withdrawn; look again."),
            "invalid_pk_value": _("One of the corrections was decided or withdrawn; look again."),
        },
    )
    decision = forms.ChoiceField(choices=[("accept", ""), ("refuse", "")])
    answer = CleanText(
        label=_("Answer to the firm"),
        max_length=300,
        required=False,
        help_text=_("Needed where you refuse"),
    )

    def __init__(self, data: Any = None, *, actor: Actor = PUBLIC) -> None:
        super().__init__(data)
        chosen = self.fields["correction"]
        if isinstance(chosen, forms.ModelMultipleChoiceField):
            chosen.queryset = Correction.objects.visible_to(actor).waiting()

    def clean(self) -> None:
        if self.cleaned_data.get("decision") == "refuse" and not self.cleaned_data.get("answer"):
            self.add_error("answer", _("Say why; the firm reads it."))
