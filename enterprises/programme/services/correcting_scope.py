"""A stay in scope that was wrong from its beginning, taken back as of now.

The ledger gets new rows with today's moment: a figure as known yesterday stays what it was, and the
same day as known now is right.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.models import LedgerEntry, ScopeEntry
from enterprises.programme.services import ledgering
from enterprises.programme.services.deciding import needed
from gongfu.core.actor import Actor
from gongfu.core.clock import now
from gongfu.core.errors import Locked


@transaction.atomic
def take_back_stay(*, stay: ScopeEntry, reason: str, actor: Actor) -> list[LedgerEntry]:
    """Let the firm never have been in scope by this stay; return the new rows of the ledger.

    What it answered and which steps it reached is kept. Raises Locked where that was done already.
    """
    reason = needed(reason)
    firm = ledgering.locked(stay.enterprise)
    found = ScopeEntry.objects.select_related("campaign").get(pk=stay.pk)
    if found.left_on == found.entered_on:
        raise Locked(_("This stay has been taken back already."))
    before = ledgering.history_of(firm, found.campaign)
    found.left_on, found.left_reason = found.entered_on, reason
    found.left_source = f"correction:{found.pk}:{now():%Y%m%dT%H%M%S%f}"
    found.save(update_fields=["left_on", "left_reason", "left_source"])
    return ledgering.write(
        campaign_id=found.campaign_id,
        enterprise_id=firm.pk,
        before=before,
        after=ledgering.history_of(firm, found.campaign),
        source=found.left_source,
        reason=reason,
        actor=actor,
    )
