"""Papers as files: the receipt of a submission, a blank questionnaire."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from diagnosis.models import Assessment, Receipt, Release
from enterprises.ecosystem.looking import shows_firm
from gongfu.core.errors import Invalid
from gongfu.core.languages import short
from gongfu.core.requests import Request
from reports.services.blanks import print_blank
from reports.services.issuing import LANGUAGES
from reports.services.receipts import file_name, print_receipt
from reports.services.summarising import summary_of


def receipt_pdf(request: Request, assessment_id: int) -> HttpResponse:
    """The newest receipt with its copy of the answers."""
    found = Receipt.objects.filter(assessment=_assessment(request, assessment_id))
    receipt = (
        found.select_related("assessment__enterprise__district", "assessment__enterprise__industry")
        .select_related("assessment__campaign", "assessment__release")
        .order_by("pk")
        .last()
    )
    if receipt is None:
        raise Http404(assessment_id)
    language = _language(request)
    pdf = print_receipt(receipt=receipt, language=language)
    return pdf_response(pdf, file_name(receipt, language))


def summary(request: Request, assessment_id: int) -> HttpResponse:
    """A firm on one page; of the verified result once there is one."""
    assessment, language = _assessment(request, assessment_id), _language(request)
    shows_firm(request, assessment.enterprise_id, campaign_id=assessment.campaign_id)
    pdf = summary_of(assessment=assessment, language=language)
    return pdf_response(pdf, f"summary-{assessment.enterprise.uscc}-{language}.pdf")


def blank(request: Request, assessment_id: int) -> HttpResponse:
    """The questionnaire of one assessment, with what its firm is asked."""
    assessment = _assessment(request, assessment_id)
    return _blank(request, assessment.release, assessment)


def blank_release(request: Request, ref: str, version: str) -> HttpResponse:
    """The questionnaire of a release, with everything that it may ask."""
    return _blank(request, get_object_or_404(Release, ref=ref, version=version), None)


def _blank(request: Request, release: Release, assessment: Assessment | None) -> HttpResponse:
    language = _language(request)
    pdf = print_blank(release=release, assessment=assessment, language=language)
    return pdf_response(pdf, f"{release.ref}-{release.version}-{language}.pdf")


def _assessment(request: Request, assessment_id: int) -> Assessment:
    reachable = Assessment.objects.visible_to(request.actor).select_related(
        "release", "campaign", "enterprise__district", "enterprise__industry"
    )
    return get_object_or_404(reachable, pk=assessment_id)


def _language(request: Request) -> str:
    """The language asked for, else the reader's."""
    wanted = request.GET.get("language", "") or short()
    if wanted not in LANGUAGES:
        text = _("Choose Chinese or English.")
        raise Invalid(text, fields={"language": text})
    return wanted


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """A paper made for this one reader, to be kept as a file."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
