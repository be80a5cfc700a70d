"""A copy of an issued report that can be edited: read out of its PDF, so that both say the same."""

import json

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gongfu.core.languages import django_code
from reports.models import Report
from reports.services.codes import printed
from reports.services.printing import in_child


def copy_for_word(*, report: Report, pdf: bytes) -> bytes:
    """The document for Word, in the language of the report."""
    about = {
        "language": report.language,
        "number": report.number,
        "code": printed(report.code),
        "notice": _notice(report),
        "issued_at": report.issued_at.isoformat(),
    }
    line = json.dumps(about, ensure_ascii=False).encode()
    return in_child("reports.document.word", sent=line + b"\n" + pdf)


def _notice(report: Report) -> str:
    address = settings.PUBLIC_URL + reverse("reports:verify_code", args=[report.code])
    with translation.override(django_code(report.language)):
        return _(
            "Copy for editing. Only the PDF of report %(number)s (code %(code)s) can be verified, "
            "at %(address)s."
        ) % {"number": report.number, "code": printed(report.code), "address": address}
