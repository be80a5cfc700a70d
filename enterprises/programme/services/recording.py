"""Write down that a firm reached a step of a campaign."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.models import Campaign, Enterprise, LedgerEntry, Step, StepReached
from enterprises.programme.services import ledgering
from gongfu.core.actor import Actor
from gongfu.core.clock import now, today
from gongfu.core.errors import Invalid


@transaction.atomic
def record_step(
    *,
    campaign: Campaign,
    enterprise: Enterprise,
    step: str,
    on: date,
    actor: Actor,
    source: str,
    reason: str = "",
) -> list[LedgerEntry]:
    """Record a step and, on the same day, the earlier steps that are missing; return the new rows.

    The same source a second time changes nothing. A firm out of scope on that day keeps the step:
    it appears in no figure until the firm is in scope, and counts from that day on.
    """
    _check(step, on, source)
    firm = ledgering.locked(enterprise)
    if StepReached.objects.filter(enterprise=firm, campaign=campaign, source=source).exists():
        return []
    before = ledgering.history_of(firm, campaign, take_up=False)
    StepReached.objects.create(
        campaign=campaign,
        enterprise=firm,
        step=step,
        on=on,
        recorded_at=now(),
        author=actor.pseudonym,
        reason=reason,
        source=source,
    )
    return ledgering.write(
        campaign_id=campaign.pk,
        enterprise_id=firm.pk,
        before=before,
        after=before.reach(step, on),
        source=source,
        reason=reason,
        actor=actor,
    )


def _check(step: str, on: date, source: str) -> None:
    ledgering.check_source(source)
    if step not in Step.values or step == Step.IN_SCOPE:
        raise Invalid(
            _("“%(step)s” is not a step that can be recorded; use enter_scope for the scope.")
            % {"step": step},
            fields={"step": step},
        )
    if on > today():
        raise Invalid(
            _("A step cannot be recorded for a day to come (%(day)s).") % {"day": on.isoformat()},
            fields={"on": on.isoformat()},
        )
