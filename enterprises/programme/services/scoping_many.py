"""Many firms of one event into scope or out of it: a few statements instead of a few for each."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from enterprises.models import Campaign, Enterprise, LedgerEntry, ScopeEntry
from enterprises.programme.services import ledgering
from enterprises.programme.steps import History
from gongfu.core.actor import Actor


@transaction.atomic
def enter_many(
    *, campaign: Campaign, keys: Iterable[int], on: date, reason: str, source: str, actor: Actor
) -> int:
    """Put firms on the list from a day on; return how many. Those on it already are passed over.

    A firm that was on it until a later day comes in on that day: two stays never overlap.
    """
    ledgering.check_source(source)
    firms = ledgering.all_locked(keys)
    inside = _open_stays(campaign, firms)
    fresh = [firm for firm in firms if firm.pk not in inside]
    histories = ledgering.histories_of(fresh, [campaign.pk])
    stays, rows = [], []
    for firm in fresh:
        before = histories[campaign.pk, firm.pk]
        begins = max([on, *(stay.left_on for stay in before.stays if stay.left_on)])
        stays.append(
            ScopeEntry(
                campaign=campaign,
                enterprise=firm,
                entered_on=begins,
                entered_reason=reason,
                source=source,
            )
        )
        rows += _entries(campaign, firm, before, before.enter(begins), reason, source, actor)
    ScopeEntry.objects.bulk_create(stays, batch_size=ledgering.BATCH)
    ledgering.append(rows)
    return len(stays)


@transaction.atomic
def leave_many(
    *, campaign: Campaign, keys: Iterable[int], on: date, reason: str, source: str, actor: Actor
) -> int:
    """Take firms off the list from a day on, or from the day they came in where that is later."""
    ledgering.check_source(source)
    firms = ledgering.all_locked(keys)
    inside = _open_stays(campaign, firms)
    gone = [firm for firm in firms if firm.pk in inside]
    histories = ledgering.histories_of(gone, [campaign.pk])
    rows = []
    for firm in gone:
        stay, before = inside[firm.pk], histories[campaign.pk, firm.pk]
        stay.left_on = max(on, stay.entered_on)
        stay.left_reason, stay.left_source = reason, source
        rows += _entries(campaign, firm, before, before.leave(stay.left_on), reason, source, actor)
    ended = [inside[firm.pk] for firm in gone]
    ScopeEntry.objects.bulk_update(
        ended, ["left_on", "left_reason", "left_source"], batch_size=ledgering.BATCH
    )
    ledgering.append(rows)
    return len(ended)


def _open_stays(campaign: Campaign, firms: list[Enterprise]) -> dict[int, ScopeEntry]:
    stays = ScopeEntry.objects.filter(campaign=campaign, enterprise__in=firms, left_on=None)
    return {stay.enterprise_id: stay for stay in stays}


def _entries(
    campaign: Campaign,
    firm: Enterprise,
    before: History,
    after: History,
    reason: str,
    source: str,
    actor: Actor,
) -> list[LedgerEntry]:
    return ledgering.entries_of(
        campaign_id=campaign.pk,
        enterprise_id=firm.pk,
        before=before,
        after=after,
        source=source,
        reason=reason,
        actor=actor,
    )
