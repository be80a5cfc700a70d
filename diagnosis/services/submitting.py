from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.answers import plain_answers
from diagnosis.catalogue import framework_for
from diagnosis.maturity import progress
from diagnosis.maturity.scoring import digest_of
from diagnosis.models import AnswerSheet, Assessment, Receipt, Score, Status, Voice
from diagnosis.moves import SUBMIT
from diagnosis.problems import obstacles
from diagnosis.recipients import firm_people
from diagnosis.services.mailing import post
from diagnosis.services.moving import make_move
from diagnosis.services.numbering import draw_serial
from diagnosis.services.scoring import queue_score
from gongfu.core import clock, fault
from gongfu.core.actor import Actor
from gongfu.core.errors import Invalid, Locked
from gongfu.core.inputs import clean_text
from gongfu.core.models import Role, User

LONGEST_NAME, LONGEST_POSITION = 60, 40


def submit_assessment(
    *,
    assessment: Assessment,
    declared_name: str,
    declared_position: str,
    actor: Actor,
    user: User,
) -> Receipt:
    """Close the self-assessment, hand out a receipt and queue its scoring, all or nothing.

    Submitting again what is already submitted returns the receipt that was given.
    """
    name, position = _declaration(declared_name, declared_position)
    with transaction.atomic():
        sheet = AnswerSheet.objects.select_for_update().get(assessment=assessment, voice=Voice.SELF)
        assessment.refresh_from_db(fields=["status", "submitted_at", "discarded_at"])
        if assessment.status == Status.SUBMITTED:
            return latest_receipt(assessment)
        if assessment.discarded_at is not None:
            raise Locked(_("A colleague has discarded this self-assessment meanwhile."))
        _check_complete(assessment, sheet)
        at = clock.now()
        make_move(assessment=assessment, move=SUBMIT, actor=actor, at=at, submitted_at=at)
        fault.point("submit.moved")
        receipt = _receipt(assessment, sheet, name, position, at, user)
        fault.point("submit.recorded")
        queue_score(assessment=assessment, kind=Score.Kind.SELF, actor=actor)
        fault.point("submit.queued")
        assessment.workbooks.all().delete()  # what they would change is locked now
        _mail_copies(receipt, user, actor)
    return receipt


def latest_receipt(assessment: Assessment) -> Receipt:
    """The receipt that holds; an assessment that was returned has earlier ones too."""
    return assessment.receipts.latest("pk")


def receipt_number(serial: int, at: datetime) -> str:
    """The number a firm quotes: ZD (诊断), the city's year, a serial number that begins with it."""
    return f"ZD-{city_year(at)}-{serial:06d}"


def city_year(at: datetime) -> int:
    return clock.city_day(at).year


def declaration_faults(*, declared_name: str, declared_position: str) -> dict[str, str]:
    """What is wrong with who answers for the truth, by field; name and position are both needed."""
    missing_name = _("Enter the name of the person who declares.")
    missing_position = _("Enter the position of this person.")
    faults = {
        "declared_name": _fault(declared_name, LONGEST_NAME, missing_name),
        "declared_position": _fault(declared_position, LONGEST_POSITION, missing_position),
    }
    return {field: fault for field, fault in faults.items() if fault}


def _fault(raw: str, longest: int, missing: str) -> str:
    try:
        return "" if clean_text(raw, max_length=longest) else missing
    except Invalid as error:
        return error.message


def _declaration(name: str, position: str) -> tuple[str, str]:
    faults = declaration_faults(declared_name=name, declared_position=position)
    if faults:
        raise Invalid(_("The declaration is not complete."), fields=faults)
    return (
        clean_text(name, max_length=LONGEST_NAME),
        clean_text(position, max_length=LONGEST_POSITION),
    )


def _check_complete(assessment: Assessment, sheet: AnswerSheet) -> None:
    framework = framework_for(assessment)
    answers = plain_answers(sheet.document, assessment.framework_ref)
    missing = progress(framework, answers, assessment.profile).missing
    if missing:
        count = len(missing)
        message = ngettext(
            "%(count)d question is not answered yet.",
            "%(count)d questions are not answered yet.",
            count,
        ) % {"count": count}
        raise Invalid(message, missing=list(missing))
    for obstacle in obstacles(framework, answers):
        raise obstacle


def _receipt(
    assessment: Assessment,
    sheet: AnswerSheet,
    name: str,
    position: str,
    at: datetime,
    user: User,
) -> Receipt:
    return Receipt.objects.create(
        assessment=assessment,
        number=receipt_number(draw_serial(year=city_year(at)), at),
        declared_name=name,
        declared_position=position,
        declared_at=at,
        by=user,
        answers=sheet.document,
        answers_digest=digest_of(sheet.document),
    )


def _mail_copies(receipt: Receipt, user: User, actor: Actor) -> None:
    """The declaring person and the owners get the receipt by mail; the job sends it."""
    assessment = receipt.assessment
    owners = firm_people(assessment.enterprise, (Role.OWNER,))
    users = [user, *owners]
    post(kind="receipt", about=receipt.pk, assessment=assessment, users=users, actor=actor)
