"""The filters of the core's lists; they live in the address of the page."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongfu.core.models import AuditEntry


class TrailFilter(forms.Form):
    """Narrows the audit trail."""

    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    actor = forms.CharField(label=_("Who (pseudonym)"), required=False, max_length=32)
    action = forms.CharField(label=_("Action"), required=False, max_length=80)
    result = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=[("", _("All")), *AuditEntry.Result.choices],
    )

    def narrow(self, entries: "QuerySet[AuditEntry]") -> "QuerySet[AuditEntry]":
        """The entries that fit what was filled in."""
        given = self.cleaned_data
        if given["since"]:
            entries = entries.filter(at__gte=_start(given["since"]))
        if given["until"]:
            entries = entries.filter(at__lt=_start(given["until"] + timedelta(days=1)))
        for name in ("actor", "action", "result"):
            if given[name]:
                entries = entries.filter(**{name: given[name]})
        return entries


def _start(day: date) -> datetime:
    """The moment at which the city's day begins."""
    return timezone.make_aware(datetime.combine(day, time.min))
