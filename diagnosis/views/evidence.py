"""Files beside answers: added and removed in place, handed out so that nothing in them can run."""

from pathlib import Path

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from diagnosis.catalogue import framework_for
from diagnosis.evidence.contents import ACCEPT
from diagnosis.evidence.storing import PICTURES, picture_path
from diagnosis.models import Assessment, Evidence, Status
from diagnosis.services.attaching import attach_evidence, remove_evidence, restore_evidence
from diagnosis.views.reach import (
    assessment_or_404,
    deck_of,
    framework_of_question,
    person_of,
)
from enterprises.ecosystem.looking import shows_firm
from gongfu.core.errors import Invalid, Locked
from gongfu.core.requests import Request
from gongfu.core.stored import stored_path

INERT = "sandbox; default-src 'none'"


def download(request: Request, assessment_id: int, evidence_id: int) -> FileResponse:
    """Hand the file out as a download that no browser opens in our name."""
    evidence = _evidence_or_404(request, assessment_id, evidence_id)
    if evidence.is_held_back:
        raise Locked(
            _(
                "This file waits for the virus scan. It can be downloaded as soon as the scan "
                "is done; please come back in a few minutes."
            )
        )
    return _inert(
        stored_path(evidence.stored),
        content_type=evidence.content_type,
        as_attachment=True,
        filename=evidence.name,
    )


def picture(request: Request, assessment_id: int, evidence_id: int, size: str) -> FileResponse:
    """A small picture of the file that we encoded ourselves; never the file."""
    evidence = _evidence_or_404(request, assessment_id, evidence_id)
    if size not in PICTURES or not evidence.has_picture:
        raise Http404(size)
    return _inert(picture_path(evidence.stored, size), content_type="image/webp")


def preview(request: Request, assessment_id: int, evidence_id: int) -> HttpResponse:
    """One file on a page of its own: its picture, where it belongs, who brought it."""
    evidence = _evidence_or_404(request, assessment_id, evidence_id)
    assessment = assessment_or_404(request, assessment_id)
    card = deck_of(request, assessment, with_files=False).card(evidence.ref)
    section = framework_for(assessment).section_of[evidence.ref]
    reviewed = request.actor.is_provider and assessment.status != Status.DRAFT
    context = {
        "assessment": assessment,
        "file": evidence,
        "card": card,
        "back": _place(assessment, section.ref, evidence.ref, review=reviewed),
        "simulated": assessment.is_simulated,
    }
    return render(request, "diagnosis/evidence/preview.html", context)


def add(request: Request, assessment_id: int, ref: str) -> HttpResponse:
    """Take the files of one question, each by itself; GET gives the list as it stands now."""
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
    """Take one file away; the list offers to bring it back."""
    evidence = _evidence_or_404(request, assessment_id, evidence_id)
    remove_evidence(evidence=evidence)
    return _list(request, assessment_or_404(request, assessment_id), evidence.ref)


def restore(request: Request, assessment_id: int, evidence_id: int) -> HttpResponse:
    """Bring one file back."""
    evidence = _removed_or_404(request, assessment_id, evidence_id)
    restore_evidence(evidence=evidence)
    return _list(request, assessment_or_404(request, assessment_id), evidence.ref)


def change_files(request: Request, assessment: Assessment) -> str:
    """Do what the buttons of a plain form ask for; the question that it was about, if any."""
    if (wanted := _posted_id(request, "remove")) is not None:
        evidence = _evidence_or_404(request, assessment.pk, wanted)
        remove_evidence(evidence=evidence)
        return evidence.ref
    if (wanted := _posted_id(request, "restore")) is not None:
        evidence = _removed_or_404(request, assessment.pk, wanted)
        restore_evidence(evidence=evidence)
        return evidence.ref
    return ""


def _posted_id(request: Request, name: str) -> int | None:
    wanted = request.POST.get(name, "")[:18]
    return int(wanted) if wanted.isascii() and wanted.isdigit() else None


def _evidence_or_404(request: Request, assessment_id: int, evidence_id: int) -> Evidence:
    """The file, provided that it belongs to the assessment of the address and is in reach."""
    found = get_object_or_404(
        Evidence.objects.visible_to(request.actor).select_related("assessment", "uploaded_by"),
        pk=evidence_id,
        assessment_id=assessment_id,
    )
    made = found.assessment
    shows_firm(request, made.enterprise_id, campaign_id=made.campaign_id)
    return found


def _removed_or_404(request: Request, assessment_id: int, evidence_id: int) -> Evidence:
    return get_object_or_404(
        Evidence.objects.restorable_by(request.actor).select_related("assessment"),
        pk=evidence_id,
        assessment_id=assessment_id,
    )


def _inert(
    path: Path, *, content_type: str, as_attachment: bool = False, filename: str = ""
) -> FileResponse:
    """Bytes of a file with every header that keeps a browser from making more of them."""
    try:
        content = path.open("rb")
    except FileNotFoundError as error:
        raise Http404(path.name) from error
    response = FileResponse(
        content, as_attachment=as_attachment, filename=filename, content_type=content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = INERT
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _place(assessment: Assessment, section: str, ref: str, *, review: bool = False) -> str:
    """Where the question stands: on the page of the firm, or on that of the review."""
    name = "diagnosis:review_section" if review else "diagnosis:section"
    return f"{reverse(name, args=[assessment.pk, section])}#{ref}"


def _list(
    request: Request,
    assessment: Assessment,
    ref: str,
    refused: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    if not request.htmx:
        section = framework_for(assessment).section_of[ref]
        return redirect(_place(assessment, section.ref, ref))
    context = {
        "assessment": assessment,
        "card": deck_of(request, assessment).card(ref, refused=refused or ()),
        "accept": ACCEPT,
    }
    return render(request, "diagnosis/evidence/files.html", context)
