"""The library as pages and as files."""

import io
import zipfile

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from diagnosis.cataloguing.differing import differences
from diagnosis.cataloguing.filtering import LibraryFilter
from diagnosis.cataloguing.reviewing import needed_by
from diagnosis.cataloguing.sources import present_source, present_sources
from diagnosis.cataloguing.telling import card_of, facts
from diagnosis.library import library
from diagnosis.models import SolutionDraft, SolutionEdition
from gongfu.core.access import may
from gongfu.core.chips import chips_of
from gongfu.core.requests import Request
from gongfu.core.slicing import sliced


def solutions(request: Request) -> HttpResponse:
    """All solutions; withdrawn ones too, marked."""
    form = LibraryFilter(request.GET)
    found = form.narrow(library().known.values())
    context = {
        "form": form,
        "page": sliced([card_of(each) for each in found], request.GET),
        "chips": chips_of(form, request.GET),
        "is_author": may(request.actor, "solution.author"),
    }
    return render(request, "diagnosis/solutions/list.html", context)


def solution(request: Request, ref: str) -> HttpResponse:
    """One solution with everything that it holds, and its editions."""
    found = library().known.get(ref)
    if found is None:
        raise Http404
    is_author = may(request.actor, "solution.author")
    drafts = SolutionDraft.objects.visible_to(request.actor).open().filter(ref=ref)
    context = {
        **facts(found),
        "editions": SolutionEdition.objects.filter(ref=ref).order_by("-number"),
        "is_author": is_author,
        "drafts": drafts.order_by("-updated_at")[:5],
        "needed": [card_of(each) for each in needed_by(ref)],
        "problem": "",
    }
    return render(request, "diagnosis/solutions/solution.html", context)


def edition(request: Request, ref: str, number: int) -> HttpResponse:
    """One edition as it was published, and what it changed."""
    found = get_object_or_404(SolutionEdition, ref=ref, number=number)
    earlier = SolutionEdition.objects.filter(ref=ref, number__lt=number).order_by("number").last()
    then = library().editions.get(found.pk)
    context = {
        **(facts(then) if then else {}),
        "edition": found,
        "changes": differences(earlier.source, found.source) if earlier else (),
        "earlier": earlier,
    }
    return render(request, "diagnosis/solutions/edition.html", context)


def file(request: Request, ref: str) -> HttpResponse:
    """The file of one solution as it stands."""
    source = present_source(ref)
    if not source:
        raise Http404
    return yaml_response(source, ref)


def yaml_response(source: str, ref: str) -> HttpResponse:
    name = "".join(each for each in ref if each.isalnum() or each in "-_") or "solution"
    response = HttpResponse(source, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return response


def files(request: Request) -> FileResponse:
    """All solutions as an archive, laid out like the shipped ones."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for ref, source in present_sources().items():
            archive.writestr(f"{library().known[ref].area}/{ref}.yaml", source)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename="solutions.zip")
