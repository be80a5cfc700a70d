"""The consultant's words for paper."""

from django.utils.translation import gettext as _

from diagnosis.models import Assessment, Score
from gongfu.core import clock
from reports.document import opinion as paper
from reports.document.progress import Measures
from reports.narrative.models import Narrative
from reports.narrative.passages import INTEREST, passages_of
from reports.services.progressing import measures_on_paper


def opinion_on_paper(narrative: Narrative, provider: str | None) -> paper.Opinion | None:
    """The chapter; none where nothing was written."""
    passages = tuple(
        paper.Passage(name=each.label, text=narrative.texts[each.key])
        for each in passages_of(narrative.assessment, narrative.language)
        if each.key in narrative.texts
    )
    if not passages:
        return None
    return paper.Opinion(
        author=narrative.saved_name,
        provider=provider,
        written_on=clock.city_day(narrative.saved_at),
        passages=passages,
    )


def chosen_on_paper(narrative: Narrative, assessment: Assessment, row: Score) -> Measures | None:
    """The solutions that the consultant picked; none where the report is to choose by itself."""
    if not narrative.solutions:
        return None
    return measures_on_paper(
        assessment, row, chosen=narrative.solutions, interest=_interest(narrative)
    )


def _interest(narrative: Narrative) -> str:
    if narrative.interest == Narrative.Interest.OWN:
        return _("Statement of interests: %(text)s") % {"text": narrative.texts[INTEREST]}
    return _(
        "Statement of interests: neither the provider nor a company tied to it sells any of these."
    )
