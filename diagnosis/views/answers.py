"""One answer: saved in place, shown afresh, and its history."""

from dataclasses import dataclass
from http import HTTPStatus

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from diagnosis.answers import key_of, ref_of, remembered_value, revision, state_of, written_of
from diagnosis.catalogue import framework_for
from diagnosis.deck import Deck, moment
from diagnosis.evidence.contents import ACCEPT
from diagnosis.inputs import base_revision, raw_answer, sender_of, shown_on, views_name
from diagnosis.maturity import Framework, Progress, progress
from diagnosis.models import AnswerChange, AnswerSheet, Assessment, Status, Voice
from diagnosis.rounds.confirming import Unconfirmed, unconfirmed_in
from diagnosis.services.answering import answer_on
from diagnosis.tasklist import TaskList, task_list
from diagnosis.teamwork.opinions import is_against, settled_in_words, settlements_of
from diagnosis.views.reach import (
    assessment_or_404,
    deck_of,
    document_of,
    framework_of_question,
    locked_sheet_or_404,
    person_of,
    section_or_404,
)
from diagnosis.views.sections import appeared
from enterprises.register.profiling import register_of
from gongfu.core.errors import GongfuError, Locked
from gongfu.core.middleware.audit import leave_entry
from gongfu.core.paging import by_key
from gongfu.core.requests import Request

SAVED = "diagnosis/cards/saved.html"
STATE = "Sheet-State"  # the page lets what it shows of a later state stand


@dataclass(frozen=True, slots=True)
class Count:
    """The figures of one section in the list."""

    answered: int
    total: int
    unconfirmed: int

    @property
    def is_done(self) -> bool:
        return self.answered == self.total and not self.unconfirmed


@dataclass(frozen=True, slots=True)
class Counts:
    """What a plain answer changes in the list of sections: its figures, no names and links."""

    framework: Framework
    progress: Progress
    unconfirmed: Unconfirmed

    @property
    def rows(self) -> tuple[Count, ...]:
        return tuple(self.row(each.ref) for each in self.progress.sections if each.total)

    @property
    def complete_sections(self) -> int:
        return sum(row.is_done for row in self.rows)

    def row(self, ref: str) -> Count:
        part, asked = self.progress.by_section[ref], self.framework.section_by_ref[ref].questions
        return Count(part.answered, part.total, self.unconfirmed.among(asked))


def answer(request: Request, assessment_id: int, ref: str) -> HttpResponse:
    """Save one answer and say so; GET gives the card as it stands now."""
    if request.method != "POST":
        return _fresh(request, assessment_or_404(request, assessment_id), ref)
    try:
        sheet = _save(request, assessment_id, ref)
    except GongfuError as error:
        if not request.htmx:
            raise
        return _refused(request, assessment_or_404(request, assessment_id), ref, error)
    request.audited = True
    if not request.htmx:
        return redirect(_place(sheet.assessment, ref))
    response = render(request, SAVED, _told(request, sheet, ref))
    response[STATE] = str(state_of(sheet.document))
    return response


def _save(request: Request, assessment_id: int, ref: str) -> AnswerSheet:
    """The answer, its history, the counts and the entry of the trail: one transaction."""
    with transaction.atomic():
        sheet = locked_sheet_or_404(request, assessment_id)
        framework = framework_of_question(sheet.assessment, ref)
        answer_on(
            sheet=sheet,
            ref=ref,
            raw=raw_answer(framework.questions[ref], request.POST),
            base_revision=base_revision(ref, request.POST),
            user=person_of(request),
            sender=sender_of(request.POST),
        )
        leave_entry(request, HTTPStatus.OK)
    return sheet


def _place(assessment: Assessment, ref: str) -> str:
    """Where the question stands."""
    section = framework_of_question(assessment, ref).section_of[ref]
    return f"{reverse('diagnosis:section', args=[assessment.pk, section.ref])}#{ref}"


def _fresh(request: Request, assessment: Assessment, ref: str) -> HttpResponse:
    if not request.htmx:
        return redirect(_place(assessment, ref))
    framework_of_question(assessment, ref)
    deck = deck_of(request, assessment)
    deck.tabled = True
    context = {"assessment": assessment, "card": deck.card(ref), "accept": ACCEPT, "alone": True}
    return render(request, "diagnosis/cards/card.html", context)


def _refused(
    request: Request, assessment: Assessment, ref: str, error: GongfuError
) -> HttpResponse:
    """The card as it was sent, with what is wrong, or with both answers of a conflict."""
    question = framework_for(assessment).questions[ref]
    deck = deck_of(request, assessment, with_files=False)
    deck.tabled = True
    context = {
        "assessment": assessment,
        "card": deck.card(ref, raw=raw_answer(question, request.POST), error=error),
        "locked": isinstance(error, Locked),
        "error": error,
    }
    return render(request, SAVED, context, status=error.status)


