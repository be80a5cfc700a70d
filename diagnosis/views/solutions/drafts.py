"""Drafts of solutions: all of them, beginning one, uploading, discarding."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.cataloguing.sources import blank_source, present_source
from diagnosis.drafting.unpacking import Limits, NotTaken, text_in, unpacked
from diagnosis.models import SolutionDraft, SolutionEdition
from diagnosis.services.cataloguing import discard_solution, start_solution, start_solutions
from diagnosis.views.authoring import revision_of
from diagnosis.views.drafts.uploading import uploads_of
from diagnosis.views.solutions.library import yaml_response
from gongfu.core.errors import GongfuError
from gongfu.core.requests import Request

LIMITS = Limits(files=400, together=8_000_000)
MOST_SHOWN = 100


def draft_or_404(request: Request, draft_id: int) -> SolutionDraft:
    drafts = SolutionDraft.objects.visible_to(request.actor).select_related("edition")
    return get_object_or_404(drafts, pk=draft_id)


def closed(edition: SolutionEdition) -> HttpResponse:
    """A published draft leads to its edition."""
    return redirect("diagnosis:solution_edition", edition.ref, edition.number)


def drafts(request: Request) -> HttpResponse:
    """The drafts in the making; POST begins one, or takes files."""
    problems: list[tuple[str, str]] = []
    status = 200
    if request.method == "POST":
        try:
            return _begun(request)
        except GongfuError as error:
            found = list(error.fields.values()) or [error.message]
            problems, status = [("files", text) for text in found], error.status
    rows = SolutionDraft.objects.visible_to(request.actor).open().order_by("-updated_at")
    context = {"drafts": rows[:MOST_SHOWN], "problems": problems}
    return render(request, "diagnosis/solutions/drafts.html", context, status=status)


def _begun(request: Request) -> HttpResponse:
    begin = request.POST.get("begin", "")
    if begin != "files":
        source = present_source(begin) if begin else blank_source()
        if not source:
            raise Http404
        draft = start_solution(source=source, actor=request.actor)
        return redirect("diagnosis:solution_draft", draft.pk)
    made = start_solutions(sources=_uploaded(request), actor=request.actor)
    said = ngettext(
        "%(number)d draft was made; what says nothing new was left out.",
        "%(number)d drafts were made; what says nothing new was left out.",
        len(made),
    )
    messages.success(request, said % {"number": len(made)})
    if len(made) == 1:
        return redirect("diagnosis:solution_draft", made[0].pk)
    return redirect("diagnosis:solution_drafts")


def _uploaded(request: Request) -> dict[str, str]:
    """The text of each file by the name that complaints call it."""
    found: dict[str, str] = {}
    for upload in unpacked(uploads_of(request, LIMITS), LIMITS):
        if upload.name in found:
            raise NotTaken(
                _("%(file)s: expected each file once, found a second one of this name")
                % {"file": upload.name}
            )
        found[upload.name] = text_in(upload)
    if not found:
        raise NotTaken(_("Choose a file first."))
    return found


def draft_file(request: Request, draft_id: int) -> HttpResponse:
    """The file of a draft as it stands, sound or not."""
    found = draft_or_404(request, draft_id)
    return yaml_response(found.source, found.ref)


def discard(request: Request, draft_id: int) -> HttpResponse:
    """Remove the draft for good."""
    found = draft_or_404(request, draft_id)
    if found.edition:
        return closed(found.edition)
    try:
        discard_solution(draft=found, revision=revision_of(request.POST))
    except GongfuError as error:
        messages.error(request, error.message)
        return redirect("diagnosis:solution_draft", found.pk)
    messages.success(request, _("The draft is removed."))
    return redirect("diagnosis:solution_drafts")
