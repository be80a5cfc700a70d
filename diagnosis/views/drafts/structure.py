"""Forms for the frame of a draft: the weights below a part, the questions of a section."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from diagnosis.drafting.files import Trees, listed, mapped, text_of
from diagnosis.drafting.gaps import walk_parts, word_at
from diagnosis.drafting.naming import KIND_NAMES
from diagnosis.drafting.questions import add_question, entry_ref, move
from diagnosis.drafting.weights import put_weights, weights_of
from diagnosis.drafting.workbook.cells import is_key
from diagnosis.models import Draft
from diagnosis.views.drafts.reach import Form, edit_page
from gongfu.core.inputs import clean_text
from gongfu.core.languages import short
from gongfu.core.requests import Request


def weights(request: Request, draft_id: int, ref: str) -> HttpResponse:
    """The weights of everything right below one part, with their sum."""

    def build(form: Form) -> dict[str, Any]:
        part = next((part for part in walk_parts(form.trees.rules) if part["ref"] == ref), None)
        if part is None:
            raise Http404
        found = weights_of(part, form.typed if form.error else None)
        return {
            "ref": ref,
            "name": _words(form, "parts", ref, "name"),
            "weights": found,
            "rows": [(row, _label(form, row.ref)) for row in found.rows],
            "carry": "carry" in form.typed if form.error else True,
        }

    return edit_page(
        request,
        draft_id,
        template="diagnosis/drafts/weights.html",
        build=build,
        edit=lambda trees: put_weights(trees, ref, request.POST),
        after=lambda saved: redirect("diagnosis:draft", saved.pk),
    )


def section(request: Request, draft_id: int, ref: str) -> HttpResponse:
    """The questions of one page of the form: their order, and new ones."""
    what, _colon, at = request.POST.get("action", "").partition(":")

    def edit(trees: Trees) -> None:
        if what == "add":
            _add(trees, request, ref)
        elif what in ("up", "down"):
            _move(trees, ref, at, what)

    def after(saved: Draft) -> HttpResponse:
        if what == "add":
            new = clean_text(request.POST.get("ref", ""), max_length=60)
            return redirect("diagnosis:draft_question", saved.pk, new)
        return redirect(reverse("diagnosis:draft_section", args=[saved.pk, ref]))

    return edit_page(
        request,
        draft_id,
        template="diagnosis/drafts/section.html",
        build=lambda form: _section_context(form, ref),
        edit=edit,
        after=after,
    )


def _add(trees: Trees, request: Request, section: str) -> None:
    add_question(
        trees,
        ref=clean_text(request.POST.get("ref", ""), max_length=60),
        kind=request.POST.get("kind", ""),
        section=section,
        part=request.POST.get("part", ""),
    )


def _move(trees: Trees, section: str, ref: str, what: str) -> None:
    questions = _questions(trees, section)
    if ref in questions:
        move(questions, questions.index(ref), what)


def _questions(trees: Trees, section: str) -> list[Any]:
    for each in listed(trees.rules.get("sections")):
        if mapped(each).get("ref") == section:
            return listed(each.get("questions"))
    raise Http404


def _section_context(form: Form, ref: str) -> dict[str, Any]:
    refs = [entry_ref(entry) for entry in _questions(form.trees, ref)]
    holders = [part["ref"] for part in walk_parts(form.trees.rules) if "parts" not in part]
    kept = next(
        (
            part["ref"]
            for part in walk_parts(form.trees.rules)
            if {entry_ref(entry) for entry in listed(part.get("questions"))} & set(refs)
        ),
        "",
    )
    return {
        "ref": ref,
        "title": _words(form, "sections", ref, "title"),
        "questions": [(each, _label(form, each)) for each in refs if is_key(each)],
        "kinds": tuple(KIND_NAMES.items()),
        "parts": [(each, _words(form, "parts", each, "name")) for each in holders],
        "values": {
            "ref": form.value("ref", ""),
            "kind": form.value("kind", "single"),
            "part": form.value("part", kept),
        },
    }


def _label(form: Form, ref: str) -> str:
    """What a part or a question is called."""
    return _words(form, "parts", ref, "name") or _words(form, "questions", ref, "label")


def _words(form: Form, *path: str) -> str:
    trees = form.trees
    lang = short() if short() in trees.texts else next(iter(trees.texts), "")
    return text_of(word_at(trees.texts.get(lang), path))
