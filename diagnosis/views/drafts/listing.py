"""All drafts, and the ways to begin one."""

import re

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from diagnosis.catalogue import published
from diagnosis.drafting.files import Files, read_trees
from diagnosis.drafting.reviewing import review_files
from diagnosis.drafting.starting import BLANK, next_version
from diagnosis.drafting.unpacking import NotTaken
from diagnosis.drafting.uploads import zip_file
from diagnosis.drafting.workbook.book import workbook_file
from diagnosis.models import Draft, Release
from diagnosis.services.drafting import start_draft
from diagnosis.views.drafts.uploading import ACCEPT, say_what_came, taken
from gongfu.core.errors import GongfuError, Invalid
from gongfu.core.inputs import clean_text
from gongfu.core.languages import short
from gongfu.core.requests import Request
from gongfu.core.spreadsheets import XLSX_TYPE

MOST_SHOWN = 100
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_UNFIT = re.compile(r"[^\w.-]")


def drafts(request: Request) -> HttpResponse:
    """The drafts in the making; POST begins one."""
    problems: list[tuple[str, str]] = []
    status = 200
    if request.method == "POST":
        try:
            return redirect("diagnosis:draft", _begun(request).pk)
        except NotTaken as refusal:
            problems, status = [("files", reason) for reason in refusal.reasons], 422
        except Invalid as error:
            problems = list(error.fields.items()) or [("files", error.message)]
            status = error.status
        except GongfuError as error:
            problems, status = [("files", error.message)], error.status
    rows = Draft.objects.visible_to(request.actor).open().select_related("based_on")
    context = {
        "drafts": rows.order_by("-updated_at")[:MOST_SHOWN],
        "releases": [
            (str(release.pk), str(release), framework.texts(short()).short_name)
            for release, framework in published()
        ],
        "problems": problems,
        "version_error": dict(problems).get("version", ""),
        "accept": ACCEPT,
        "chosen": request.POST.get("release") or request.GET.get("release", ""),
        "version": request.POST.get("version", ""),
    }
    return render(request, "diagnosis/drafts/list.html", context, status=status)


def _begun(request: Request) -> Draft:
    """Begin a draft from what the button says: a release, an upload, or blank."""
    begin = request.POST.get("begin", "")
    if begin == "release":
        release = _release(request.POST.get("release", ""))
        files = next_version(release, _new_version(release, request.POST.get("version", "")))
        return start_draft(files=files, actor=request.actor, based_on=release)
    if begin == "blank":
        return start_draft(files=BLANK, actor=request.actor)
    found = taken(request, need_rules=True)
    files = found.onto(None)
    draft = start_draft(files=files, actor=request.actor, based_on=_predecessor(files))
    say_what_came(request, found, review_files(files, draft.stem))
    messages.success(request, _("The files were taken into a new draft."))
    return draft


def _release(text: str) -> Release:
    """The chosen release."""
    pk = int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else 0
    return get_object_or_404(Release, pk=pk)


def _new_version(release: Release, text: str) -> str:
    """A version that may be published; what is found wrong now need not be found at the end."""
    version = clean_text(text, max_length=20)
    said = ""
    if not _VERSION.fullmatch(version):
        said = _("Enter the new version: letters, digits, dots and hyphens, such as 2026.1.")
    elif Release.objects.filter(ref=release.ref, version=version).exists():
        taken = f"{release.ref} {version}"
        said = _("%(release)s is published already; enter another version.") % {"release": taken}
    if said:
        raise Invalid(said, fields={"version": said})
    return version


def _predecessor(files: Files) -> Release | None:
    """The newest release of the framework that an upload continues."""
    rules = read_trees(Files(files.rules, {})).rules
    ref = rules.get("ref")
    named = Release.objects.filter(ref=ref) if isinstance(ref, str) else Release.objects.none()
    return named.order_by("-published_at", "-pk").first()


def template(request: Request, form: str) -> HttpResponseBase:
    """The blank framework to begin with, as a workbook or as YAML files."""
    return files_response(BLANK, "framework-template", form)


def files_response(files: Files, stem: str, form: str) -> HttpResponseBase:
    """The files of a framework as a download; the name of a draft may still be anything."""
    stem = _UNFIT.sub("_", stem)
    if form == "xlsx":
        book = workbook_file(read_trees(files, stem))
        return FileResponse(
            book, as_attachment=True, filename=f"{stem}.xlsx", content_type=XLSX_TYPE
        )
    if form == "zip":
        return FileResponse(zip_file(files, stem), as_attachment=True, filename=f"{stem}.zip")
    raise Http404
