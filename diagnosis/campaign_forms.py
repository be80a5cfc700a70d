"""What a regulator decides about the questionnaire of a campaign."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnosis.models import Release
from diagnosis.which_release import name_of
from gongfu.core.choices import offer

BY_RULE = "rule"


class FrameworkForm(forms.Form):
    """By the rule, or one release for everybody."""

    framework = forms.ChoiceField(
        label=gettext_lazy("Questionnaire of this campaign"),
        help_text=gettext_lazy(
            "Holds for assessments that are opened from now on; those already open keep theirs."
        ),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose the rule or one of the questionnaires."),
            "invalid_choice": gettext_lazy("Choose the rule or one of the questionnaires."),
        },
    )

    def __init__(self, data: Mapping[str, str] | None = None, *, chosen: str = "") -> None:
        super().__init__(data, initial={"framework": chosen or BY_RULE})
        by_rule = (BY_RULE, _("By the rule below: each firm by its size and kind"))
        named = ((str(release), _named(release)) for release in _releases())
        offer(self, "framework", [by_rule, *named])

    @property
    def wanted(self) -> str:
        """The release as a campaign keeps it; empty for the rule."""
        wanted: str = self.cleaned_data["framework"]
        return "" if wanted == BY_RULE else wanted


def _releases() -> list[Release]:
    return list(Release.objects.order_by("ref", "-version")[:200])


def _named(release: Release) -> str:
    return _("For everybody: %(name)s (%(release)s)") % {
        "name": name_of(release),
        "release": str(release),
    }
