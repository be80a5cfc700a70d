"""The answer to a firm's request for its assessment."""

from django.db import transaction
from django.utils.translation import gettext as _

from diagnosis.models import Assessment, ReopenRequest, Status
from diagnosis.services.mailing import post
from diagnosis.services.requesting import State, askers, end_request, required_text
from diagnosis.services.returning import return_assessment
from diagnosis.services.reviewing import reopen_assessment
from gongfu.core.access import may
from gongfu.core.actor import Actor
from gongfu.core.errors import Forbidden, Invalid, Locked

ACCEPT, REFUSE = "accept", "refuse"


def may_decide(request: ReopenRequest, actor: Actor) -> bool:
    """What was verified is for the regulators; anything before also for whoever reviews it."""
    if request.assessment.status == Status.VERIFIED and not actor.is_regulator:
        return False
    return may(actor, "request.decide")


@transaction.atomic
def decide_request(*, request: ReopenRequest, decision: str, reason: str, actor: Actor) -> None:
    """Accept or refuse with a reason that the firm reads.

    Accepted before verification the firm gets its answers back; after it the review opens again.
    """
    if decision not in (ACCEPT, REFUSE):
        message = _("Choose whether you accept the request.")
        raise Invalid(message, fields={"decision": message})
    reason = required_text(reason, "reason", _("Please give a reason; the firm will read it."), 400)
    assessment = Assessment.objects.select_for_update(of=("self",)).get(pk=request.assessment_id)
    request.assessment = assessment
    if not may_decide(request, actor):
        raise Forbidden(_("The assessment is verified; the administration decides about this."))
    state = State.ACCEPTED if decision == ACCEPT else State.REFUSED
    end_request(request=request, state=state, answer=reason, actor=actor)
    if decision == ACCEPT:
        _give_back(assessment, reason, actor)
    post(
        kind="decision",
        about=request.pk,
        assessment=assessment,
        users=askers(request),
        actor=actor,
    )


def _give_back(assessment: Assessment, reason: str, actor: Actor) -> None:
    if assessment.status == Status.DRAFT:
        raise Locked(_("The firm has its answers back already."))
    if assessment.status == Status.VERIFIED:
        reopen_assessment(assessment=assessment, reason=reason, actor=actor)
    else:
        return_assessment(assessment=assessment, reason=reason, actor=actor)
