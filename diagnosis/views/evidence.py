"""Files beside answers: added and removed in place, handed out so that nothing in them can run."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from diagnosis.catalogue import framework_for
from diagnosis.evidence.contents import ACCEPT
from diagnosis.models import Assessment, Evidence
from diagnosis.services.attaching import attach_evidence, remove_evidence
from diagnosis.views.reach import (
    assessment_or_404,
    deck_of,
    framework_of_question,
    person_of,
)
from gongfu.core.errors import Invalid
from gongfu.core.requests import Request


def download(request: Request, assessment_id: int, evidence_id: int) -> FileResponse:
    """Hand the file out as a download that no browser opens in our name."""
    evidence = _evidence_or_404(request, assessment_id, evidence_id)
    try:
        content = default_storage.open(evidence.stored)
    except FileNotFoundError as error:
        raise Http404(evidence.pk) from error
    response = FileResponse(
        content,
        as_attachment=True,
        filename=evidence.name,
        content_type=evidence.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def add(request: Request, assessment_id: int, ref: str) -> HttpResponse:
    """Take the files of one question, each by itself."""
    assessment = assessment_or_404(request, assessment_id)
    framework_of_question(assessment, ref)
    refused: list[tuple[str, str]] = []
    for upload in request.FILES.getlist(f"{ref}.file"):
        try:
            attach_evidence(assessment=assessment, ref=ref, upload=upload, user=person_of(request))
        except Invalid as error:
            refused.append((upload.name or "", error.message))
    if refused and not request.htmx:
        raise Invalid(refused[0][1], fields=dict(refused))
    return _list(request, assessment, ref, refused)


def remove(request: Request, assessment_id: int, evidence_id: int) -> HttpResponse:
    """Take one file away."""
    evidence = _evidence_or_404(request, assessment_id, evidence_id)
    assessment = assessment_or_404(request, assessment_id)
    remove_evidence(evidence=evidence)
    return _list(request, assessment, evidence.key.split(":")[1], [])


def _evidence_or_404(request: Request, assessment_id: int, evidence_id: int) -> Evidence:
    """The file, provided that it belongs to the assessment of the address and is in reach."""
    return get_object_or_404(
        Evidence.objects.visible_to(request.actor).select_related("assessment"),
        pk=evidence_id,
        assessment_id=assessment_id,
    )


def _list(
    request: Request, assessment: Assessment, ref: str, refused: list[tuple[str, str]]
) -> HttpResponse:
    framework = framework_for(assessment)
    if not request.htmx:
        place = reverse("diagnosis:section", args=[assessment.pk, framework.section_of[ref].ref])
        return redirect(f"{place}#{ref}")
    context = {
        "assessment": assessment,
        "card": deck_of(request, assessment).card(ref, refused=refused),
        "accept": ACCEPT,
    }
    return render(request, "diagnosis/files.html", context)
