"""Is a report genuine? Open to everybody, told to the holder of the paper only."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render

from diagnosis.catalogue import framework_of
from gongfu.core.errors import GongfuError
from gongfu.core.languages import short
from gongfu.core.requests import Request
from gongfu.core.throttling import Limit, limit
from reports.forms import VerifyFileForm, VerifyTextForm
from reports.models import Report
from reports.services import codes, verifying

LIMIT = Limit("verify", amount=30, seconds=60)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is told. `whole` is False where only the number is known: numbers can be guessed."""

    report: Report | None
    how: str  # code, number, file
    whole: bool = True

    @property
    def framework_name(self) -> str:
        if self.report is None:
            return ""
        return framework_of(self.report.assessment.release).texts(short()).name

    @property
    def code(self) -> str:
        return codes.printed(self.report.code) if self.report else ""

    @property
    def newest(self) -> Report | None:
        """The report that holds today, where a newer one has replaced the shown one."""
        newest = self.report.superseded_by if self.report else None
        while newest and newest.superseded_by:
            newest = newest.superseded_by
        return newest


def verify(request: Request) -> HttpResponse:
    """Ask by code, by number, or by the file itself."""
    if request.method != "POST":
        return _page(request)
    limit(request, LIMIT)
    return _by_file(request) if "compare" in request.POST else _by_text(request)


def verify_code(request: Request, code: str) -> HttpResponse:
    """Where the QR code leads."""
    limit(request, LIMIT)
    try:
        report = verifying.find_by_code(code)
    except GongfuError as error:
        form = VerifyTextForm({"text": code[:40]})
        form.add_error("text", error.message)
        return _page(request, text_form=form, status=404)
    return _page(request, finding=Finding(report, "code"), status=200 if report else 404)


def _by_text(request: Request) -> HttpResponse:
    form = VerifyTextForm(request.POST)
    if not form.is_valid():
        return _page(request, text_form=form, status=422)
    text = form.cleaned_data["text"]
    if verifying.looks_like_number(text):
        finding = Finding(verifying.find_by_number(text), "number", whole=False)
        return _page(request, finding=finding, text_form=form)
    try:
        report = verifying.find_by_code(text)
    except GongfuError as error:
        form.add_error("text", error.message)
        return _page(request, text_form=form, status=422)
    if report is None:
        return _page(request, finding=Finding(None, "code"), text_form=form)
    return redirect("reports:verify_code", code=report.code)


def _by_file(request: Request) -> HttpResponse:
    form = VerifyFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, file_form=form, status=422)
    report = verifying.find_by_content(form.cleaned_data["file"].chunks())
    return _page(request, finding=Finding(report, "file"))


def _page(
    request: Request,
    *,
    finding: Finding | None = None,
    text_form: VerifyTextForm | None = None,
    file_form: VerifyFileForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "finding": finding,
        "text_form": text_form or VerifyTextForm(),
        "file_form": file_form or VerifyFileForm(),
    }
    response = render(request, "reports/verify.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response
