"""Who is to be diagnosed, and where the firm counts: entering, leaving, moving."""

from collections.abc import Mapping
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
    ledgering.check_source(source)
    firm = ledgering.locked(enterprise)
    new = ledgering.cell_of(firm)
    old = Cell(*(str(before.get(part, value)) for part, value in new._asdict().items()))
    if old == new or Move.objects.filter(enterprise=firm, source=source).exists():
        return []
    campaigns = set(ScopeEntry.objects.filter(enterprise=firm).values_list("campaign", flat=True))
    histories = ledgering.histories_of([firm], sorted(campaigns))
    _note_move(firm, old, new, on, actor, source)
    rows: list[LedgerEntry] = []
    for (campaign, _firm), history in histories.items():
        was = history.as_of_register(old)
        rows += ledgering.write(
            campaign_id=campaign,
            enterprise_id=firm.pk,
            before=was,
            after=was.move(new, on),
            source=source,
            reason="",
            actor=actor,
        )
    return rows


def _note_move(firm: Enterprise, old: Cell, new: Cell, on: date, actor: Actor, source: str) -> None:
    Move.objects.create(
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
