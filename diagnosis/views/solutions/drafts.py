"""Drafts of solutions: all of them, beginning one, uploading, discarding."""

import io
import zipfile
from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.cataloguing.sources import blank_source, present_source
from diagnosis.drafting.uploads import ZIP
from diagnosis.maturity.reading import MAX_BYTES
from diagnosis.models import SolutionDraft
from diagnosis.services.cataloguing import discard_solution, start_solution, start_solutions
from diagnosis.views.drafts.reach import revision_of
from diagnosis.views.solutions.library import yaml_response
from gongfu.core.errors import GongfuError, Invalid
from gongfu.core.inputs import clean_text
from gongfu.core.requests import Request

MOST_FILES, MOST_BYTES, MOST_SHOWN = 400, 4 * 1024 * 1024, 100


def draft_or_404(request: Request, draft_id: int) -> SolutionDraft:
    drafts = SolutionDraft.objects.visible_to(request.actor).select_related("edition")
    return get_object_or_404(drafts, pk=draft_id)


def closed(draft: SolutionDraft) -> HttpResponse:
    """A published draft leads to its edition."""
    assert draft.edition is not None  # noqa: S101 - asked for drafts that have one only
    return redirect("diagnosis:solution_edition", draft.edition.ref, draft.edition.number)


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
    made = start_solutions(sources=dict(_uploaded(request)), actor=request.actor)
    said = ngettext(
        "%(number)d draft was made; what says nothing new was left out.",
        "%(number)d drafts were made; what says nothing new was left out.",
        len(made),
    )
    messages.success(request, said % {"number": len(made)})
    if len(made) == 1:
        return redirect("diagnosis:solution_draft", made[0].pk)
    return redirect("diagnosis:solution_drafts")


def _uploaded(request: Request) -> Iterator[tuple[str, str]]:
    files = request.FILES.getlist("files")
    if not files:
        raise Invalid(_("Choose a file first."))
    for file in files:
        name = clean_text(file.name or "?")[:80]
        if (file.size or 0) > MOST_BYTES:
            raise Invalid(_("%(file)s: expected at most 4 MB") % {"file": name})
        content = file.read()
        members = _members(name, content) if content.startswith(ZIP) else [(name, content)]
        for inner, found in members:
            yield inner, _text(inner, found)


def _members(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [e for e in archive.infolist() if e.filename.lower().endswith(".yaml")]
            if len(entries) > MOST_FILES:
                raise Invalid(_("Upload at most %(most)d files.") % {"most": MOST_FILES})
            for entry in entries:
                with archive.open(entry) as file:
                    yield clean_text(entry.filename)[:80], file.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, RuntimeError, ValueError, OSError, NotImplementedError) as error:
        raise Invalid(
            _("%(file)s: the archive is damaged or has a password") % {"file": name}
        ) from error


def _text(name: str, content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise Invalid(_("%(file)s: expected at most 1 MB") % {"file": name})
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Invalid(_("%(file)s: expected UTF-8 text") % {"file": name}) from error
    if "\x00" in text:
        raise Invalid(_("The text contains control characters; please type it again."))
    return text


def draft_file(request: Request, draft_id: int) -> HttpResponse:
    """The file of a draft as it stands, sound or not."""
    found = draft_or_404(request, draft_id)
    return yaml_response(found.source, found.ref)


def discard(request: Request, draft_id: int) -> HttpResponse:
    """Remove the draft for good."""
    found = draft_or_404(request, draft_id)
    if found.edition_id:
        return closed(found)
    try:
        discard_solution(draft=found, revision=revision_of(request.POST))
    except GongfuError as error:
        messages.error(request, error.message)
        return redirect("diagnosis:solution_draft", found.pk)
    messages.success(request, _("The draft is removed."))
    return redirect("diagnosis:solution_drafts")
