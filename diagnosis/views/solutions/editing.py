"""Editing a draft: a form, a page on whom it is for, and the text of its file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diagnosis.cataloguing.forms import (
    input_of,
    inputs_of,
    put_inputs,
    put_rules,
    rules_of,
    typed_in,
)
from diagnosis.cataloguing.inputs import (
    Sheet,
    effect_inputs,
    fit_inputs,
    head_inputs,
    precondition_inputs,
    span_inputs,
    text_inputs,
)
from diagnosis.cataloguing.reviewing import Review, releases, review_source
from diagnosis.cataloguing.trying import verdicts
from diagnosis.drafting.complaining import in_words
from diagnosis.drafting.files import Tree
from diagnosis.drafting.lines import line_of
from diagnosis.drafting.writing import write_tree
from diagnosis.maturity.answers import AnswerError
from diagnosis.models import SolutionDraft
from diagnosis.services.cataloguing import save_solution
from diagnosis.views.drafts.reach import revision_of
from diagnosis.views.solutions.drafts import closed, draft_or_404
from gongfu.core.errors import GongfuError, Invalid
from gongfu.core.languages import short
from gongfu.core.requests import Request

TRY, DONE = "try", "done"


@dataclass(slots=True)
class Form:
    """A page that edits a draft: its text with what was typed, and what is wrong."""

    draft: SolutionDraft
    source: str
    typed: Mapping[str, str] = field(default_factory=dict)
    error: GongfuError | None = None

    @property
    def revision(self) -> int:
        """What the next save must name: after a conflict the state that the person was told of."""
        newer = self.error.params.get("revision") if self.error else None
        return newer or self.draft.revision


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
            "preconditions": precondition_inputs(sheet),
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
    if found.edition_id:
        return closed(found)
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
    status = form.error.status if form.error else 200
    return render(request, f"diagnosis/solutions/{page}.html", context, status=status)


def text(request: Request, draft_id: int) -> HttpResponse:
    """The file as text. It is saved whatever it holds; what is wrong is said with its line."""
    found = draft_or_404(request, draft_id)
    if found.edition_id:
        return closed(found)
    typed, problem, status = found.source, "", 200
    if request.method == "POST":
        typed = request.POST.get("text", "").replace("\r\n", "\n")
        try:
            _check(typed)
            revision = revision_of(request.POST)
            save_solution(draft=found, source=typed, revision=revision, actor=request.actor)
        except GongfuError as error:
            found.refresh_from_db()
            problem, status = error.message, error.status
        else:
            messages.success(request, _("Saved"))
            return redirect("diagnosis:solution_text", found.pk)
    review = review_source(typed)
    context = {
        "draft": found,
        "text": typed,
        "problem": problem,
        "complaints": [(each, line_of(typed, each.key)) for each in review.complaints],
    }
    return render(request, "diagnosis/solutions/text.html", context, status=status)


def _check(text: str) -> None:
    """Refuse what no database keeps; everything else is told by the check of the file."""
    if "\x00" in text or any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        raise Invalid(_("The text contains control characters; please type it again."))
