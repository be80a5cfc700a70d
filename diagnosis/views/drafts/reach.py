"""What all pages of a draft need: the draft itself, its trees, and saving what a form changed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from diagnosis.drafting.files import Files, Trees, read_trees, without_broken_samples
from diagnosis.drafting.reviewing import review_files
from diagnosis.maturity import FrameworkError
from diagnosis.models import Draft, Release
from diagnosis.services.drafting import edit_draft
from diagnosis.views.authoring import WorkForm, revision_of
from gongfu.core.errors import Conflict, Invalid
from gongfu.core.requests import Request

Build = Callable[["Form"], dict[str, Any]]


@dataclass(slots=True)
class Form(WorkForm):
    """A page that edits a draft of a framework, with what is kept of it."""

    draft: Draft
    trees: Trees

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Lines of the summary: the input to go to, and what is wrong."""
        if self.error is None:
            return []
        fields = self.error.fields or {"": self.error.message}
        return [(name.replace(".", "-"), text) for name, text in fields.items()]

    def value(self, name: str, kept: str) -> str:
        return self.typed.get(name, kept) if self.error else kept


def draft_or_404(request: Request, draft_id: int) -> Draft:
    drafts = Draft.objects.visible_to(request.actor).select_related("based_on", "release")
    return get_object_or_404(drafts, pk=draft_id)


def closed(release: Release) -> HttpResponse:
    """A published draft leads to its release."""
    return redirect("diagnosis:framework", release.ref, release.version)


def edit_page(
    request: Request,
    draft_id: int,
    *,
    template: str,
    build: Build,
    edit: Callable[[Trees], None],
    after: Callable[[Draft], HttpResponse],
) -> HttpResponse:
    """Show a form on the draft; POST saves it. What is refused stays in the form."""
    draft = draft_or_404(request, draft_id)
    if draft.release:
        return closed(draft.release)
    try:
        trees = read_trees(without_broken_samples(Files.of_draft(draft)), draft.stem)
    except FrameworkError as error:
        messages.error(request, str(error))
        return redirect("diagnosis:draft_file", draft.pk, broken_file(draft))
    form = Form(draft, trees)
    if request.method == "POST":
        try:
            revision = revision_of(request.POST)
            saved = edit_draft(draft=draft, edit=edit, revision=revision, actor=request.actor)
        except (Conflict, Invalid) as error:
            form.typed, form.error = request.POST, error
        else:
            messages.success(request, _("Saved"))
            return after(saved)
    return show(request, template, form, build(form))


def show(request: Request, template: str, form: Form, context: dict[str, Any]) -> HttpResponse:
    """The page with what stands against publishing, so that a slip is seen at once."""
    review = review_files(Files.of_draft(form.draft), form.draft.stem)
    whole = {
        "draft": form.draft,
        "form": form,
        "problems": form.problems,
        "refusal": review.refusal,
        "stem": review.stem,
        **context,
    }
    return render(request, template, whole, status=form.status)


def broken_file(draft: Draft) -> str:
    """The first file of a draft that cannot be read."""
    review = review_files(Files.of_draft(draft), draft.stem)
    return next((complaint.which for complaint in review.complaints), "rules")
