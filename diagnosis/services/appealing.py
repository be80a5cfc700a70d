"""An appeal against what was verified: made by the firm, answered by the regulator."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from diagnosis.catalogue import framework_for
from diagnosis.deadlines import ANSWER_WITHIN, appeal_until
from diagnosis.models import Appeal, Assessment, Status
from diagnosis.recipients import firm_people, regulators, reviewers
from diagnosis.services.mailing import post
from diagnosis.services.moving import refuse_approved
from diagnosis.services.requesting import required_text
from diagnosis.services.reviewing import reopen_assessment
from gongfu.core import clock
from gongfu.core.access import may
from gongfu.core.actor import Actor
from gongfu.core.errors import Conflict, Forbidden, Invalid, Locked
from gongfu.core.models import Role, User

State = Appeal.State
LONGEST = 2000
REASON_KEPT = 400  # of the answer, as the reason of the move


def last_day(assessment: Assessment) -> date | None:
    """Until when the firm may appeal; None where nothing is verified."""
    if assessment.status != Status.VERIFIED or assessment.verified_at is None:
        return None
    return appeal_until(clock.city_day(assessment.verified_at))


def may_still_appeal(assessment: Assessment) -> bool:
    until = last_day(assessment)
    return until is not None and clock.today() <= until


def make_appeal(
    *,
    assessment: Assessment,
    questions: Sequence[str],
    reason: str,
    evidence: Iterable[str],
    actor: Actor,
) -> Appeal:
    """Object to the verified result: which questions, why, and which files show it."""
    if not may(actor, "assessment.request"):
        raise Forbidden(_("An owner or editor of the company appeals."))
    _check_time(assessment)
    refs = _asked_about(assessment, questions)
    reason = required_text(
        reason, "reason", _("Say what was found wrongly and what shows it."), LONGEST
    )
    chosen = assessment.evidence.filter(
        pk__in=[pk for pk in evidence if pk.isdecimal() and len(pk) < 18], removed_at=None
    )
    today, at = clock.today(), clock.now()
    try:
        with transaction.atomic():
            made = Appeal.objects.create(
                assessment=assessment,
                verified_on=clock.city_day(assessment.verified_at or at),
                questions=refs,
                reason=reason,
                made_at=at,
                made_by_id=actor.user_id,
                answer_due_on=today + ANSWER_WITHIN,
            )
            made.evidence.set(chosen)
            users = [*regulators(assessment.enterprise), *reviewers(assessment)]
            post(kind="appeal", about=made.pk, assessment=assessment, users=users, actor=actor)
    except IntegrityError as error:
        raise Conflict(_("An appeal is waiting for an answer already.")) from error
    return made


def withdraw_appeal(*, appeal: Appeal, actor: Actor) -> None:
    """Take an open appeal back."""
    if not may(actor, "assessment.request"):
        raise Forbidden(_("An owner or editor of the company withdraws it."))
    _end(appeal, State.WITHDRAWN, "", actor)


def may_answer_appeal(appeal: Appeal, actor: Actor) -> bool:
    """The district first; the city once the district's time is up."""
    if not may(actor, "appeal.answer"):
        return False
    return actor.role != Role.CITY_REGULATOR or clock.today() > appeal.answer_due_on


@transaction.atomic
def answer_appeal(*, appeal: Appeal, outcome: str, text: str, actor: Actor) -> None:
    """Answer with words and an outcome; upheld, wholly or in part, the review opens again."""
    if outcome not in Appeal.OUTCOMES:
        message = _("Choose the outcome of the appeal.")
        raise Invalid(message, fields={"outcome": message})
    text = required_text(text, "answer", _("Please give a reason; the firm will read it."), LONGEST)
    if not may_answer_appeal(appeal, actor):
        raise Forbidden(_("The district answers first; the city answers once its time is up."))
    assessment = Assessment.objects.select_for_update(of=("self",)).get(pk=appeal.assessment_id)
    _end(appeal, outcome, text, actor)
    if outcome != State.REJECTED and assessment.status == Status.VERIFIED:
        reopen_assessment(assessment=assessment, reason=text[:REASON_KEPT], actor=actor)
    users = [*_appellants(appeal), *reviewers(assessment)]
    post(kind="answer", about=appeal.pk, assessment=assessment, users=users, actor=actor)


def _check_time(assessment: Assessment) -> None:
    until = last_day(assessment)
    if until is None:
        raise Locked(_("Nothing is verified at the moment, so there is nothing to appeal against."))
    refuse_approved(assessment)
    if clock.today() > until:
        raise Locked(_("The time for an appeal ended on %(day)s.") % {"day": until.isoformat()})


def _asked_about(assessment: Assessment, questions: Sequence[str]) -> list[str]:
    """The named questions in the order of the questionnaire."""
    known = framework_for(assessment).questions
    refs = [ref for ref in known if ref in questions]
    if not refs or set(questions) - set(known):
        message = _("Choose at least one question of this questionnaire.")
        raise Invalid(message, fields={"questions": message})
    return refs


def _end(appeal: Appeal, state: str, answer: str, actor: Actor) -> None:
    ended = Appeal.objects.filter(pk=appeal.pk, state=State.OPEN).update(
        state=state, answer=answer, answered_at=clock.now(), answered_by=actor.user_id
    )
    if not ended:
        raise Locked(_("This appeal was answered or withdrawn already."))
    appeal.refresh_from_db()


def _appellants(appeal: Appeal) -> list[User]:
    made = [appeal.made_by] if appeal.made_by and appeal.made_by.is_active else []
    return [*made, *firm_people(appeal.assessment.enterprise, (Role.OWNER,))]
