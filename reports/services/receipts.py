"""The receipt on paper: as it was given, with the answers as they were declared."""

from collections import Counter

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from diagnosis import presenting
from diagnosis.answers import key_of, plain_answers
from diagnosis.catalogue import framework_for
from diagnosis.maturity import Framework
from diagnosis.maturity.resolving import Reading
from diagnosis.models import Receipt, Status
from diagnosis.presenting.declaring import next_steps, statement
from gongfu.core.languages import django_code
from reports.document.context import AnswerGroup
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
    """Every question that was asked, section by section."""
    assessment, texts = receipt.assessment, framework.texts(language)
    answers = plain_answers(receipt.answers, framework.ref)
    reading = Reading(framework, answers, assessment.profile)
    numbers, files = presenting.numbering(framework), _files(receipt)
    groups = []
    for section in framework.sections:
        replies = tuple(
            reply_of(
                presenting.answer_in_words(reading, texts, ref),
                no=None if framework.questions[ref].is_scene else numbers[ref],
                text=texts.question(ref).text,
                evidence=files[key_of(framework.ref, ref)],
            )
            for ref in section.questions
            if reading.is_shown(ref)
        )
        if replies:
            groups.append(AnswerGroup(name=texts.section(section.ref).title, answers=replies))
    return groups


def _files(receipt: Receipt) -> Counter[str]:
    """How many files supported each answer when it was declared."""
    there = receipt.assessment.evidence.filter(uploaded_at__lte=receipt.declared_at)
    return Counter(there.filter(removed_at=None).values_list("key", flat=True))
