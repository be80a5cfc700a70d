"""Read a firm's facts, and write the ledger rows that follow from new ones, in one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from enterprises.models import (
    Campaign,
    Enterprise,
    LedgerEntry,
    Move,
    ScopeEntry,
    StepReached,
    TakeUp,
)
from enterprises.programme import steps
from enterprises.programme.steps import Cell, History, difference, row_source
from gongfu.core.actor import Actor
from gongfu.core.clock import now
from gongfu.core.errors import Invalid
from gongfu.core.services.changing import note_changes

SOURCE_LIMIT = 80
BATCH = 500


def locked(enterprise: Enterprise) -> Enterprise:
    """The firm as the register has it, held until the transaction ends: facts come one by one."""
    return Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)


def all_locked(keys: Iterable[int]) -> list[Enterprise]:
    """The same for many firms, in the order of their keys, so that nobody waits in a ring."""
    firms = Enterprise.objects.filter(pk__in=list(keys)).order_by("pk")
    return list(firms.select_for_update(no_key=True))


def history_of(enterprise: Enterprise, campaign: Campaign, *, take_up: bool = True) -> History:
    """The facts that bear on one firm's coverage in one campaign.

    Without `take_up` for a step: it moves no row of take-up, so that need not be read.
    """
    found = histories_of([enterprise], [campaign.pk], take_up=take_up)
    return found[campaign.pk, enterprise.pk]


def histories_of(
    enterprises: Sequence[Enterprise], campaigns: Iterable[int], *, take_up: bool = True
) -> dict[tuple[int, int], History]:
    """The history of each firm in each campaign, by the keys of campaign and firm."""
    keys, firms = list(campaigns), {firm.pk: firm for firm in enterprises}
    stays: dict[tuple[int, int], list[steps.Stay]] = defaultdict(list)
    reaches: dict[tuple[int, int], list[steps.Reach]] = defaultdict(list)
    moves: dict[int, list[steps.Move]] = defaultdict(list)
    found = {"enterprise__in": list(firms), "campaign__in": keys}
    for entry in ScopeEntry.objects.filter(**found).order_by("id"):
        stay = steps.Stay(entry.entered_on, entry.left_on)
        stays[entry.campaign_id, entry.enterprise_id].append(stay)
    for fact in StepReached.objects.filter(**found).order_by("id"):
        reach = steps.Reach(fact.step, fact.on)
        reaches[fact.campaign_id, fact.enterprise_id].append(reach)
    for row in Move.objects.filter(enterprise__in=list(firms)).order_by("id"):
        moves[row.enterprise_id].append(past_move(row))
    words = TakeUp.objects.filter(**found).order_by("id") if take_up else ()
    taken_up = {(word.campaign_id, word.enterprise_id): word.since for word in words}
    return {
        (key, pk): History(
            cell_of(firm),
            tuple(stays[key, pk]),
            tuple(reaches[key, pk]),
            tuple(moves[pk]),
            taken_up.get((key, pk)),
        )
        for key in keys
        for pk, firm in firms.items()
    }


def cell_of(enterprise: Enterprise) -> Cell:
    """Where the register puts the firm now."""
    return Cell(enterprise.district_id, enterprise.industry_id, enterprise.size)


def past_move(row: Move) -> steps.Move:
    before = Cell(row.before_district_id, row.before_industry_id, row.before_size)
    after = Cell(row.after_district_id, row.after_industry_id, row.after_size)
    return steps.Move(row.on, before, after)


def write(
    *,
    campaign_id: int,
    enterprise_id: int,
    before: History,
    after: History,
    source: str,
    reason: str,
    actor: Actor,
) -> list[LedgerEntry]:
    """Append what the new fact changes, and tell those who follow."""
    entries = entries_of(
        campaign_id=campaign_id,
        enterprise_id=enterprise_id,
        before=before,
        after=after,
        source=source,
        reason=reason,
        actor=actor,
    )
    append(entries)
    return entries


def entries_of(
    *,
    campaign_id: int,
    enterprise_id: int,
    before: History,
    after: History,
    source: str,
    reason: str,
    actor: Actor,
) -> list[LedgerEntry]:
    """What the new fact changes, not written yet."""
    moment = now()
    return [
        LedgerEntry(
            campaign_id=campaign_id,
            enterprise_id=enterprise_id,
            step=row.step,
            delta=row.delta,
            effective_on=row.on,
            recorded_at=moment,
            district_id=row.cell.district,
            industry_id=row.cell.industry,
            size=row.cell.size,
            reason=reason,
            author=actor.pseudonym,
            source=row_source(source, campaign_id, enterprise_id, number),
        )
        for number, row in enumerate(difference(before, after), start=1)
    ]


def append(entries: Sequence[LedgerEntry]) -> None:
    """Write entries, of one firm or of many, and tell those who follow."""
    LedgerEntry.objects.bulk_create(entries, batch_size=BATCH)
    firms = dict.fromkeys(f"{entry.campaign_id}:{entry.enterprise_id}" for entry in entries)
    note_changes(kind="coverage", keys=firms)


def check_source(source: str) -> None:
    """Every event names where it comes from: the name makes recording it twice harmless."""
    if not source or len(source) > SOURCE_LIMIT:
        raise Invalid(
            _("An event of coverage needs a source of 1 to %(limit)d characters.")
            % {"limit": SOURCE_LIMIT},
            fields={"source": source[:SOURCE_LIMIT]},
        )
