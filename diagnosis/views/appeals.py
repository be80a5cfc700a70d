"""Appealing against a verified result, and answering an appeal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from diagnosis.after_forms import AnswerForm, AppealForm, posted
from diagnosis.answers import key_of
from diagnosis.catalogue import framework_for
from diagnosis.deadlines import ANSWER_WITHIN
from diagnosis.models import Appeal, Assessment, Voice
from diagnosis.models.after import AfterQuerySet
from diagnosis.presenting import numbering
from diagnosis.services.appealing import (
    answer_appeal,
    last_day,
    make_appeal,
    may_answer_appeal,
    may_still_appeal,
    withdraw_appeal,
)
from diagnosis.services.reviewing import ADJUST
from diagnosis.views.reach import assessment_or_404, document_of, files_of
from gongfu.core.access import may
from gongfu.core.errors import Invalid
from gongfu.core.languages import short
from gongfu.core.paging import by_key
from gongfu.core.requests import Request

WAITING_SHOWN = 100


def appeal(request: Request, assessment_id: int) -> HttpResponse:
    """The firm appeals; afterwards the page shows where the appeal is, and its answer."""
    assessment = assessment_or_404(request, assessment_id)
    form = _appeal_form(request, assessment)
    if request.method == "POST" and form.is_valid():
        try:
            make_appeal(
                assessment=assessment,
                questions=request.POST.getlist("questions"),
                reason=form.cleaned_data["reason"],
                evidence=request.POST.getlist("evidence"),
                actor=request.actor,
            )
        except Invalid as error:
            form.complain(error)
        else:
            messages.success(request, _("Your appeal was sent. You get the answer by mail."))
            return redirect("diagnosis:appeal", assessment.pk)
    return _appeal_page(request, assessment, form)


def appeal_withdraw(request: Request, assessment_id: int) -> HttpResponse:
    """Take the open appeal back."""
    assessment = assessment_or_404(request, assessment_id)
    waiting = get_object_or_404(_made(request).open(), assessment=assessment)
    withdraw_appeal(appeal=waiting, actor=request.actor)
    messages.success(request, _("The appeal is withdrawn; the verified result stays."))
    return redirect("diagnosis:appeal", assessment.pk)


def appeal_list(request: Request) -> HttpResponse:
    """What waits for an answer, the most urgent first, and what was answered."""
    page = by_key(_made(request).exclude(state="open"), request.GET, ordering=("-pk",))
    waiting = _made(request).open().order_by("answer_due_on", "pk")[:WAITING_SHOWN]
    context = {"waiting": waiting, "page": page}
    return render(request, "diagnosis/appeals/list.html", context)


def appeal_answer(request: Request, appeal_id: int) -> HttpResponse:
    """One appeal as regulator and provider read it; the regulator answers."""
    made = get_object_or_404(_made(request), pk=appeal_id)
    form = AnswerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            answer_appeal(
                appeal=made,
                outcome=form.cleaned_data["outcome"],
                text=form.cleaned_data["answer"],
                actor=request.actor,
            )
        except Invalid as error:
            form.complain(error)
        else:
            messages.success(request, _("The answer is recorded; firm and provider are told."))
            return redirect("diagnosis:appeals")
    context = {
        **_shown(made),
        "form": form if made.state == "open" and may_answer_appeal(made, request.actor) else None,
        "is_early": made.state == "open" and may(request.actor, "appeal.answer"),
    }
    return render(
        request, "diagnosis/appeals/answer.html", context, status=422 if form.errors else 200
    )


def _appeal_form(request: Request, assessment: Assessment) -> AppealForm:
    """The questions by number, those that the visit adjusted marked."""
    framework = framework_for(assessment)
    texts, numbers = framework.texts(short()), numbering(framework)
    found = document_of(assessment, Voice.SITE)
    questions = []
    for ref in framework.questions:
        label = f"{numbers[ref]} {texts.question(ref).label}"
        if found.get(key_of(framework.ref, ref), {}).get("verdict") == ADJUST:
            label = _("%(question)s (adjusted on site)") % {"question": label}
        questions.append((ref, label))
    files = [(str(file.pk), file.name) for file in files_of(assessment)]
    return AppealForm(posted(request), questions=questions, files=files)


def _appeal_page(request: Request, assessment: Assessment, form: AppealForm) -> HttpResponse:
    made = list(_made(request).filter(assessment=assessment).order_by("-pk")[:20])
    waiting = any(one.state == "open" for one in made)
    may_appeal = may(request.actor, "assessment.request")
    context = {
        "assessment": assessment,
        "form": form if may_appeal and not waiting and may_still_appeal(assessment) else None,
        "made": [_shown(one) for one in made],
        "may_withdraw": waiting and may_appeal,
        "until": last_day(assessment),
        "answer_days": ANSWER_WITHIN.days,
        "is_over": last_day(assessment) is not None and not may_still_appeal(assessment),
        "simulated": assessment.is_simulated,
    }
    status = 422 if form.errors else 200
    return render(request, "diagnosis/appeals/appeal.html", context, status=status)


def _shown(made: Appeal) -> dict[str, object]:
    """An appeal with its questions in words."""
    framework = framework_for(made.assessment)
    texts, numbers = framework.texts(short()), numbering(framework)
    return {
        "appeal": made,
        "assessment": made.assessment,
        "questions": [
            f"{numbers[ref]} {texts.question(ref).label}"
            for ref in made.questions
            if ref in framework.questions
        ],
        "files": list(made.evidence.filter(removed_at=None)),
        "simulated": made.assessment.is_simulated,
    }


def _made(request: Request) -> AfterQuerySet:
    return (
        Appeal.objects.visible_to(request.actor)
        .select_related("assessment__enterprise__district", "assessment__campaign")
        .select_related("assessment__release", "made_by", "answered_by")
        .defer("assessment__release__source", "assessment__release__texts")
    )
