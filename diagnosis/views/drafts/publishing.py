"""The last look before a draft becomes a release, and making it one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diagnosis.catalogue import framework_of
from diagnosis.drafting.differences import areas_of, changes_of
from diagnosis.drafting.files import Files
from diagnosis.drafting.reviewing import Review, review_files
from diagnosis.models import Draft
from diagnosis.services.publishing_drafts import publish_draft, refuse_taken
from diagnosis.views.authoring import look_again, revision_of
from diagnosis.views.drafts.reach import closed, draft_or_404
from diagnosis.views.effects import effect_of
from gongfu.core.errors import GongfuError, Invalid
from gongfu.core.languages import short
from gongfu.core.requests import Request


def publish(request: Request, draft_id: int) -> HttpResponse:
    """Show what would change; POST publishes, or says what stands against it."""
    draft = draft_or_404(request, draft_id)
    if draft.release:
        return closed(draft.release)
    problem, status = "", 200
    if request.method == "POST":
        try:
            release = publish_draft(
                draft=draft,
                revision=revision_of(request.POST),
                actor=request.actor,
                request_id=request.request_id,
            )
        except GongfuError as error:
            look_again(draft)
            problem, status = error.message, error.status
        else:
            request.audited = True
            messages.success(request, _("%(release)s is published.") % {"release": release})
            return redirect("diagnosis:framework", release.ref, release.version)
    review = review_files(Files.of_draft(draft), draft.stem)
    taken = ""
    if review.framework is not None:
        try:
            refuse_taken(review.framework)
        except Invalid as error:
            taken = error.message
    context = {
        "draft": draft,
        "review": review,
        "problem": problem,
        "taken": taken,
        "ready": review.is_sound and not taken,
        **_beside_the_present(request, draft, review),
    }
    return render(request, "diagnosis/drafts/publish.html", context, status=status)


def _beside_the_present(request: Request, draft: Draft, review: Review) -> dict[str, Any]:
    """What changes against the release it is based on, and what that would do."""
    changes = changes_of(draft, review)
    shown: dict[str, Any] = {"changes": changes, "areas": (), "effect": None}
    if review.framework and draft.based_on:
        if changes:
            present = framework_of(draft.based_on)
            shown["areas"] = areas_of(changes, short(), review.framework, present)
        if review.has_words:
            shown["effect"] = effect_of(request, draft.based_on, review.framework)
    return shown
