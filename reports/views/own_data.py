"""What a firm can ask about its own data."""

from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from enterprises.models import Enterprise
from enterprises.views.imports import table_response
from gongfu.core.access import may
from gongfu.core.chips import chips_of
from gongfu.core.clock import now, today
from gongfu.core.models import Job
from gongfu.core.requests import Request
from gongfu.core.slicing import sliced
from gongfu.core.spreadsheets import Value
from gongfu.core.stored import stored_path
from reports.own_data.accesses import Access, accesses_of
from reports.own_data.forms import AccessFilterForm
from reports.own_data.models import OwnDataFile
from reports.own_data.services import JOB, KEPT, request_own_data


def accesses(request: Request) -> HttpResponse:
    """Who saw the data of the actor's firm, newest first."""
    form, rows = _asked(request)
    context = {
        "enterprise": own_firm(request),
        "form": form,
        "chips": chips_of(form, request.GET),
        "page": sliced(rows, request.GET),
        "query": request.GET.urlencode(),
        "may_export": may(request.actor, "own_data.take"),
    }
    return render(request, "reports/accesses.html", context)


def accesses_export(request: Request) -> HttpResponseBase:
    """The same as a file."""
    _form, rows = _asked(request)
    name = f"accesses-{today():%Y%m%d}"
    return table_response(_lines(own_firm(request), rows), form="csv", name=name)


def own_data(request: Request) -> HttpResponse:
    """Everything about the firm as one archive: ask for it, and take it away while it is there."""
    firm = own_firm(request)
    if request.method == "POST":
        return _ask(request, firm)
    mine = Job.objects.visible_to(request.actor).filter(kind=JOB, owner_id=request.actor.user_id)
    mine = mine.filter(key=f"enterprise:{firm.pk}").exclude(state=Job.State.DONE)
    archives = OwnDataFile.objects.visible_to(request.actor).there()
    context = {
        "enterprise": firm,
        "waiting": mine.order_by("-id")[:1],
        "archive": archives.filter(expires_at__gt=now()).select_related("made_by").last(),
        "days": KEPT.days,
    }
    return render(request, "reports/own_data.html", context)


def _ask(request: Request, firm: Enterprise) -> HttpResponse:
    job = request_own_data(enterprise=firm, actor=request.actor)
    if job.owner_id == request.actor.user_id:
        return redirect("core:job", job_id=job.pk)
    messages.info(request, _("A colleague has asked for it already; it will appear here."))
    return redirect("reports:own_data")


def own_data_file(request: Request, file_id: int) -> HttpResponseBase:
    """The archive, as a download that no browser opens."""
    archives = OwnDataFile.objects.visible_to(request.actor).there().filter(expires_at__gt=now())
    archive = get_object_or_404(archives.select_related("enterprise"), pk=file_id)
    try:
        content = stored_path(archive.stored).open("rb")
    except FileNotFoundError as error:
        raise Http404(file_id) from error
    name = f"{archive.enterprise.uscc}-{archive.made_at:%Y%m%d}.zip"
    response = FileResponse(
        content, as_attachment=True, filename=name, content_type="application/zip"
    )
    response["Cache-Control"] = "private, no-store"
    return response


def own_firm(request: Request) -> Enterprise:
    """The firm that the actor belongs to."""
    reachable = Enterprise.objects.visible_to(request.actor)
    return get_object_or_404(reachable, pk=request.actor.enterprise_id)


def _asked(request: Request) -> tuple[AccessFilterForm, list[Access]]:
    form = AccessFilterForm(request.GET, today=today())
    form.is_valid()
    return form, accesses_of(request.actor, *form.span(), form.cleaned_data.get("kind", ""))


def _lines(firm: Enterprise, rows: list[Access]) -> Iterator[Sequence[Value]]:
    yield [_("Who saw our data"), firm.name, firm.uscc]
    yield [_("Made at"), now()]
    yield []
    yield [
        _("Day"),
        _("Seen by"),
        _("Organisation"),
        _("Data seen"),
        _("Campaign"),
        _("How"),
        _("Times"),
        _("Last at"),
    ]
    for row in rows:
        yield [
            *(row.day, row.who, row.organisation, row.what, row.campaign),
            *(str(row.how), row.times, row.at),
        ]
