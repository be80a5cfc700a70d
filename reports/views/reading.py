"""The register of reports as far as a person reaches: list, one report, its file."""

from typing import Any, BinaryIO
from urllib.parse import quote

from django.http import FileResponse, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from enterprises.ecosystem.looking import shows_firm
from gongfu.core.access import may
from gongfu.core.chips import chips_of
from gongfu.core.clock import now
from gongfu.core.errors import GongfuError
from gongfu.core.models import Job
from gongfu.core.paging import by_key
from gongfu.core.requests import Request
from gongfu.core.stored import stored_path
from reports.archives.choosing import filtered
from reports.archives.gathering import JOB as ARCHIVE
from reports.forms import ReportFilterForm
from reports.models import Report, ReportArchive, ReportQuerySet
from reports.services.codes import printed
from reports.services.copying import copy_for_word
from reports.services.issuing import JOB, kinds_for

WAITING_SHOWN = 5
ARCHIVES_SHOWN = 5
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class FileMissing(GongfuError):
    """The register knows the report but its file is not in the data folder."""

    code, status = "file_missing", 410


def report_list(request: Request) -> HttpResponse:
    """Reports in reach, newest first, and the ones this person is waiting for."""
    form = ReportFilterForm(request.GET, one_firm=request.actor.is_firm)
    form.is_valid()
    found = filtered(in_reach(request), form.cleaned_data)
    page = by_key(found, request.GET, ordering=("-id",))
    context = {
        "form": form,
        "chips": chips_of(form, request.GET),
        "page": page,
        "with_firm": not request.actor.is_firm,
        "waiting": [] if request.GET else waiting(request),
        **_archives(request, form),
    }
    return render(request, "reports/list.html", context)


def _archives(request: Request, form: ReportFilterForm) -> dict[str, Any]:
    """What a person who may gather reports sees of it: the wish, and archives that are there."""
    if not may(request.actor, "report.archive"):
        return {}
    there = ReportArchive.objects.visible_to(request.actor).there()
    return {
        "may_gather": True,
        "asked": [(name, value) for name, value in form.cleaned_data.items() if value],
        "archives": there.filter(expires_at__gt=now()).order_by("-pk")[:ARCHIVES_SHOWN],
    }


def report_detail(request: Request, report_id: int) -> HttpResponse:
    """One report with its editions and what can be done with it."""
    report = get_object_or_404(in_reach(request), pk=report_id)
    made = report.assessment
    shows_firm(request, made.enterprise_id, campaign_id=made.campaign_id)
    same = in_reach(request).filter(assessment=report.assessment, kind=report.kind)
    context = {
        "report": report,
        "code": printed(report.code),
        "editions": same.filter(language=report.language).order_by("-edition"),
        "other": same.exclude(language=report.language).current().first(),
        "other_language": "en" if report.language == "zh" else "zh",
        "may_issue": may(request.actor, "report.issue")
        and report.kind in kinds_for(report.assessment, request.actor),
    }
    return render(request, "reports/detail.html", context)


def download(request: Request, report_id: int) -> HttpResponseBase:
    """The file as it was issued. Rights are asked each time, also for an answer of "unchanged"."""
    report = get_object_or_404(in_reach(request), pk=report_id)
    made = report.assessment
    shows_firm(request, made.enterprise_id, campaign_id=made.campaign_id)
    etag = f'"{report.digest}"'
    response: HttpResponseBase
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    else:
        response = _file(report)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def download_word(request: Request, report_id: int) -> HttpResponse:
    """A copy of the same report for Word, for those who must go on writing."""
    report = get_object_or_404(in_reach(request), pk=report_id)
    made = report.assessment
    shows_firm(request, made.enterprise_id, campaign_id=made.campaign_id)
    response = HttpResponse(_copied(report), content_type=WORD)
    response["Content-Disposition"] = _disposition(report, "docx")
    response["Cache-Control"] = "private, no-store"
    return response


def _copied(report: Report) -> bytes:
    with _content(report) as pdf:
        return copy_for_word(report=report, pdf=pdf.read())


def in_reach(request: Request) -> ReportQuerySet:
    return (
        Report.objects.visible_to(request.actor)
        .select_related(
            "assessment__enterprise",
            "assessment__campaign",
            "assessment__release",
            "score",
            "superseded_by",
        )
        .defer(
            "assessment__release__source",
            "assessment__release__texts",
            "score__answers",
            "score__document",
            "score__passport",
        )
    )


def waiting(request: Request, keys: list[str] | None = None) -> list[Job]:
    """Reports this person asked for that are not there yet, or could not be made."""
    mine = Job.objects.visible_to(request.actor).filter(owner_id=request.actor.user_id)
    if keys is None:
        mine = mine.filter(kind__in=(JOB, ARCHIVE))
    else:
        mine = mine.filter(kind=JOB, key__in=keys)
    return list(mine.exclude(state=Job.State.DONE).order_by("-id")[:WAITING_SHOWN])


def _content(report: Report) -> BinaryIO:
    try:
        return stored_path(report.file).open("rb")
    except FileNotFoundError as error:
        raise FileMissing(
            _("The file of this report is missing. Give the operator its number, %(number)s.")
            % {"number": report.number}
        ) from error


def _file(report: Report) -> FileResponse:
    response = FileResponse(_content(report), content_type="application/pdf")
    response["Content-Length"] = str(report.size)
    response["Content-Disposition"] = _disposition(report, "pdf")
    return response


def _disposition(report: Report, ending: str) -> str:
    """A plain name for old programs and the full one (RFC 6266) for the others."""
    firm = report.assessment.enterprise
    name = firm.name_zh if report.language == "zh" else firm.name_en or firm.name_zh
    full = quote(f"{report.number} {name}.{ending}", safe="")
    plain = f"{report.number}-{report.language}.{ending}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}"
