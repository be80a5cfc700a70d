"""Sections shared out among colleagues, and what is left for me."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.models import Assessment
from diagnosis.services.assigning_sections import assign_sections
from diagnosis.teamwork.keeping import last_submitted, my_sections, open_count
from diagnosis.teamwork.opinions import asked_of
from diagnosis.views.reach import assessment_or_404, reachable
from diagnosis.views.tasks import tasks_page
from gongfu.core.errors import Invalid
from gongfu.core.requests import Request

FREE = "free"


def keeper(request: Request, assessment_id: int) -> HttpResponse:
    """Give the sections whose choice was changed to the person chosen, or free them."""
    assessment = assessment_or_404(request, assessment_id)
    wanted = _wanted(request)
    try:
        changed = assign_sections(assessment=assessment, wanted=wanted, actor=request.actor)
    except Invalid as error:
        return tasks_page(request, assessment, wanted, error)
    messages.success(request, _said(changed))
    return redirect("diagnosis:tasks", assessment.pk)


def _wanted(request: Request) -> dict[str, int | None]:
    """What the person changed on the page: an untouched choice must not undo a colleague's."""
    chosen = {
        name.removeprefix("keeper."): value
        for name, value in request.POST.items()
        if name.startswith("keeper.")
    }
    return {
        section: _member(str(value))
        for section, value in chosen.items()
        if value != request.POST.get(f"was.{section}")
    }


def _member(value: str) -> int | None:
    """The id of the member; one that cannot be is refused like one that does not exist."""
    if value in ("", FREE):
        return None
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 18 else 0


def _said(changed: int) -> str:
    if not changed:
        return _("Nothing was changed.")
    return ngettext(
        "%(count)d section was shared out anew.",
        "%(count)d sections were shared out anew.",
        changed,
    ) % {"count": changed}


def mine(request: Request) -> HttpResponse:
    """Everything still open in my sections, with links that come back here."""
    assessments: list[Assessment] = list(reachable(request).filter(status="draft"))
    sections = my_sections(request.actor, assessments)
    context = {
        "sections": sections,
        "open_count": open_count(sections),
        "asked": asked_of(request.actor),
        "submitted": None if sections else last_submitted(request.actor, reachable(request)),
        "tasks_of": assessments[0] if assessments else None,
        "simulated": any(each.is_simulated for each in assessments),
    }
    return render(request, "diagnosis/sections/mine.html", context)
