"""Filling in offline: the workbook out, the workbook in, and what it would change."""

import re
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.catalogue import framework_for
from diagnosis.deck import Deck
from diagnosis.models import AnswerSheet, Assessment, FilledWorkbook, Status, Voice
from diagnosis.services.making_workbooks import make_workbook, mark_workbook
from diagnosis.services.receiving_workbooks import MEGABYTE, MOST_BYTES, receive_workbook
from diagnosis.services.taking_workbooks import take_workbook, weigh_workbook
from diagnosis.views.reach import assessment_or_404, document_of, may_answer, person_of
from diagnosis.workbook.opening import Opened
from diagnosis.workbook.showing import shown
from diagnosis.workbook.weighing import Choices
from enterprises.register.profiling import register_of
from gongfu.core.errors import GongfuError
from gongfu.core.requests import Request
from gongfu.core.spreadsheets import XLSX_TYPE

UNFIT = re.compile(r'[\\/:*?"<>|\s]+')  # in the name of a file
MINE, THEIRS = "mine", "theirs"


def workbook(request: Request, assessment_id: int) -> HttpResponse:
    """Download and upload; a file that is refused is told why at its field."""
    assessment = assessment_or_404(request, assessment_id)
    problems, status = [], 200
    if request.method == "POST":
        try:
            upload = request.FILES.get("file")
            receive_workbook(assessment=assessment, upload=upload, user=person_of(request))
        except GongfuError as error:
            problems, status = [("file", error.message)], error.status
        else:
            return redirect("diagnosis:workbook_preview", assessment.pk)
    context = {
        "assessment": assessment,
        "problems": problems,
        "last": FilledWorkbook.objects.visible_to(request.actor).filter(assessment=assessment),
        "may_answer": may_answer(request, assessment),
        "limit": MOST_BYTES // MEGABYTE,
        "simulated": assessment.is_simulated,
    }
    return render(request, "diagnosis/workbooks/workbook.html", context, status=status)


def download(request: Request, assessment_id: int) -> FileResponse:
    """The questionnaire with the answers so far, to fill in without the network."""
    assessment = assessment_or_404(request, assessment_id)
    document = document_of(assessment)
    file = make_workbook(assessment=assessment, document=document, actor=request.actor)
    return _response(file, _("Self-assessment"), assessment)


def preview(request: Request, assessment_id: int) -> HttpResponse:
    """What the workbook would change; POST takes what is good."""
    assessment = assessment_or_404(request, assessment_id)
    found = _last_or_404(request, assessment)
    if request.method == "POST":
        return _take(request, found)
    if assessment.status != Status.DRAFT:
        return redirect("diagnosis:workbook", assessment.pk)
    sheet = _sheet_of(assessment)
    weighed = weigh_workbook(workbook=found, sheet=sheet)
    deck = Deck(
        framework_for(assessment),
        sheet.document,
        reader=request.actor.name,
        profile=assessment.profile,
        register=register_of(assessment.enterprise),
    )
    context = {
        "assessment": assessment,
        "found": found,
        "shown": shown(Opened.from_json(found.content), weighed, deck),
        "simulated": assessment.is_simulated,
    }
    return render(request, "diagnosis/workbooks/preview.html", context)


def errors(request: Request, assessment_id: int) -> FileResponse:
    """The upload with its wrong cells marked, to be corrected and uploaded again."""
    assessment = assessment_or_404(request, assessment_id)
    found = _last_or_404(request, assessment)
    sheet = _sheet_of(assessment)
    faults = weigh_workbook(workbook=found, sheet=sheet).faults
    if not faults:
        raise Http404
    file = mark_workbook(
        workbook=found, document=sheet.document, faults=faults, actor=request.actor
    )
    return _response(file, _("To correct"), assessment)


def _take(request: Request, found: FilledWorkbook) -> HttpResponse:
    count = take_workbook(
        workbook=found,
        digest=request.POST.get("digest", ""),
        choices=_choices(request.POST),
        user=person_of(request),
    )
    if count:
        words = ngettext(
            "%(count)d answer of the workbook was taken.",
            "%(count)d answers of the workbook were taken.",
            count,
        )
        messages.success(request, words % {"count": count})
    return redirect("diagnosis:workbook_preview", found.assessment_id)


def _choices(posted: Any) -> Choices:
    """`q1.use` says whose answer counts and against which revision: `mine:4`."""
    found: dict[str, dict[str, int]] = {MINE: {}, THEIRS: {}}
    for name, value in posted.items():
        ref, dot, last = name.rpartition(".")
        side, _colon, revision = value.partition(":")
        fits = revision.isascii() and revision.isdigit() and len(revision) <= 9
        if dot and last == "use" and side in found and fits:
            found[side][ref] = int(revision)
    return Choices(found[MINE], found[THEIRS])


def _last_or_404(request: Request, assessment: Assessment) -> FilledWorkbook:
    """What this person uploaded last for the assessment."""
    found = get_object_or_404(
        FilledWorkbook.objects.visible_to(request.actor), assessment=assessment
    )
    found.assessment = assessment
    return found


def _sheet_of(assessment: Assessment) -> AnswerSheet:
    return AnswerSheet.objects.get(assessment=assessment, voice=Voice.SELF)


def _response(file: Any, what: str, assessment: Assessment) -> FileResponse:
    parts = (what, assessment.enterprise.name, timezone.localdate().isoformat())
    name = UNFIT.sub(" ", "-".join(parts)).strip()
    response = FileResponse(
        file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE
    )
    response["Cache-Control"] = "private, no-store"
    return response
