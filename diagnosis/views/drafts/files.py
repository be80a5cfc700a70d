"""The expert's way: one file as text, or all of them uploaded anew."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from diagnosis.drafting.files import RULES, SAMPLES, Files, file_name
from diagnosis.drafting.lines import line_of
from diagnosis.drafting.reviewing import review_files
from diagnosis.drafting.unpacking import NotTaken
from diagnosis.models import Draft
from diagnosis.services.drafting import save_draft
from diagnosis.views.authoring import look_again, refused_text, revision_of, typed_text
from diagnosis.views.drafts.reach import closed, draft_or_404
from diagnosis.views.drafts.uploading import ACCEPT, say_what_came, taken
from gongfu.core.errors import GongfuError
from gongfu.core.requests import Request


def file(request: Request, draft_id: int, which: str) -> HttpResponse:
    """One file as text. It is saved whatever it holds; what is wrong is said with its line."""
    draft = draft_or_404(request, draft_id)
    if draft.release:
        return closed(draft.release)
    files = Files.of_draft(draft)
    known = dict(files.items())
    if which not in known:
        raise Http404
    text, refused = known[which], None
    if request.method == "POST":
        text = typed_text(request)

        def save(typed: str, revision: int) -> Draft:
            changed = files.with_file(which, typed)
            return save_draft(draft=draft, files=changed, revision=revision, actor=request.actor)

        refused = refused_text(request, draft, save)
        if not refused:
            messages.success(request, _("Saved"))
            return redirect(reverse("diagnosis:draft_file", args=[draft.pk, which]))
    return _page(request, draft, which, text, refused)


def _page(
    request: Request, draft: Draft, which: str, text: str, refused: GongfuError | None
) -> HttpResponse:
    files = Files.of_draft(draft)
    review = review_files(files, draft.stem)
    known = dict(files.items())
    complaints = [
        (complaint, line_of(known[which], complaint.key))
        for complaint in review.complaints
        if complaint.which == which
    ]
    context = {
        "draft": draft,
        "which": which,
        "lang": "en" if which in (RULES, SAMPLES) else which,  # keys are English
        "name": file_name(review.stem, which),
        "text": text,
        "problem": refused.message if refused else "",
        "complaints": complaints,
        "line": _line(request, text),
        "outcomes": review.outcomes if which == SAMPLES else (),
        "files": [(each, file_name(review.stem, each)) for each in known],
    }
    status = refused.status if refused else 200
    return render(request, "diagnosis/drafts/file.html", context, status=status)


def _line(request: Request, text: str) -> tuple[int, str] | None:
    """The line that a link asks for, with its text."""
    asked = request.GET.get("line", "")
    lines = text.split("\n")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0
    return (number, lines[number - 1]) if 0 < number <= len(lines) else None


def upload(request: Request, draft_id: int) -> HttpResponse:
    """Take files, an archive or a workbook into the draft in place of its own."""
    draft = draft_or_404(request, draft_id)
    if draft.release:
        return closed(draft.release)
    problems: list[tuple[str, str]] = []
    status = 200
    if request.method == "POST":
        try:
            found = taken(request, need_rules=False)
            files = found.onto(Files.of_draft(draft))
            revision = revision_of(request.POST)
            saved = save_draft(draft=draft, files=files, revision=revision, actor=request.actor)
        except NotTaken as refusal:
            problems, status = [("files", reason) for reason in refusal.reasons], 422
        except GongfuError as error:
            problems, status = [("files", error.message)], error.status
            look_again(draft)
        else:
            say_what_came(request, found, review_files(files, saved.stem))
            messages.success(request, _("The files were taken into the draft."))
            return redirect("diagnosis:draft", draft.pk)
    context = {"draft": draft, "problems": problems, "accept": ACCEPT}
    return render(request, "diagnosis/drafts/upload.html", context, status=status)
