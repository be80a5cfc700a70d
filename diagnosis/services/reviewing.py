from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from diagnosis.answers import Envelope, answers_of, key_of, verified_answers
from diagnosis.catalogue import framework_for
from diagnosis.maturity import AnswerError, check_value
from diagnosis.models import AnswerSheet, Assessment, Score, Status, Voice
from diagnosis.moves import REOPEN, START_REVIEW, VERIFY
from diagnosis.problems import obstacles, to_invalid
from diagnosis.quality.checking import queue_check
from diagnosis.services.answering import conflict
from diagnosis.services.moving import make_move
from diagnosis.services.scoring import queue_score
from diagnosis.services.writing import Overtaken, write_envelope
from gongfu.core import clock, fault
from gongfu.core.actor import Actor
from gongfu.core.errors import Invalid, Locked
from gongfu.core.inputs import clean_text
from gongfu.core.models import User

AGREE, ADJUST = "agree", "adjust"


@transaction.atomic
def start_review(*, assessment: Assessment, actor: Actor) -> AnswerSheet:
    """Begin the visit: open the sheet of findings and close the way back to plain submitted."""
    make_move(assessment=assessment, move=START_REVIEW, actor=actor, at=clock.now())
    return _site_sheet(assessment)


def save_finding(
    *,
    assessment: Assessment,
    ref: str,
    verdict: str,
    raw: object,
    reason: str,
    base_revision: int,
    user: User,
) -> Envelope:
    """Keep the finding on one question: the firm's answer is right, or another one is, and why.

    Raises Invalid, Locked outside a review, and Conflict like `save_answer`.
    """
    reason = clean_text(reason, max_length=1000, multiline=True)
    value = _found(assessment, ref, verdict, raw, reason)

    def propose(sheet: AnswerSheet) -> tuple[object, Mapping[str, Any]]:
        return value, {"verdict": verdict, "reason": reason}

    def follow(sheet: AnswerSheet, at: datetime) -> None:
        under_review = Assessment.objects.filter(pk=assessment.pk, status=Status.IN_REVIEW)
        if not under_review.update(updated_at=at):
            raise Locked(_("This assessment is not under review."))

    try:
        return write_envelope(
            assessment=assessment,
            voice=Voice.SITE,
            key=key_of(assessment.framework_ref, ref),
            propose=propose,
            follow=follow,
            base_revision=base_revision,
            user=user,
        )
    except AnswerSheet.DoesNotExist as error:
        raise Locked(_("This assessment is not under review.")) from error
    except Overtaken as overtaken:
        raise conflict(ref, overtaken) from overtaken


@transaction.atomic
def verify_assessment(
    *,
    assessment: Assessment,
    findings: Mapping[str, object],
    actor: Actor,
    user: User,
) -> None:
    """Close the review; what nobody found otherwise counts as the firm said it.

    `findings` (ref to value) are kept like findings of the page, without a reason.
    """
    for ref, value in findings.items():
        _keep(assessment, ref, value, user)
    for obstacle in obstacles(framework_for(assessment), verified_answers(assessment)):
        raise obstacle
    at = clock.now()
    make_move(assessment=assessment, move=VERIFY, actor=actor, at=at, verified_at=at)
    fault.point("verify.moved")
    queue_score(assessment=assessment, kind=Score.Kind.VERIFIED, actor=actor)
    fault.point("verify.queued")


@transaction.atomic
def reopen_assessment(*, assessment: Assessment, reason: str, actor: Actor) -> None:
    """Open a verified assessment for review again; its verified score no longer holds."""
    make_move(
        assessment=assessment,
        move=REOPEN,
        actor=actor,
        at=clock.now(),
        reason=reason,
        verified_at=None,
    )
    assessment.scores.filter(kind=Score.Kind.VERIFIED, is_current=True).update(is_current=False)
    queue_check(assessment=assessment, actor=actor)


def _keep(assessment: Assessment, ref: str, value: object, user: User) -> None:
    sheet = _site_sheet(assessment)
    key = key_of(assessment.framework_ref, ref)
    kept = sheet.document.get(key)
    said = answers_of(assessment).get(ref)
    save_finding(
        assessment=assessment,
        ref=ref,
        verdict=AGREE if value == said else ADJUST,
        raw=value,
        reason=_("Recorded without a reason."),
        base_revision=kept["rev"] if kept else 0,
        user=user,
    )


def _found(assessment: Assessment, ref: str, verdict: str, raw: object, reason: str) -> object:
    """The value that the finding stands for."""
    framework = framework_for(assessment)
    if verdict not in (AGREE, ADJUST):
        message = _("Choose whether you agree with the answer.")
        raise Invalid(message, fields={f"{ref}.verdict": message})
    if verdict == AGREE:
        raw = answers_of(assessment).get(ref)
    try:
        value = check_value(framework, ref, raw, verified_answers(assessment))
    except AnswerError as error:
        raise to_invalid(error, framework) from error
    if verdict == ADJUST and value is None:
        message = _("Choose the answer that you found on site.")
        raise Invalid(message, fields={ref: message})
    if verdict == ADJUST and not reason:
        message = _("Say what you saw on site; the firm will read it.")
        raise Invalid(message, fields={f"{ref}.grounds": message})
    return value


def _site_sheet(assessment: Assessment) -> AnswerSheet:
    sheet, _created = AnswerSheet.objects.get_or_create(assessment=assessment, voice=Voice.SITE)
    return sheet
