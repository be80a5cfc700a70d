"""Write down since when a firm carries out the plan it agreed to."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.models import Campaign, Enterprise, LedgerEntry, TakeUp
from enterprises.programme.services import ledgering
from gongfu.core.actor import Actor
from gongfu.core.clock import now, today
from gongfu.core.errors import Invalid


@transaction.atomic
def record_take_up(
    *,
    campaign: Campaign,
    enterprise: Enterprise,
    since: date | None,
    actor: Actor,
    source: str,
    reason: str = "",
) -> list[LedgerEntry]:
    """Record the day, or that there is none after all; return the new rows of the ledger.

    What is known already changes nothing, nor does the same source a second time.
    """
    ledgering.check_source(source)
    if since and since > today():
        raise Invalid(
            _("A measure cannot be done on a day to come (%(day)s).") % {"day": since.isoformat()},
            fields={"since": since.isoformat()},
        )
    firm = ledgering.locked(enterprise)
    before = ledgering.history_of(firm, campaign)
    told = TakeUp.objects.filter(enterprise=firm, campaign=campaign, source=source)
    if before.taken_up == since or told.exists():
        return []
    TakeUp.objects.create(
        campaign=campaign,
        enterprise=firm,
        since=since,
        recorded_at=now(),
        author=actor.pseudonym,
        reason=reason,
        source=source,
    )
    return ledgering.write(
        campaign_id=campaign.pk,
        enterprise_id=firm.pk,
        before=before,
        after=before.take_up(since),
        source=source,
        reason=reason,
        actor=actor,
    )
