"""A firm asks for its submitted assessment back, and may think better of it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from diagnosis.models import Assessment, ReopenRequest, Status
from diagnosis.recipients import firm_people, regulators, reviewers
from diagnosis.services.mailing import post
from gongfu.core import clock
from gongfu.core.access import may
from gongfu.core.actor import Actor
from gongfu.core.errors import Conflict, Forbidden, Invalid, Locked
from gongfu.core.inputs import clean_text
from gongfu.core.models import Role, User

State = ReopenRequest.State


def ask_to_reopen(*, assessment: Assessment, reason: str, actor: Actor) -> ReopenRequest:
    """Ask for an assessment that was submitted; one request at a time."""
    if not may(actor, "assessment.request"):
        raise Forbidden(_("An owner or editor of the company asks for it."))
    reason = required_text(reason, "reason", _("Say what has to be changed and why."), 400)
    if assessment.status == Status.DRAFT:
        raise Locked(_("This assessment is open already; you can change the answers."))
    try:
        with transaction.atomic():
            asked = ReopenRequest.objects.create(
                assessment=assessment,
                reason=reason,
                asked_at=clock.now(),
                asked_by_id=actor.user_id,
            )
            users = deciders(assessment)
            post(kind="request", about=asked.pk, assessment=assessment, users=users, actor=actor)
    except IntegrityError as error:
        raise Conflict(_("A request is waiting for a decision already.")) from error
    return asked


def withdraw_request(*, request: ReopenRequest, actor: Actor) -> None:
    """Take an open request back; whoever decided meanwhile was first."""
    if not may(actor, "assessment.request"):
        raise Forbidden(_("An owner or editor of the company withdraws it."))
    end_request(request=request, state=State.WITHDRAWN, answer="", actor=actor)


def end_request(*, request: ReopenRequest, state: str, answer: str, actor: Actor) -> None:
    """Close an open request; the condition lets one of two people do it."""
    at = clock.now()
    ended = ReopenRequest.objects.filter(pk=request.pk, state=State.OPEN).update(
        state=state, decided_at=at, decided_by=actor.user_id, answer=answer
    )
    if not ended:
        raise Locked(_("This request was decided or withdrawn already."))
    request.refresh_from_db()


def deciders(assessment: Assessment) -> list[User]:
    """Who decides: once verified the regulators, before that whoever reviews as well."""
    if assessment.status == Status.VERIFIED:
        return regulators(assessment.enterprise)
    return reviewers(assessment) or regulators(assessment.enterprise)


def askers(request: ReopenRequest) -> list[User]:
    """Who reads the decision: the person who asked, and the owners."""
    asked = [request.asked_by] if request.asked_by and request.asked_by.is_active else []
    return [*asked, *firm_people(request.assessment.enterprise, (Role.OWNER,))]


def required_text(raw: str, field: str, missing: str, longest: int) -> str:
    """A cleaned text of several lines that may not be empty; the error names its field."""
    try:
        text = clean_text(raw, max_length=longest, multiline=True)
    except Invalid as error:
        raise Invalid(error.message, fields={field: error.message}) from error
    if not text:
        raise Invalid(missing, fields={field: missing})
    return text
