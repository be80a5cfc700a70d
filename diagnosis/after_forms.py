"""Forms of requests and appeals: they draw the fields; what is right, the services say."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diagnosis.models import Appeal
from diagnosis.services.appealing import LONGEST
from diagnosis.services.deciding import ACCEPT, REFUSE
from gongfu.core.choices import offer
from gongfu.core.errors import GongfuError
from gongfu.core.requests import Request

Data = Mapping[str, Any] | None


def posted(request: Request) -> Data:
    """What was sent, even if it is nothing; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


class ServiceForm(forms.Form):
    """A form whose complaints come from a service."""

    def complain(self, error: GongfuError) -> None:
        """Show the complaint at the field it names, else above the form."""
        for name, message in (error.fields or {"": error.message}).items():
            self.add_error(name if name in self.fields else None, message)


def _text(label: Any, hint: Any = "", *, longest: int, rows: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": longest})
    return forms.CharField(label=label, help_text=hint, required=False, widget=widget)


class ReopenForm(ServiceForm):
    reason = _text(
        _("What has to be changed, and why"),
        _("Whoever decides reads this; it is kept with the assessment."),
        longest=400,
        rows=3,
    )


class DecisionForm(ServiceForm):
    decision = forms.ChoiceField(
        label=_("Decision"),
        required=False,
        choices=[(ACCEPT, _("Accept the request")), (REFUSE, _("Do not accept it"))],
        widget=forms.RadioSelect,
    )
    reason = _text(_("Reason, for the firm to read"), longest=400, rows=3)


class AppealForm(ServiceForm):
    questions = forms.MultipleChoiceField(
        label=_("Which questions it is about"),
        help_text=_("Choose every question whose finding you think is wrong."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = _text(
        _("What was found wrongly, and what shows it"),
        _("The district and the diagnosis provider read this."),
        longest=LONGEST,
        rows=6,
    )
    evidence = forms.MultipleChoiceField(
        label=_("Files that show it"),
        help_text=_("Files that were attached to the answers."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        data: Data = None,
        *,
        questions: Iterable[tuple[str, str]],
        files: Iterable[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        offer(self, "questions", questions)
        if found := list(files):
            offer(self, "evidence", found)
        else:
            del self.fields["evidence"]


class AnswerForm(ServiceForm):
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        help_text=_("Upheld, wholly or in part: the review opens again and the provider corrects."),
        required=False,
        choices=[(state.value, state.label) for state in Appeal.OUTCOMES],
        widget=forms.RadioSelect,
    )
    answer = _text(
        _("Answer, for the firm and the provider to read"),
        _("Say for each question what was looked at and why the finding stays or changes."),
        longest=LONGEST,
        rows=6,
    )
