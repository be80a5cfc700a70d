"""One section: all of its questions as one plain form, which saves whatever can be saved."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from diagnosis.cards import Card, Deck
from diagnosis.catalogue import framework_for
from diagnosis.evidence.contents import ACCEPT
from diagnosis.inputs import base_revision, raw_answer
from diagnosis.maturity import Framework, Section
from diagnosis.models import Assessment, Evidence
from diagnosis.services.answering import save_answer
from diagnosis.services.attaching import attach_evidence, remove_evidence
from diagnosis.tasklist import TaskList, task_list
from diagnosis.views.reach import (
    assessment_or_404,
    document_of,
    files_of,
    may_answer,
    person_of,
    section_or_404,
)
from gongfu.core.errors import Conflict, GongfuError, Invalid
from gongfu.core.requests import Request

CHECK = "check"


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
        return _page(request, assessment, framework, asked, Outcome())
    outcome = _save(request, assessment, framework, asked)
    if outcome.status != 200:
        return _page(request, assessment, framework, asked, outcome)
    return redirect(_onwards(request, assessment, framework, asked, outcome))


def _save(
    request: Request, assessment: Assessment, framework: Framework, asked: Section
) -> Outcome:
    """Save each answer and file by itself: what is wrong with one must not cost another."""
    outcome = Outcome()
    for ref in asked.questions:
        if f"{ref}.drop" not in request.POST:
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
    _remove(request, assessment, outcome)
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
        )
    except (Invalid, Conflict) as error:
        outcome.errors[ref] = error


def _remove(request: Request, assessment: Assessment, outcome: Outcome) -> None:
    wanted = request.POST.get("remove", "")
    if wanted.isascii() and wanted.isdigit():
        evidence = get_object_or_404(
            Evidence.objects.visible_to(request.actor), pk=wanted, assessment=assessment
        )
        remove_evidence(evidence=evidence)
        outcome.at = evidence.key.split(":")[1]


def _onwards(
    request: Request,
    assessment: Assessment,
    framework: Framework,
    asked: Section,
    outcome: Outcome,
) -> str:
    """Where a saved section leads: back to the check page, to the next section, or nowhere."""
    here = reverse("diagnosis:section", args=[assessment.pk, asked.ref])
    back = request.GET.get("next") == CHECK
    if request.POST.get("go") != "next":
        query = f"?{urlencode({'next': CHECK})}" if back else ""
        return f"{here}{query}#{outcome.at}" if outcome.at else here + query
    if back:
        return f"{reverse('diagnosis:check', args=[assessment.pk])}#{asked.ref}"
    following = _tasks(assessment, framework).after(asked.ref)
    return following.url if following else reverse("diagnosis:check", args=[assessment.pk])


def _tasks(assessment: Assessment, framework: Framework) -> TaskList:
    deck = Deck(framework, document_of(assessment))
    return task_list(assessment, framework, deck.answers)


def _page(
    request: Request,
    assessment: Assessment,
    framework: Framework,
    asked: Section,
    outcome: Outcome,
) -> HttpResponse:
    document = document_of(assessment)
    deck = Deck(framework, document, files_of(assessment), request.actor.name)
    cards = [
        deck.card(
            ref,
            raw=outcome.raws[ref] if ref in outcome.errors else None,
            error=outcome.errors.get(ref),
            refused=outcome.refused.get(ref, ()),
        )
        for ref in asked.questions
    ]
    tasks = task_list(assessment, framework, deck.answers)
    editable = may_answer(request, assessment)
    context = {
        "assessment": assessment,
        "section": tasks.row(asked.ref),
        "tasks": tasks,
        "cards": cards,
        "problems": _problems(cards),
        "previous": tasks.before(asked.ref),
        "following": tasks.after(asked.ref),
        "back_to_check": request.GET.get("next") == CHECK,
        "accept": ACCEPT,
        "has_binding": any(card.question.binding for card in cards),
        "simulated": assessment.is_simulated,
    }
    template = "diagnosis/section.html" if editable else "diagnosis/section_read.html"
    return render(request, template, context, status=outcome.status)


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
