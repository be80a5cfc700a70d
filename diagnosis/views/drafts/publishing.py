"""The last look before a draft becomes a release, and making it one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diagnosis.catalogue import framework_of
from diagnosis.drafting.differences import Area, areas_of, changes_of
from diagnosis.drafting.files import Files
from diagnosis.drafting.reviewing import review_files
from diagnosis.services.publishing_drafts import publish_draft, refuse_taken
from diagnosis.views.drafts.reach import closed, draft_or_404, revision_of
from gongfu.core.errors import GongfuError, Invalid
from gongfu.core.languages import short
from gongfu.core.requests import Request


def publish(request: Request, draft_id: int) -> HttpResponse:
    """Show what would change; POST publishes, or says what stands against it."""
    draft = draft_or_404(request, draft_id)
    if draft.release_id:
        return closed(draft)
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
            draft.refresh_from_db()
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
    changes = changes_of(draft, review)
    areas: tuple[Area, ...] = ()
    if changes and review.framework and draft.based_on:
        areas = areas_of(changes, short(), review.framework, framework_of(draft.based_on))
    context = {
        "draft": draft,
        "review": review,
        "problem": problem,
        "taken": taken,
        "ready": review.is_sound and not taken,
        "changes": changes,
        "areas": areas,
    }
    return render(request, "diagnosis/draft_publish.html", context, status=status)
