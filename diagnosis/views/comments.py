"""What is said about the questions: all threads of an assessment, and one."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from diagnosis.answers import key_of, ref_of
from diagnosis.catalogue import framework_for
from diagnosis.deck import Deck
from diagnosis.models import LONGEST_COMMENT, Assessment, Comment
from diagnosis.services.commenting import add_comment, note_seen, withdraw_comment
from diagnosis.teamwork.talking import Mark, marks_of, total
from diagnosis.views.reach import assessment_or_404, document_of, framework_of_question, person_of
from gongfu.core.access import may
from gongfu.core.errors import Invalid
from gongfu.core.languages import short
from gongfu.core.requests import Request

PART = "diagnosis/comments/thread.html"


@dataclass(frozen=True, slots=True)
class Shown:
    """One comment as the reader sees it."""

    comment: Comment
    is_new: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Talked:
    """One question with its newest comment, in the list of all."""

    ref: str
    no: str
    label: str
    is_scene: bool
    mark: Mark
    last: Comment


def comments(request: Request, assessment_id: int) -> HttpResponse:
    """Every question about which something was said, the latest first."""
    assessment = assessment_or_404(request, assessment_id)
    marks = marks_of(assessment, request.actor)
    context = {
        "assessment": assessment,
        "rows": _talked(request, assessment, marks),
        "sum": total(marks, marks),
        "may_write": may(request.actor, "comment.write"),
        "simulated": assessment.is_simulated,
    }
    return render(request, "diagnosis/comments/list.html", context)


def _talked(request: Request, assessment: Assessment, marks: dict[str, Mark]) -> list[Talked]:
    framework = framework_for(assessment)
    deck = Deck(framework, {}, profile=assessment.profile)
    said = Comment.objects.visible_to(request.actor).filter(
        assessment=assessment, withdrawn_at=None
    )
    last = {ref_of(each.key): each for each in said.order_by("pk")}
    newest_first = sorted(last.items(), key=lambda item: -item[1].pk)
    return [
        Talked(
            ref=ref,
            no=deck.numbers[ref],
            label=deck.texts.question(ref).label,
            is_scene=framework.questions[ref].is_scene,
            mark=marks[ref],
            last=comment,
        )
        for ref, comment in newest_first
        if ref in framework.questions and ref in marks
    ]


def thread(request: Request, assessment_id: int, ref: str) -> HttpResponse:
    """What was said about one question, newest last; POST adds to it."""
    assessment = assessment_or_404(request, assessment_id)
    framework_of_question(assessment, ref)
    if request.method != "POST":
        return _thread_page(request, assessment, ref)
    text = request.POST.get("text", "")
    try:
        add_comment(assessment=assessment, ref=ref, text=text, actor=request.actor)
    except Invalid as error:
        return _thread_page(request, assessment, ref, text, error)
    if request.htmx:
        return _thread_page(request, assessment, ref, said=_("Your comment was added."))
    return redirect(f"{reverse('diagnosis:thread', args=[assessment.pk, ref])}#newest")


def withdraw(request: Request, assessment_id: int, comment_id: int) -> HttpResponse:
    """Take one's own words back."""
    assessment = assessment_or_404(request, assessment_id)
    reachable = Comment.objects.visible_to(request.actor).filter(assessment=assessment)
    comment = get_object_or_404(reachable, pk=comment_id)
    withdraw_comment(comment=comment, actor=request.actor)
    messages.success(request, _("Your comment was withdrawn."))
    return redirect("diagnosis:thread", assessment.pk, ref_of(comment.key))


def _thread_page(
    request: Request,
    assessment: Assessment,
    ref: str,
    text: str = "",
    error: Invalid | None = None,
    said: str = "",
) -> HttpResponse:
    framework = framework_for(assessment)
    deck = Deck(framework, document_of(assessment), profile=assessment.profile)
    key = key_of(framework.ref, ref)
    context = {
        "assessment": assessment,
        "card": deck.card(ref),
        "comments": _shown(request, assessment, key),
        "text": text,
        "error": error.message if error else "",
        "problems": list(error.fields.items()) if error else [],
        "said": said,
        "limit": LONGEST_COMMENT,
        "may_write": may(request.actor, "comment.write"),
        "back_url": _back(request, assessment, ref),
        "section_title": framework.texts(short()).section(framework.section_of[ref].ref).title,
        "simulated": assessment.is_simulated,
    }
    template = PART if request.htmx else "diagnosis/comments/of_question.html"
    return render(request, template, context, status=error.status if error else 200)


def _shown(request: Request, assessment: Assessment, key: str) -> list[Shown]:
    """The thread with what is new to the reader, who has read it from now on."""
    said = Comment.objects.visible_to(request.actor).filter(assessment=assessment, key=key)
    fresh = set(said.unread_by(request.actor.user_id).values_list("pk", flat=True))
    rows = list(said.order_by("pk"))
    if fresh:
        note_seen(assessment=assessment, key=key, newest=rows[-1].pk, user_id=person_of(request).pk)
    return [Shown(row, row.pk in fresh, row.by_id == request.actor.user_id) for row in rows]


def _back(request: Request, assessment: Assessment, ref: str) -> str:
    """The question where this reader works on it."""
    route = "review_section" if may(request.actor, "assessment.review") else "section"
    place = framework_for(assessment).section_of[ref].ref
    return f"{reverse(f'diagnosis:{route}', args=[assessment.pk, place])}#{ref}"
