"""The answers on which all views agree, decided together: take over, keep, or later."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.inputs import base_revision
from diagnosis.models import Assessment
from diagnosis.services.agreeing import Decided, decide_all
from diagnosis.teamwork.opinions import Comparison, Line, round_of
from diagnosis.views.opinions.landing import next_open
from diagnosis.views.reach import person_of
from gongfu.core.requests import Request

DECIDE = "decide"
REPLACE, KEEP, LATER = "replace", "keep", "later"


@dataclass(frozen=True, slots=True)
class Row:
    """One answer that would take the place of another one, and what was chosen for it."""

    line: Line
    choice: str


def rows_of(found: Comparison, posted: Mapping[str, str]) -> list[Row]:
    """Nothing is decided beforehand."""
    return [Row(line, posted.get(f"{line.ref}.do", LATER)) for line in found.replacing]


def decide(request: Request, assessment: Assessment) -> HttpResponse:
    """Do what was chosen, as far as the answers still stand as the page showed them."""
    found = round_of(assessment, request.actor)
    if found is None:
        raise Http404(assessment.pk)
    decided = decide_all(
        opinion_round=found,
        replacing=_seen(found.refs, REPLACE, request.POST),
        keeping=_seen(found.refs, KEEP, request.POST),
        reason=request.POST.get("reason", ""),
        user=person_of(request),
    )
    messages.success(request, _in_words(decided))
    return redirect(next_open(found))


def _seen(refs: list[str], choice: str, posted: Mapping[str, str]) -> dict[str, int]:
    """The questions for which this was chosen, each with the revision that was shown."""
    chosen = (ref for ref in refs if posted.get(f"{ref}.do") == choice)
    return {ref: base_revision(ref, posted) for ref in chosen}


def _in_words(decided: Decided) -> str:
    new = ngettext(
        "The self-assessment has %(count)d more answer on which all agree.",
        "The self-assessment has %(count)d more answers on which all agree.",
        decided.new,
    )
    replaced = ngettext(
        "%(count)d answer was replaced.", "%(count)d answers were replaced.", decided.replaced
    )
    kept = ngettext(
        "%(count)d answer was kept, with your reason.",
        "%(count)d answers were kept, with your reason.",
        decided.kept,
    )
    refused = ngettext(
        "%(count)d answer contradicts another one and was not taken over.",
        "%(count)d answers contradict others and were not taken over.",
        decided.refused,
    )
    words = zip((new, replaced, kept, refused), decided, strict=True)
    told = [said % {"count": number} for said, number in words if number]
    return " ".join(told) or _("Nothing was changed; choose what is to become of each answer.")
