"""Editing a draft: a form, a page on whom it is for, and the text of its file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diagnosis.cataloguing.forms import inputs_of, put_inputs, typed_in
from diagnosis.cataloguing.inputs import (
    Sheet,
    effect_inputs,
    fit_inputs,
    head_inputs,
    precondition_inputs,
    span_inputs,
    text_inputs,
)
from diagnosis.cataloguing.placing import input_of
from diagnosis.cataloguing.reviewing import Review, releases, review_source
from diagnosis.cataloguing.rules import put_rules, rules_of
from diagnosis.cataloguing.trying import verdicts
from diagnosis.drafting.complaining import in_words
from diagnosis.drafting.files import Tree
from diagnosis.drafting.lines import line_of
from diagnosis.drafting.writing import write_tree
from diagnosis.maturity.answers import AnswerError
from diagnosis.models import SolutionDraft
from diagnosis.services.cataloguing import save_solution
from diagnosis.views.authoring import WorkForm, refused_text, revision_of, typed_text
from diagnosis.views.solutions.drafts import closed, draft_or_404
from gongfu.core.errors import GongfuError
from gongfu.core.languages import short
from gongfu.core.requests import Request

TRY, DONE = "try", "done"


@dataclass(slots=True)
class Form(WorkForm):
    """A page that edits a draft: its text with what was typed put into it."""

    draft: SolutionDraft
    source: str


Put = Callable[[Tree, Mapping[str, str]], Tree]
Build = Callable[[Form, Review, Sheet], dict[str, Any]]


def draft(request: Request, draft_id: int) -> HttpResponse:
    """Names, texts, figures and effects."""

    def build(_form: Form, _review: Review, sheet: Sheet) -> dict[str, Any]:
        return {
            "head": head_inputs(sheet),
            "texts": text_inputs(sheet),
            "spans": span_inputs(sheet),
            "effects": effect_inputs(sheet, releases()),
        }

    return _edit(request, draft_id, "draft", inputs_of, put_inputs, build)


def fit(request: Request, draft_id: int) -> HttpResponse:
    """Whom it is for and what must be in place, beside firms on which the rules are tried."""

    def build(form: Form, review: Review, sheet: Sheet) -> dict[str, Any]:
        return {
            "fit": fit_inputs(sheet),
            "preconditions": precondition_inputs(sheet, releases()),
            "trying": form.source != form.draft.source,
            **_tried(request, review),
        }

    return _edit(request, draft_id, "fit", rules_of, put_rules, build)


def _tried(request: Request, review: Review) -> dict[str, Any]:
    """The sample firms for one of the releases on which the solution has an effect."""
    if review.solution is None or not review.is_sound or not review.solution.effects:
        return {"verdicts": (), "keys": ()}
    known = releases()
    keys = list(review.solution.effects)
    asked = request.POST.get("framework") or request.GET.get("framework", "")
    key = asked if asked in keys else keys[0]
    try:
        found = list(verdicts(review.solution, known[key], short()))
    except AnswerError:  # a release whose lowest and best answers cannot be guessed
        found = []
    return {
        "verdicts": found,
        "offered": sum(each.offered for each in found),
        "key": key,
        "keys": [(each, known[each].texts(short()).short_name) for each in keys],
    }


def _edit(
    request: Request,
    draft_id: int,
    page: str,
    read: Callable[[Tree], dict[str, str]],
    put: Put,
    build: Build,
) -> HttpResponse:
    """Show a form on the draft; POST saves or only tries. What is refused stays in the form."""
    found = draft_or_404(request, draft_id)
    if found.edition:
        return closed(found.edition)
    kept = review_source(found.source)
    if kept.tree is None:
        messages.error(request, str(kept.complaints[0]))
        return redirect("diagnosis:solution_text", found.pk)
    form = Form(found, found.source)
    if request.method == "POST":
        try:
            form.typed = typed_in(request.POST)
            form.source = write_tree(put(kept.tree, form.typed))
            if request.POST.get("action") != TRY:
                revision = revision_of(request.POST)
                save_solution(
                    draft=found, source=form.source, revision=revision, actor=request.actor
                )
                messages.success(request, _("Saved"))
                return redirect(f"diagnosis:solution_{page}", found.pk)
        except GongfuError as error:
            form.error = error
    return _show(request, page, form, read, build)


def _show(
    request: Request,
    page: str,
    form: Form,
    read: Callable[[Tree], dict[str, str]],
    build: Build,
) -> HttpResponse:
    review = review_source(form.source)
    tree = review.tree or {}
    found = [(input_of(each.key, tree), each) for each in review.complaints]
    errors = {name: in_words(each.expected) for name, each in found}
    problems = {name: str(each) for name, each in found}
    if form.error:
        errors, problems = errors | form.error.fields, problems | form.error.fields
    values = {**read(tree), **form.typed} if form.error else read(tree)
    sheet = Sheet(values, errors)
    stops = [form.error.message] if form.error else []
    context = {
        "draft": form.draft,
        "form": form,
        "review": review,
        "stops": [] if form.error and form.error.fields else stops,
        "problems": [(name.replace(".", "-"), text) for name, text in problems.items()],
        **build(form, review, sheet),
    }
    return render(request, f"diagnosis/solutions/{page}.html", context, status=form.status)


def text(request: Request, draft_id: int) -> HttpResponse:
    """The file as text. It is saved whatever it holds; what is wrong is said with its line."""
    found = draft_or_404(request, draft_id)
    if found.edition:
        return closed(found.edition)
    typed, refused = found.source, None
    if request.method == "POST":
        typed = typed_text(request)

        def save(source: str, revision: int) -> SolutionDraft:
            return save_solution(draft=found, source=source, revision=revision, actor=request.actor)

        refused = refused_text(request, found, save)
        if not refused:
            messages.success(request, _("Saved"))
            return redirect("diagnosis:solution_text", found.pk)
    review = review_source(typed)
    context = {
        "draft": found,
        "text": typed,
        "problem": refused.message if refused else "",
        "complaints": [(each, line_of(typed, each.key)) for each in review.complaints],
    }
    status = refused.status if refused else 200
    return render(request, "diagnosis/solutions/text.html", context, status=status)
