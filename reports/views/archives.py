"""Many reports at once: the wish for an archive, and its file."""

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from gongfu.core.clock import now
from gongfu.core.errors import Invalid
from gongfu.core.requests import Request
from gongfu.core.stored import stored_path
from reports.archives.gathering import request_archive
from reports.forms import ReportFilterForm
from reports.models import ReportArchive


def archive(request: Request) -> HttpResponse:
    """Queue the archive of the list that was looked at, and lead to its job."""
    form = ReportFilterForm(request.POST, one_firm=False)
    if not form.is_valid():
        field, messages = next(iter(form.errors.items()))
        raise Invalid(str(messages[0]), fields={field: str(messages[0])})
    job = request_archive(filters=form.cleaned_data, actor=request.actor)
    return redirect("core:job", job_id=job.pk)


def archive_file(request: Request, archive_id: int) -> HttpResponseBase:
    """The ZIP, for whoever asked for it, as long as it is kept."""
    there = ReportArchive.objects.visible_to(request.actor).there().filter(expires_at__gt=now())
    found = get_object_or_404(there, pk=archive_id)
    try:
        content = stored_path(found.stored).open("rb")
    except FileNotFoundError as error:
        raise Http404(archive_id) from error
    name = f"reports-{found.made_at:%Y%m%d-%H%M}.zip"
    response = FileResponse(
        content, as_attachment=True, filename=name, content_type="application/zip"
    )
    response["Cache-Control"] = "private, no-store"
    return response
