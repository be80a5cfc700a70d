"""The receipt by mail, with the PDF attached; the language of its reader is active."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from diagnosis.mails import mail_of
from diagnosis.models import Notice, Receipt
from diagnosis.presenting.declaring import declaration_of, next_steps
from diagnosis.services.mailing import composer
from gongfu.core.errors import GongfuError
from gongfu.core.languages import short
from reports.services.receipts import file_name, print_receipt

logger = logging.getLogger(__name__)


@composer("receipt")
def receipt(notice: Notice) -> EmailMessage:
    """A paper that cannot be printed does not keep the mail back: the page says the same."""
    held = Receipt.objects.select_related(
        "assessment__enterprise__district",
        "assessment__enterprise__industry",
        "assessment__campaign",
        "assessment__release",
    ).get(pk=notice.about)
    firm = held.assessment.enterprise.name
    subject = _("Receipt %(number)s: self-assessment of %(firm)s") % {
        "number": held.number,
        "firm": firm,
    }
    context = {
        "assessment": held.assessment,
        "declaration": declaration_of(held),
        "next_steps": next_steps(held.assessment),
        "reader": notice.user,
        "url": _address("diagnosis:receipt", held),
        "pdf_url": _address("reports:receipt_pdf", held),
    }
    message = mail_of(subject, "reports/mail_receipt.txt", context)
    try:
        pdf = print_receipt(receipt=held, language=short())
    except GongfuError as error:
        logger.warning("receipt %s goes out without its PDF: %s", held.number, error.message)
    else:
        message.attach(file_name(held, short()), pdf, "application/pdf")
    return message


def _address(route: str, held: Receipt) -> str:
    return f"{settings.PUBLIC_URL}{reverse(route, args=[held.assessment_id])}"
