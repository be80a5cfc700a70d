"""One draft at a glance: what is wrong, what is missing, what changed, and where to edit it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from diagnosis.drafting.differences import changes_of
from diagnosis.drafting.files import (
    Files,
    Trees,
    file_name,
    listed,
    mapped,
    text_of,
    without_broken_samples,
)
from diagnosis.drafting.gaps import Gap, walk_parts
from diagnosis.drafting.lines import line_of
from diagnosis.drafting.naming import GROUP_NAMES
from diagnosis.drafting.questions import entry_ref
from diagnosis.drafting.reviewing import Complaint, review_files
from diagnosis.drafting.weights import weights_of
from diagnosis.drafting.workbook.cells import is_key
from diagnosis.maturity import FrameworkError
from diagnosis.models import Draft
from diagnosis.services.drafting import discard_draft
from diagnosis.views.authoring import look_again, revision_of
from diagnosis.views.drafts.listing import files_response
from diagnosis.views.drafts.reach import broken_file, closed, draft_or_404
from gongfu.core.errors import Conflict
from gongfu.core.languages import short
from gongfu.core.requests import Request

MOST_GAPS = 60


@dataclass(frozen=True, slots=True)
class Linked:
    """Something to correct, and the page where that can be done."""

    text: str
    url: str
    lang: str = ""
    line: int = 0


def draft(request: Request, draft_id: int) -> HttpResponse:
    """The state of a draft and everything in it, each with its page."""
    found = draft_or_404(request, draft_id)
    if found.release:
        return closed(found.release)
    files = Files.of_draft(found)
    review = review_files(files, found.stem)
    trees = review.trees
    context = {
        "draft": found,
        "review": review,
        "has_workbook": trees is not None and without_broken_samples(files) is files,
        "can_preview": review.shown_in(short()) is not None,
        "complaints": [_complaint(found, files, each) for each in review.complaints],
        "gaps": [_gap(found, gap) for gap in review.gaps[:MOST_GAPS]],
        "gap_counts": _counts(review.gaps),
        "more_gaps": max(0, len(review.gaps) - MOST_GAPS),
        "files": [(which, file_name(review.stem, which)) for which, _text in files.items()],
        "changes": changes_of(found, review) if found.based_on else None,
        **(_contents(trees) if trees else {}),
    }
    return render(request, "diagnosis/drafts/draft.html", context)


def _counts(gaps: tuple[Gap, ...]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for gap in gaps:
        counts[gap.lang] = counts.get(gap.lang, 0) + 1
    return counts


def _contents(trees: Trees) -> dict[str, Any]:
    """The parts with their weights, the pages with their questions, the other words."""
    words = mapped(trees.texts.get(short(), next(iter(trees.texts.values()), {})))
    parts = [
        {
            "ref": part["ref"],
            "name": text_of(mapped(mapped(words.get("parts")).get(part["ref"])).get("name")),
            "weights": weights_of(part),
            "linked": is_key(part["ref"]),
        }
        for part in walk_parts(trees.rules)
    ]
    return {
        "parts": [part for part in parts if part["weights"].rows],
        "sections": list(_sections(trees, words)),
        "groups": [
            (group, name)
            for group, name in GROUP_NAMES.items()
            if trees.rules.get(group) or any(tree.get(group) for tree in trees.texts.values())
        ],
    }


def _sections(trees: Trees, words: dict[str, Any]) -> Iterator[dict[str, Any]]:
    labels = mapped(words.get("questions"))
    for section in listed(trees.rules.get("sections")):
        ref = text_of(mapped(section).get("ref"))
        refs = [entry_ref(entry) for entry in listed(mapped(section).get("questions"))]
        yield {
            "ref": ref,
            "linked": is_key(ref),
            "title": text_of(mapped(mapped(words.get("sections")).get(ref)).get("title")),
            "questions": [
                {"ref": each, "label": text_of(mapped(labels.get(each)).get("label"))}
                for each in refs
                if is_key(each)
            ],
        }


def _complaint(found: Draft, files: Files, complaint: Complaint) -> Linked:
    """A complaint with the line of its file."""
    line = line_of(dict(files.items()).get(complaint.which, ""), complaint.key)
    url = reverse("diagnosis:draft_file", args=[found.pk, complaint.which])
    text = complaint.beside_line if line else str(complaint)
    return Linked(text, f"{url}?line={line}" if line else url, line=line)


def _gap(found: Draft, gap: Gap) -> Linked:
    """A missing text with the form that has an input for it."""
    if is_key(gap.question):
        url = reverse("diagnosis:draft_question", args=[found.pk, gap.question])
    elif gap.path[0] in GROUP_NAMES:
        url = reverse("diagnosis:draft_words", args=[found.pk, gap.path[0]])
    else:
        url = reverse("diagnosis:draft_head", args=[found.pk])
    return Linked(gap.key, f"{url}#w-{'-'.join(gap.path)}", lang=gap.lang)


def download(request: Request, draft_id: int, form: str) -> HttpResponseBase:
    """The files of a draft as a workbook or as an archive."""
    found = draft_or_404(request, draft_id)
    try:
        return files_response(Files.of_draft(found), found.stem, form)
    except FrameworkError as error:
        messages.error(request, str(error))
        return redirect("diagnosis:draft_file", found.pk, broken_file(found))


def discard(request: Request, draft_id: int) -> HttpResponse:
    """Ask once, then remove the draft for good."""
    found = draft_or_404(request, draft_id)
    if found.release:
        return closed(found.release)
    problem, status = "", 200
    if request.method == "POST":
        try:
            discard_draft(draft=found, revision=revision_of(request.POST))
        except Conflict as error:
            look_again(found)
            problem, status = error.message, error.status
        else:
            messages.success(request, _("The draft is removed."))
            return redirect("diagnosis:drafts")
    context = {"draft": found, "problem": problem}
    return render(request, "diagnosis/drafts/discard.html", context, status=status)
