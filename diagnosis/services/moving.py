from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from diagnosis.models import Assessment, AssessmentMove, Tier
from diagnosis.moves import Move
from enterprises.programme.services.recording import record_step
from gongfu.core.access import may
from gongfu.core.actor import Actor
from gongfu.core.clock import city_day
from gongfu.core.errors import Forbidden, Invalid, Locked
from gongfu.core.inputs import clean_text
from gongfu.core.models import Role
from gongfu.core.services.changing import note_change


def make_move(
    *,
    assessment: Assessment,
    move: Move,
    actor: Actor,
    at: datetime,
    reason: str = "",
    **stamps: Any,
) -> None:
    """Change the state and write down all that goes with it; call it inside a transaction.

    The state is tested by the update itself, so of two people exactly one succeeds. What is
    approved stays as it is.
    """
    if actor.role != Role.SYSTEM and not may(actor, move.capability):
        raise Forbidden(_("You may not do this with an assessment."))
    reason = _checked_reason(move, reason)
    before = assessment.status
    changed = Assessment.objects.filter(
        pk=assessment.pk, status=before, status__in=move.before, approved=""
    ).update(status=move.after, updated_at=at, **stamps)
    if not changed:
        refuse_approved(assessment)
        raise Locked(_("This is no longer possible: somebody has moved the assessment on."))
    for name, value in {"status": move.after, **stamps}.items():
        setattr(assessment, name, value)
    AssessmentMove.objects.create(
        assessment=assessment,
        before=before,
        after=move.after,
        at=at,
        by_id=actor.user_id,
        reason=reason,
    )
    _tell(assessment=assessment, move=move, actor=actor, at=at)


def refuse_approved(assessment: Assessment) -> None:
    """Raise Locked, with who can help, where the administration has approved the assessment."""
    tier = Assessment.objects.values_list("approved", flat=True).get(pk=assessment.pk)
    if tier:
        raise Locked(
            _("%(state)s, so it is locked. Nothing of it changes until a regulator unlocks it.")
            % {"state": Tier(tier).label}
        )


def _checked_reason(move: Move, reason: str) -> str:
    reason = clean_text(reason, max_length=400)
    if move.needs_reason and not reason:
        message = _("Please give a reason; the firm will read it.")
        raise Invalid(message, fields={"reason": message})
    return reason


def _tell(*, assessment: Assessment, move: Move, actor: Actor, at: datetime) -> None:
    """Record the step of coverage, which is kept once, and the change."""
    if move.step and not assessment.is_extra:
        record_step(
            campaign=assessment.campaign,
            enterprise=assessment.enterprise,
            step=move.step,
            on=city_day(at),
            actor=actor,
            source=f"assessment:{assessment.pk}:{move.step}",
        )
    note_change(kind="assessment", key=str(assessment.pk))
