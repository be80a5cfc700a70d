"""How firms are invited in bulk: until when, and what the dry run showed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.campaign_forms import DayField


class OpeningForm(forms.Form):
    """The day by which the self-assessments are due; `opens` is what the page showed."""

    due_on = DayField(
        label=_("Self-assessments are due on"),
        help_text=_("Reminders go out before and after that day"),
    )
    opens = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
