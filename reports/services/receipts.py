"""The receipt on paper: as it was given, with the answers as they were declared."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from diagnosis.catalogue import framework_for
from diagnosis.copying import Line, copy_of
from diagnosis.evidence.counting import files_by_key
from diagnosis.maturity import Framework
from diagnosis.models import Receipt, Status
from diagnosis.presenting.declaring import next_steps, statement
from gongfu.core.languages import django_code
from reports.document.context import Answer, AnswerGroup
from reports.document.papers import ReceiptPaper
from reports.services.printing import print_paper
from reports.services.typesetting import firm_of, reply_of


def print_receipt(*, receipt: Receipt, language: str) -> bytes:
    """The PDF of a receipt in `zh` or `en`."""
    with translation.override(django_code(language)):
        paper = _compose(receipt, language)
    return print_paper(paper, language=language)


def file_name(receipt: Receipt, language: str) -> str:
    return f"{receipt.number}-{language}.pdf"


def _compose(receipt: Receipt, language: str) -> ReceiptPaper:
    assessment = receipt.assessment
    framework = framework_for(assessment)
    newest = assessment.receipts.order_by("-pk").first() == receipt
    path = reverse("diagnosis:receipt", args=[assessment.pk])
    return ReceiptPaper(
        simulated=assessment.is_simulated,
        number=receipt.number,
        firm=firm_of(assessment.enterprise),
        programme=assessment.campaign.name,
        framework=framework.texts(language).name,
        release=str(assessment.release),
        submitted_at=timezone.localtime(receipt.declared_at),
        declared_by=receipt.declared_name,
        position=receipt.declared_position,
        statement=statement(),
        digest=receipt.answers_digest,
        next_steps=tuple(next_steps(assessment)),
        url=f"{settings.PUBLIC_URL}{path}",
        withdrawn=assessment.status == Status.DRAFT or not newest,
        answers=tuple(_answers(receipt, framework, language)),
    )


def _answers(receipt: Receipt, framework: Framework, language: str) -> list[AnswerGroup]:
    """The same copy as on the page, section by section."""
    assessment = receipt.assessment
    files = files_by_key(assessment, receipt.declared_at)
    copy = copy_of(framework, receipt.answers, assessment.profile, files, language)
    return [
        AnswerGroup(name=chapter.title, answers=tuple(map(_reply, chapter.lines)))
        for chapter in copy
    ]


def _reply(line: Line) -> Answer:
    return reply_of(
        line.answer,
        no=line.no,
        is_scene=line.is_scene,
        text=line.text,
        evidence=line.files,
        level=line.level,
    )
