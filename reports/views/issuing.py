from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from diagnosis.models import Assessment
from gongfu.core.languages import short
from gongfu.core.requests import Request
from reports.services.issuing import request_report


def issue(request: Request, assessment_id: int) -> HttpResponse:
    """Ask for a report and lead to its job; the page may be left while it is made."""
    reach = Assessment.objects.visible_to(request.actor)
    job = request_report(
        assessment=get_object_or_404(reach, pk=assessment_id),
        language=request.POST.get("language") or short(),
        kind=request.POST.get("kind") or None,
        reissue=request.POST.get("reissue") == "1",
        actor=request.actor,
    )
    if job.owner_id == request.actor.user_id:
        return redirect("core:job", job_id=job.pk)
    messages.info(request, _("This report is being made already; it will appear in this list."))
    return redirect("reports:list")
