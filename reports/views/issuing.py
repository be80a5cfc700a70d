from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from diagnosis.models import Assessment, Status
from enterprises.ecosystem.looking import shows_firm
from gongfu.core.access import may
from gongfu.core.languages import short
from gongfu.core.requests import Request
from reports.forms import IssueForm
from reports.narrative.editing import newest_narrative
from reports.services.issuing import job_key, kinds_for, request_report
from reports.views.reading import in_reach, waiting


def issue(request: Request, assessment_id: int) -> HttpResponse:
    """The reports on one assessment, and the wish for a new one."""
    assessment = get_object_or_404(
        Assessment.objects.visible_to(request.actor).select_related("enterprise", "campaign"),
        pk=assessment_id,
    )
    shows_firm(request, assessment.enterprise_id, campaign_id=assessment.campaign_id)
    kinds = kinds_for(assessment, request.actor) if may(request.actor, "report.issue") else []
    sent = request.POST.dict() if request.method == "POST" else None
    form = IssueForm(sent, kinds=kinds, language=short())
    if sent is not None and not kinds:  # says why
        request_report(assessment=assessment, language=short(), actor=request.actor)
    if sent is not None and form.is_valid():
        return _ask(request, assessment, form)
    return _page(request, assessment, form, kinds)


def _ask(request: Request, assessment: Assessment, form: IssueForm) -> HttpResponse:
    """Queue the report and lead to its job; the page may be left while it is made."""
    wanted = form.cleaned_data
    job = request_report(assessment=assessment, actor=request.actor, **wanted)
    if job.owner_id == request.actor.user_id:
        return redirect("core:job", job_id=job.pk)
    messages.info(request, _("This report is being made already; it will appear in this list."))
    return redirect("reports:issue", assessment_id=assessment.pk)


def _page(
    request: Request, assessment: Assessment, form: IssueForm, kinds: list[str]
) -> HttpResponse:
    keys = [job_key(assessment, language, kind) for language in ("zh", "en") for kind in kinds]
    context = {
        "assessment": assessment,
        "form": form if kinds else None,
        "has_result": assessment.status != Status.DRAFT,
        "reports": in_reach(request).filter(assessment=assessment).order_by("-id"),
        "waiting": waiting(request, keys),
        **_narrative(request, assessment),
        "simulated": assessment.is_simulated,
    }
    status = 422 if form.errors else 200
    return render(request, "reports/issue.html", context, status=status)


def _narrative(request: Request, assessment: Assessment) -> dict[str, Any]:
    """For whoever writes into the report: the words that the next one would print."""
    if not may(request.actor, "report.edit") or assessment.status == Status.DRAFT:
        return {}
    return {"may_write": True, "narrative": newest_narrative(assessment, short())}
