"""Import of the register: upload, dry run, apply, undo, and the files that go back."""

from collections.abc import Iterable, Sequence

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers

from enterprises.forms import ImportForm
from enterprises.register.faults import listed
from enterprises.register.models import RegisterImport
from enterprises.register.problems import problem_text
from enterprises.register.refused import refused_rows, template_rows
from enterprises.register.services.applying import start_applying
from enterprises.register.services.receiving import receive_file
from enterprises.register.services.undoing import start_undoing
from enterprises.register.showing import outcome_tabs, shown_lines
from gongfu.core.errors import GongfuError
from gongfu.core.models import Job
from gongfu.core.paging import by_key
from gongfu.core.requests import Request
from gongfu.core.spreadsheets import CSV_TYPE, XLSX_TYPE, Value, csv_stream, xlsx_file

BUSY = (RegisterImport.State.WAITING, RegisterImport.State.APPLYING, RegisterImport.State.UNDOING)


def import_list(request: Request) -> HttpResponse:
    """Upload a list, and see the imports so far."""
    form, status = ImportForm(), 200
    if request.method == "POST":
        form, status = ImportForm(request.POST, request.FILES), 422
        if form.is_valid() and (found := _received(form, request)):
            return redirect("enterprises:import_detail", import_id=found.pk)
    imports = RegisterImport.objects.visible_to(request.actor).select_related("created_by")
    page = by_key(imports, request.GET, ordering=("-id",), size=12)
    return render(request, "enterprises/imports.html", {"form": form, "page": page}, status=status)


def _received(form: ImportForm, request: Request) -> RegisterImport | None:
    """Hand over the upload; what the service refuses becomes an error of the field."""
    try:
        return receive_file(file=form.cleaned_data["file"], actor=request.actor)
    except GongfuError as error:
        form.add_error("file", error.message)
        return None


def import_detail(request: Request, import_id: int) -> HttpResponse:
    """What the file would do, does or did, by outcome; asks again by itself while a job runs."""
    found = _visible(request, import_id)
    tabs = outcome_tabs(found, request.GET.get("show", ""))
    shown = next(tab for tab in tabs if tab["current"])
    lines = found.lines.filter(outcome=shown["key"]).select_related("enterprise")
    page = by_key(lines, request.GET, ordering=("number",), size=12)
    job = found.job
    context = {
        "found": found,
        "tabs": tabs,
        "shown": shown,
        "page": page,
        "lines": shown_lines(page.rows, found.columns),
        "unknown": listed([header for header, field in found.columns if header and not field]),
        "problem": problem_text(found.problem),
        "is_busy": found.state in BUSY and (job is None or job.state != Job.State.FAILED),
        "failed_job": job if job is not None and job.state == Job.State.FAILED else None,
        "percent": _percent(job),
        "to_write": found.created + found.updated,
    }
    name = "enterprises/import_body.html" if request.htmx else "enterprises/import.html"
    response = render(request, name, context)
    patch_vary_headers(response, ("HX-Request",))
    return response


def _percent(job: Job | None) -> int | None:
    if job is None or not job.progress_total:
        return None
    return round(100 * job.progress_done / job.progress_total)


def import_apply(request: Request, import_id: int) -> HttpResponse:
    """Let the good rows in."""
    found = _visible(request, import_id)
    start_applying(register_import=found, actor=request.actor)
    return redirect("enterprises:import_detail", import_id=found.pk)


def import_undo(request: Request, import_id: int) -> HttpResponse:
    """Take an applied import back."""
    found = _visible(request, import_id)
    start_undoing(register_import=found, actor=request.actor)
    return redirect("enterprises:import_detail", import_id=found.pk)


def import_refused(request: Request, import_id: int, form: str) -> HttpResponseBase:
    """The refused rows with their reasons, to be corrected and uploaded again."""
    found = _visible(request, import_id)
    if not found.refused:
        raise Http404
    name = f"refused-rows-{found.pk}"
    return table_response(refused_rows(found), form=form, name=name)


def import_template(request: Request, form: str) -> HttpResponseBase:
    """An empty list with the columns that are surely recognised."""
    return table_response(template_rows(), form=form, name="register-template")


def table_response(rows: Iterable[Sequence[Value]], *, form: str, name: str) -> HttpResponseBase:
    """A table as a download: CSV line by line, XLSX from a temporary file."""
    response: HttpResponseBase
    if form == "csv":
        response = StreamingHttpResponse(csv_stream(rows), content_type=CSV_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    if form == "xlsx":
        file = xlsx_file(rows, title=name)
        return FileResponse(
            file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE
        )
    raise Http404


def _visible(request: Request, import_id: int) -> RegisterImport:
    imports = RegisterImport.objects.visible_to(request.actor).select_related("job", "created_by")
    return get_object_or_404(imports, pk=import_id)
