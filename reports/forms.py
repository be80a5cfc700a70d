from collections.abc import Mapping, Sequence

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.models import Report
from reports.services.verifying import LARGEST_UPLOAD

Choices = Sequence[tuple[str, str | Promise]]

ALL: Choices = [("", _("All"))]


class ReportFilterForm(forms.Form):
    """What narrows down the list of reports; everything is optional and lives in the address.

    Whoever sees one firm only is not asked for its name.
    """

    q = forms.CharField(label=_("Name or credit code"), max_length=80, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[*ALL, *Report.Kind.choices], required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[*ALL, ("current", _("Current")), ("superseded", _("Superseded"))],
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[*ALL, ("zh", "中文"), ("en", "English")], required=False
    )

    def __init__(self, data: Mapping[str, str], *, one_firm: bool) -> None:
        super().__init__(data)
        if one_firm:
            del self.fields["q"]


class WorklistFilterForm(forms.Form):
    """What narrows down a consultant's worklist."""

    q = forms.CharField(label=_("Name or credit code"), max_length=80, required=False)
    stage = forms.Field()  # its place in the form; the choices come with the request
    due = forms.ChoiceField(
        label=_("Due"),
        choices=[*ALL, ("overdue", _("Overdue")), ("soon", _("Within 14 days"))],
        required=False,
    )

    def __init__(self, data: Mapping[str, str], *, stages: Choices) -> None:
        super().__init__(data)
        self.fields["stage"] = forms.ChoiceField(
            label=_("State"), choices=[*ALL, *stages], required=False
        )


class IssueForm(forms.Form):
    """Which report is wanted; with one kind to choose from there is no question about it."""

    kind = forms.Field()  # its place in the form; the choices depend on who asks
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("zh", "中文"), ("en", "English")],
        widget=forms.RadioSelect,
    )
    reissue = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, str] | None, *, kinds: list[str], language: str) -> None:
        first = {"kind": kinds[0] if kinds else "", "language": language}
        super().__init__(None if data is None else {**first, **data}, initial=first)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"),
            choices=[(kind, Report.Kind(kind).label) for kind in kinds],
            widget=forms.RadioSelect if len(kinds) > 1 else forms.HiddenInput,
        )


class VerifyTextForm(forms.Form):
    """A number or a code, as typed from paper."""

    text = forms.CharField(
        label=_("Short code or report number"),
        help_text=_("The code stands beside the QR code on the first page."),
        max_length=40,
        error_messages={"required": _("Enter the code or the number of the report.")},
    )


class VerifyFileForm(forms.Form):
    """The PDF itself; it is compared and thrown away, never kept."""

    file = forms.FileField(
        label=_("PDF file of the report"),
        help_text=_("PDF up to 20 MB. The file is only compared, not stored."),
        error_messages={
            "required": _("Choose the PDF file of the report."),
            "empty": _("The file is empty. Choose the PDF as you received it."),
        },
    )

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise forms.ValidationError(
                _("The file is larger than 20 MB; reports of this site are smaller.")
            )
        return file
