"""One section: all of its questions as one plain form, which saves whatever can be saved."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.cards import Card
from diagnosis.catalogue import framework_for
from diagnosis.evidence.contents import ACCEPT
from diagnosis.figures import table_of
from diagnosis.inputs import base_revision, is_posted, raw_answer
from diagnosis.maturity import Framework, Section
from diagnosis.models import Assessment
from diagnosis.rounds.confirming import unconfirmed_in
from diagnosis.rounds.marking import last_time
from diagnosis.services.answering import save_answer
from diagnosis.services.attaching import attach_evidence
from diagnosis.tasklist import TaskList, task_list
from diagnosis.views.confirming import UNCHANGED, act_on, press_on, was_pressed
from diagnosis.views.evidence import change_files
from diagnosis.views.reach import (
    assessment_or_404,
    deck_of,
    may_answer,
    person_of,
    section_or_404,
)
from gongfu.core.errors import Conflict, GongfuError, Invalid
from gongfu.core.requests import Request

CHECK, MINE = "check", "mine"  # where a section was come from, and leads back to
BACK = "back"  # the button that leads back to the last answers, and confirms none of them
READ = "diagnosis/sections/read.html"


@dataclass
class Outcome:
    """What became of a posted section; `at` is the question that the person worked on."""

    raws: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, GongfuError] = field(default_factory=dict)
    refused: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    at: str = ""

    @property
    def status(self) -> int:
        if any(isinstance(error, Conflict) for error in self.errors.values()):
            return Conflict.status
        return Invalid.status if self.errors or self.refused else 200


def section(request: Request, assessment_id: int, ref: str) -> HttpResponse:
    """Show the questions of a section; POST saves them all and goes on."""
    assessment = assessment_or_404(request, assessment_id)
    framework = framework_for(assessment)
    asked = section_or_404(framework, ref)
    if request.method != "POST":
        return _page(request, assessment, asked, Outcome())
    before = deck_of(request, assessment, with_files=False).shown(asked.questions)
    outcome = _save(request, assessment, framework, asked)
    if outcome.status != 200:
        return _page(request, assessment, asked, outcome)
    if was_pressed(request):
        here = reverse("diagnosis:section", args=[assessment.pk, asked.ref])
        way_back = _way_back(request)
        here = f"{here}?{way_back}&" if way_back else f"{here}?"
        return redirect(act_on(request, assessment, asked.questions, here))
    return redirect(_onwards(request, assessment, asked, outcome, before))


def _save(
    request: Request, assessment: Assessment, framework: Framework, asked: Section
) -> Outcome:
    """Save each answer and file by itself: what is wrong with one must not cost another."""
    outcome = Outcome()
    for ref in asked.questions:
        if is_posted(ref, request.POST) and f"{ref}.drop" not in request.POST:
            _save_answer(request, assessment, framework, ref, outcome)
        for upload in request.FILES.getlist(f"{ref}.file"):
            outcome.at = ref
            try:
                attach_evidence(
                    assessment=assessment, ref=ref, upload=upload, user=person_of(request)
                )
            except Invalid as error:
                refusal = (upload.name or "", error.message)
                outcome.refused.setdefault(ref, []).append(refusal)
        if {f"{ref}.drop", f"{ref}.over", f"{ref}.clear", f"{ref}.upload"} & set(request.POST):
            outcome.at = ref
    outcome.at = change_files(request, assessment) or outcome.at
    return outcome


def _save_answer(
    request: Request, assessment: Assessment, framework: Framework, ref: str, outcome: Outcome
) -> None:
    raw = raw_answer(framework.questions[ref], request.POST)
    outcome.raws[ref] = raw
    try:
        save_answer(
            assessment=assessment,
            ref=ref,
            raw=raw,
            base_revision=base_revision(ref, request.POST),
            user=person_of(request),
            confirms=request.POST.get("go") == "next",
        )
    except (Invalid, Conflict) as error:
        outcome.errors[ref] = error


def _onwards(
    request: Request,
    assessment: Assessment,
    asked: Section,
    outcome: Outcome,
    before: list[str],
) -> str:
    """Where a saved section leads: to questions that it made appear, back to the check page, to
    the next section, or nowhere."""
    here = reverse("diagnosis:section", args=[assessment.pk, asked.ref])
    back, row = request.GET.get("next", ""), request.GET.get("row", "")
    query = f"?{way_back}" if (way_back := _way_back(request)) else ""
    deck = deck_of(request, assessment, with_files=False)
    new = [ref for ref in deck.shown(asked.questions) if ref not in before]
    if new:
        messages.info(request, appeared(len(new)))
        return f"{here}{query}#{new[0]}"
    if request.POST.get("go") == BACK:
        return f"{reverse('diagnosis:unchanged', args=[assessment.pk])}#{asked.ref}"
    if request.POST.get("go") != "next":
        return f"{here}{query}#{outcome.at}" if outcome.at else here + query
    check = reverse("diagnosis:check", args=[assessment.pk])
    if back == CHECK:
        return f"{check}#row-{row}" if row in asked.questions else f"{check}#{asked.ref}"
    if back == MINE:
        return reverse("diagnosis:mine")
    following = task_list(assessment, deck.framework, deck.answers).after(asked.ref)
    return f"{following.url}?{urlencode({'from': asked.ref})}#questions" if following else check


def _way_back(request: Request) -> str:
    """Where this section was come from, for the next address; empty from the list."""
    back, row = request.GET.get("next", ""), request.GET.get("row", "")
    return urlencode({"next": back, "row": row}) if back in (CHECK, MINE, UNCHANGED) else ""


def appeared(count: int) -> str:
    """Said where an answer made questions appear."""
    return ngettext(
        "%(count)d question appeared that this answer leads to.",
        "%(count)d questions appeared that this answer leads to.",
        count,
    ) % {"count": count}


def _page(
    request: Request, assessment: Assessment, asked: Section, outcome: Outcome
) -> HttpResponse:
    deck = deck_of(request, assessment)
    framework, profile = deck.framework, assessment.profile
    waiting = unconfirmed_in(framework, deck.document, profile, framework.questions)
    tasks = task_list(assessment, framework, deck.answers, unconfirmed=waiting)
    row = tasks.row(asked.ref)
    if row is None:
        messages.info(request, _("Your answers leave nothing to ask in this section."))
        return redirect("diagnosis:tasks", assessment.pk)
    last = last_time(assessment, request.actor, deck.framework, asked.questions)
    deck.last = last.beside(deck.answers)
    deck.tabled = may_answer(request, assessment)
    cards = [
        deck.card(
            ref,
            raw=outcome.raws[ref] if ref in outcome.errors else None,
            error=outcome.errors.get(ref),
            refused=outcome.refused.get(ref, ()),
        )
        for ref in asked.questions
        if ref in outcome.errors or deck.reading.is_shown(ref)
    ]
    context = {
        "assessment": assessment,
        "section": row,
        "tasks": tasks,
        "places": places(cards, asked.questions),
        "cards": cards,
        "table": table_of(
            deck.framework, deck.texts, asked, (each for card in cards for each in card.inputs)
        ),
        "problems": _problems(cards),
        "last_year": last.year,
        "unchanged": unconfirmed_in(
            deck.framework, deck.document, assessment.profile, asked.questions
        ),
        "press": press_on(request, assessment),
        "previous": tasks.before(asked.ref),
        "following": tasks.after(asked.ref),
        "left": _left_open(tasks, request.GET.get("from", "")),
        "back_to_check": request.GET.get("next") == CHECK,
        "back_to_mine": request.GET.get("next") == MINE,
        "back_to_unchanged": request.GET.get("next") == UNCHANGED,
        "accept": ACCEPT,
        "may_answer": may_answer(request, assessment),
        "has_binding": any(card.question.binding for card in cards),
        "simulated": assessment.is_simulated,
    }
    template = "diagnosis/sections/section.html" if context["may_answer"] else READ
    return render(request, template, context, status=outcome.status)


def _left_open(tasks: TaskList, ref: str) -> dict[str, object] | None:
    """What the section that somebody comes from still asks, and where it begins."""
    row = tasks.row(ref)
    if row is None or row.is_complete:
        return None
    missing = tasks.progress.by_section[ref].missing
    return {"title": row.title, "missing": len(missing), "url": f"{row.url}#{missing[0]}"}


def places(cards: Iterable[Card], refs: Iterable[str]) -> list[tuple[str, Card | None]]:
    """Every question of the page in order: its card, or none where it is not asked now."""
    shown = {card.ref: card for card in cards}
    return [(ref, shown.get(ref)) for ref in refs]


def _problems(cards: list[Card]) -> list[tuple[str, str]]:
    """Everything that was not saved: the element to go to, and why, in the words of the card."""
    problems: list[tuple[str, str]] = []
    for card in cards:
        if card.error:
            problems.append((card.wrong, card.error))
        if card.clash:
            problems.append((card.ref, card.state_text))
        problems += [(f"{card.ref}-files", f"{name}: {why}") for name, why in card.refused]
    return problems
