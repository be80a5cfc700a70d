"""Last round's answers that still hold: a section or all of them at one press, and back again."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from diagnosis.answers import key_of, revision
from diagnosis.catalogue import framework_for
from diagnosis.copying import Chapter, copy_of
from diagnosis.inputs import base_revision
from diagnosis.models import Assessment
from diagnosis.rounds.confirming import (
    Confirmed,
    confirm_unchanged,
    confirmed_at,
    take_back,
    unconfirmed_in,
)
from diagnosis.services.answering import locked
from diagnosis.views.reach import assessment_or_404, document_of, may_answer, person_of
from gongfu.core.languages import short
from gongfu.core.requests import Request

UNCHANGED, UNDO = "unchanged", "undo"  # the two buttons
CONFIRMED, UNDONE = "confirmed", "undone"  # what became of the press, in the address


@dataclass(frozen=True, slots=True)
class Press:
    """What the last press on this page did."""

    confirmed: Confirmed | None = None
    undone: int = 0
    was_late: bool = False  # others were faster: nothing was left to do


def unchanged(request: Request, assessment_id: int) -> HttpResponse:
    """Every last answer that nobody has confirmed or changed; POST confirms what the list shows."""
    assessment = assessment_or_404(request, assessment_id)
    if not may_answer(request, assessment):
        raise locked()
    framework = framework_for(assessment)
    if request.method == "POST":
        here = reverse("diagnosis:unchanged", args=[assessment.pk])
        return redirect(act_on(request, assessment, tuple(framework.questions), f"{here}?"))
    document = document_of(assessment)
    found = unconfirmed_in(framework, document, assessment.profile, framework.questions)
    chapters = copy_of(framework, document, assessment.profile, {}, short())
    context = {
        "assessment": assessment,
        "unchanged": found,
        "same": _only(chapters, found.same),
        "figures": _only(chapters, found.figures),
        "revisions": [(ref, revision(document, key_of(framework.ref, ref))) for ref in found.same],
        "press": press_on(request, assessment),
        "simulated": assessment.is_simulated,
    }
    return render(request, "diagnosis/rounds/unchanged.html", context)


def _only(chapters: list[Chapter], refs: tuple[str, ...]) -> list[Chapter]:
    """The lines of some questions, under the titles of their sections."""
    kept = (
        Chapter(each.ref, each.title, tuple(line for line in each.lines if line.ref in refs), "")
        for each in chapters
    )
    return [chapter for chapter in kept if chapter.lines]


def was_pressed(request: Request) -> bool:
    """Whether a form came in by one of the two buttons."""
    return request.POST.get("go") == UNCHANGED or UNDO in request.POST


def act_on(request: Request, assessment: Assessment, refs: tuple[str, ...], here: str) -> str:
    """Do what was pressed; return the page again, opened where it says what happened."""
    if UNDO in request.POST:
        at = _moment(request.POST[UNDO])
        back = take_back(assessment=assessment, at=at, user=person_of(request)) if at else 0
        return f"{here}{urlencode({UNDONE: back})}#unchanged"
    seen = {ref: base_revision(ref, request.POST) for ref in refs if f"{ref}.rev" in request.POST}
    done = confirm_unchanged(assessment=assessment, seen=seen, user=person_of(request))
    return f"{here}{urlencode({CONFIRMED: done.at.isoformat() if done else ''})}#unchanged"


def press_on(request: Request, assessment: Assessment) -> Press | None:
    """What the address says of a press, as far as it is still so."""
    if UNDONE in request.GET:
        count = request.GET[UNDONE]
        undone = int(count) if count.isascii() and count.isdigit() and len(count) < 5 else 0
        return Press(undone=undone, was_late=not undone)
    if CONFIRMED not in request.GET:
        return None
    at = _moment(request.GET[CONFIRMED])
    found = confirmed_at(assessment, at, person_of(request)) if at else None
    return Press(confirmed=found, was_late=found is None)


def _moment(text: str) -> datetime | None:
    """A moment with its zone; None for anything else."""
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at and at.tzinfo else None
