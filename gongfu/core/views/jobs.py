"""Long jobs: the page of one, which also answers htmx, and the operator's list."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from gongfu.core import jobs
from gongfu.core.models import Job
from gongfu.core.paging import by_key
from gongfu.core.requests import Request
from gongfu.core.ui.states import reachable, words_of


def job(request: Request, job_id: int) -> HttpResponse:
    """Show a job; POST tries a failed one again."""
    found = get_object_or_404(Job.objects.visible_to(request.actor), pk=job_id)
    if request.method == "POST":
        jobs.retry(job=found)
        messages.success(request, _("The job is queued again."))
        return redirect("core:job", job_id=found.pk)
    context = {
        "job": found,
        "name": request.GET.get("name", "")[:80],
        "title": words_of(found.kind).title(found.state),
        "is_active": found.state in (Job.State.QUEUED, Job.State.RUNNING),
        "page_url": reachable(request.actor, str(found.result.get("page", ""))),
        "on_its_page": request.htmx.current_url_abs_path == request.path,
    }
    return render(request, "core/job_row.html" if request.htmx else "core/job.html", context)


def job_list(request: Request) -> HttpResponse:
    """All jobs, newest first, for the operator."""
    found = Job.objects.visible_to(request.actor).select_related("owner")
    state = request.GET.get("state", "")
    if state in Job.State.values:
        found = found.filter(state=state)
    page = by_key(found, request.GET, ordering=("-id",))
    return render(
        request, "core/jobs.html", {"page": page, "state": state, "states": Job.State.choices}
    )