def _told(request: Request, sheet: AnswerSheet, ref: str) -> dict[str, object]:
    """The foot of the card, and whatever else on the page the answer has changed."""
    assessment = sheet.assessment
    framework = framework_for(assessment)
    section = framework.section_of[ref]
    register = register_of(assessment.enterprise)
    deck = Deck(framework, sheet.document, (), request.actor.name, assessment.profile, register)
    deck.tabled, deck.sent = True, request.POST.dict()
    branched = ref in framework.deciding
    waiting = unconfirmed_in(framework, sheet.document, assessment.profile, framework.questions)
    tasks: TaskList | Counts = (
        task_list(assessment, framework, deck.answers, unconfirmed=waiting)
        if branched
        else Counts(framework, progress(framework, deck.answers, assessment.profile), waiting)
    )
    shown = deck.shown(section.questions)
    return {
        "assessment": assessment,
        "card": deck.card(ref),
        "others": [deck.card(other) for other in deck.dependants(ref, shown)],
        "section": tasks.row(section.ref),
        "tasks": tasks,
        "branched": branched,
        "accept": ACCEPT,
        "heard": (mark := request.POST.get(views_name(ref), "")),
        "against": is_against(mark, deck.answers.get(ref)),
        **_branching(request, deck, section.questions, shown),
    }


def _branching(
    request: Request, deck: Deck, asked: tuple[str, ...], shown: list[str]
) -> dict[str, object]:
    """Which cards the page lacks and which it shows in vain, as far as it says what it shows."""
    there = shown_on(request.POST)
    if there is None:
        return {}
    new = [ref for ref in shown if ref not in there]
    return {
        "appeared": [deck.card(ref) for ref in new],
        "vanished": [ref for ref in asked if ref in there and ref not in shown],
        "said": appeared(len(new)) if new else "",
    }


def revisions(request: Request, assessment_id: int, ref: str) -> JsonResponse:
    """The newest revision of each answer of a section, for a page that somebody comes back to, and
    the words for one on which nothing can be changed any more."""
    assessment = assessment_or_404(request, assessment_id)
    asked = section_or_404(framework_for(assessment), ref)
    document = document_of(assessment)
    keys = {ref: key_of(assessment.framework_ref, ref) for ref in asked.questions}
    newest = {ref: revision(document, key) for ref, key in keys.items()}
    return JsonResponse({"revisions": newest, "locked": _locked_since(assessment)})


def _locked_since(assessment: Assessment) -> str:
    """Who submitted it and when; empty for a draft."""
    if assessment.status == Status.DRAFT:
        return ""
    move = assessment.moves.filter(after=Status.SUBMITTED).select_related("by").latest("pk")
    told = {"name": move.by.name if move.by else "–", "time": moment(move.at)}
    said = _("%(name)s submitted this self-assessment (%(time)s); its answers are locked.")
    return said % told


def history(request: Request, assessment_id: int) -> HttpResponse:
    """Who changed which answer when, newest first; `question` narrows it to one."""
    assessment = assessment_or_404(request, assessment_id)
    framework = framework_for(assessment)
    deck = Deck(framework, {}, profile=assessment.profile)
    changes = AnswerChange.objects.filter(sheet__assessment=assessment, sheet__voice=Voice.SELF)
    chosen = request.GET.get("question", "")
    if chosen in framework.questions:
        changes = changes.filter(key=key_of(framework.ref, chosen))
    else:
        chosen = ""
    page = by_key(changes, request.GET, ordering=("-id",))
    settled = settlements_of(assessment, request.actor)
    rows = [
        {
            "change": change,
            "ref": ref_of(change.key),
            "no": deck.numbers[ref_of(change.key)],
            "is_scene": framework.questions[ref_of(change.key)].is_scene,
            "label": deck.texts.question(ref_of(change.key)).label,
            "old": _in_words(deck, change.key, change.old),
            "new": _in_words(deck, change.key, change.new),
            "origin": deck.origins.text(change.new if isinstance(change.new, dict) else None)
            or settled_in_words(settled.get(ref_of(change.key)), change.revision),
        }
        for change in page.rows
    ]
    context = {
        "assessment": assessment,
        "page": page,
        "rows": rows,
        "card": deck.card(chosen) if chosen else None,
        "simulated": assessment.is_simulated,
    }
    return render(request, "diagnosis/cards/history.html", context)


def _in_words(deck: Deck, key: str, remembered: object) -> str:
    """A value of the history; details may stand beside it."""
    value = remembered_value(remembered)
    if value is None:
        return _("no answer")
    return deck.in_words(ref_of(key), value, written_of(remembered))
