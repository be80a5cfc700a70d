"""Who is to be diagnosed, and where the firm counts: entering, leaving, moving."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.models import Campaign, Enterprise, LedgerEntry, Move, ScopeEntry
from enterprises.programme.services import ledgering
from enterprises.programme.steps import Cell
from gongfu.core.actor import Actor
from gongfu.core.clock import now
from gongfu.core.errors import Conflict


@transaction.atomic
def enter_scope(
    *,
    campaign: Campaign,
    enterprise: Enterprise,
    on: date,
    reason: str,
    source: str,
    actor: Actor,
) -> list[LedgerEntry]:
    """Put a firm on the list from a day on, with the steps it reached before; return the new rows.

    The same source a second time changes nothing; a firm already on the list is a conflict.
    """
    ledgering.check_source(source)
    firm = ledgering.locked(enterprise)
    stays = ScopeEntry.objects.filter(campaign=campaign, enterprise=firm)
    if stays.filter(source=source).exists():
        return []
    _refuse_second_stay(stays.filter(left_on=None).first())
    before = ledgering.history_of(firm, campaign)
    ScopeEntry.objects.create(
        campaign=campaign, enterprise=firm, entered_on=on, entered_reason=reason, source=source
    )
    return ledgering.write(
        campaign_id=campaign.pk,
        enterprise_id=firm.pk,
        before=before,
        after=before.enter(on),
        source=source,
        reason=reason,
        actor=actor,
    )


@transaction.atomic
def leave_scope(
    *,
    campaign: Campaign,
    enterprise: Enterprise,
    on: date,
    reason: str,
    source: str,
    actor: Actor,
) -> list[LedgerEntry]:
    """Take a firm off the list from a day on; no earlier day changes. Return the new rows.

    The steps it reached are kept and count again if it comes back.
    """
    ledgering.check_source(source)
    firm = ledgering.locked(enterprise)
    stays = ScopeEntry.objects.filter(campaign=campaign, enterprise=firm)
    if stays.filter(left_source=source).exists():
        return []
    stay = _open_stay(stays.filter(left_on=None).first(), on)
    before = ledgering.history_of(firm, campaign)
    stay.left_on, stay.left_reason, stay.left_source = on, reason, source
    stay.save(update_fields=["left_on", "left_reason", "left_source"])
    return ledgering.write(
        campaign_id=campaign.pk,
        enterprise_id=firm.pk,
        before=before,
        after=before.leave(on),
        source=source,
        reason=reason,
        actor=actor,
    )


@transaction.atomic
def move_enterprise(
    *, enterprise: Enterprise, before: Mapping[str, str], on: date, actor: Actor, source: str
) -> list[LedgerEntry]:
    """After a change of the register: count the firm in its new cell from a day on.

    `before` holds the codes that stood in the register: `district`, `industry` (division), `size`;
    a key that is left out did not change. The same source a second time changes nothing.
    """
    return move_enterprises(moves=[(enterprise, before)], on=on, actor=actor, source=source)


@transaction.atomic
def move_enterprises(
    *,
    moves: Sequence[tuple[Enterprise, Mapping[str, str]]],
    on: date,
    actor: Actor,
    source: str,
) -> list[LedgerEntry]:
    """The same for many firms that one event moves, in few statements: imports move thousands."""
    ledgering.check_source(source)
    rows: list[LedgerEntry] = []
    for start in range(0, len(moves), ledgering.BATCH):
        changed = _changed(moves[start : start + ledgering.BATCH], source)
        rows += _moved(changed, on=on, actor=actor, source=source)
    return rows


def _changed(
    moves: Sequence[tuple[Enterprise, Mapping[str, str]]], source: str
) -> list[tuple[Enterprise, Cell]]:
    """The firms that really changed and are new to this event, locked, each with its old cell."""
    befores = {enterprise.pk: before for enterprise, before in moves}
    known = Move.objects.filter(enterprise__in=befores, source=source)
    done = set(known.values_list("enterprise", flat=True))
    found = []
    for firm in ledgering.all_locked(befores):
        new = ledgering.cell_of(firm)
        fields = new._asdict().items()
        old = Cell(*(str(befores[firm.pk].get(part, value)) for part, value in fields))
        if old != new and firm.pk not in done:
            found.append((firm, old))
    return found


def _moved(
    changed: list[tuple[Enterprise, Cell]], *, on: date, actor: Actor, source: str
) -> list[LedgerEntry]:
    firms = {firm.pk: firm for firm, _old in changed}
    places = set(
        ScopeEntry.objects.filter(enterprise__in=firms).values_list("campaign", "enterprise")
    )
    campaigns = sorted({campaign for campaign, _firm in places})
    histories = ledgering.histories_of(list(firms.values()), campaigns)
    Move.objects.bulk_create(
        [_move(firm, old, on, actor, source) for firm, old in changed],
        batch_size=ledgering.BATCH,
    )
    olds = {firm.pk: old for firm, old in changed}
    rows: list[LedgerEntry] = []
    for campaign, pk in sorted(places):
        was = histories[campaign, pk].as_of_register(olds[pk])
        rows += ledgering.entries_of(
            campaign_id=campaign,
            enterprise_id=pk,
            before=was,
            after=was.move(ledgering.cell_of(firms[pk]), on),
            source=source,
            reason="",
            actor=actor,
        )
    ledgering.append(rows)
    return rows


def _move(firm: Enterprise, old: Cell, on: date, actor: Actor, source: str) -> Move:
    new = ledgering.cell_of(firm)
    return Move(
        enterprise=firm,
        on=on,
        before_district_id=old.district,
        before_industry_id=old.industry,
        before_size=old.size,
        after_district_id=new.district,
        after_industry_id=new.industry,
        after_size=new.size,
        recorded_at=now(),
        author=actor.pseudonym,
        source=source,
    )


def _refuse_second_stay(stay: ScopeEntry | None) -> None:
    if stay is not None:
        raise Conflict(
            _("This enterprise has been in scope since %(day)s.")
            % {"day": stay.entered_on.isoformat()}
        )


def _open_stay(stay: ScopeEntry | None, on: date) -> ScopeEntry:
    if stay is None:
        raise Conflict(_("This enterprise is not in scope."))
    if on < stay.entered_on:
        raise Conflict(
            _("This enterprise came into scope on %(day)s; it cannot leave before that day.")
            % {"day": stay.entered_on.isoformat()}
        )
    return stay
