"""The passages that a consultant may write: a few of the whole, one for each main part."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnosis.catalogue import framework_for
from diagnosis.models import Assessment

SUMMARY, STRENGTHS, WEAKNESSES, INTEREST = "summary", "strengths", "weaknesses", "interest"
ADVICE = "advice-"  # before the ref of a part
WHOLE = {
    SUMMARY: gettext_lazy("Summary"),
    STRENGTHS: gettext_lazy("Strengths"),
    WEAKNESSES: gettext_lazy("Weaknesses"),
}


@dataclass(frozen=True, slots=True)
class Passage:
    """One text with the key under which it is kept."""

    key: str
    label: str
    of_part: bool = False


def passages_of(assessment: Assessment, language: str) -> tuple[Passage, ...]:
    """Everything that may be written on this assessment, in the order of the report."""
    framework = framework_for(assessment)
    texts = framework.texts(language)
    parts = framework.part(framework.total_part).parts or framework.axes
    return (
        *(Passage(key, str(label)) for key, label in WHOLE.items()),
        *(
            Passage(
                f"{ADVICE}{part.ref}",
                _("Recommendation: %(part)s") % {"part": texts.part(part.ref).name},
                of_part=True,
            )
            for part in parts
        ),
    )
