"""What is kept about the firm itself: register, people, programme, consents, accesses."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from enterprises.ecosystem.models import Consent
from enterprises.models import Correction, Enterprise, LedgerEntry
from enterprises.register.facts import register_facts
from enterprises.register.wording import Wording, label
from gongfu.core.actor import Actor
from gongfu.core.clock import city_day, today
from gongfu.core.models import Role
from reports.own_data.accesses import Access, accesses_of
from reports.own_data.tables import Table, table


def tables_about_firm(firm: Enterprise, actor: Actor) -> Iterator[Table]:
    """One table for each kind; `firm` was reached by the actor."""
    wording = Wording.read()
    yield table(
        "register",
        _("Register data"),
        register_facts(firm, wording),
        field=(_("Field"), lambda fact: fact[0]),
        value=(_("Value"), lambda fact: fact[1]),
    )
    yield _corrections(actor, wording)
    yield from _people(firm)
    yield from _programme(firm)
    yield _consents(actor)
    yield _accesses(firm, actor)


def _corrections(actor: Actor, wording: Wording) -> Table:
    proposed = Correction.objects.visible_to(actor).select_related("created_by", "decided_by")
    return table(
        "corrections",
        _("Corrections of the register"),
        proposed.order_by("pk"),
        field=(_("Field"), lambda row: label(row.field)),
        old=(_("Value before"), lambda row: wording.value(row.field, row.old)),
        new=(_("Proposed value"), lambda row: wording.value(row.field, row.new)),
        reason=(_("Reason"), "reason"),
        state=(_("State"), lambda row: row.get_state_display()),
        proposed_at=(_("Proposed at"), "created_at"),
        proposed_by=(_("Proposed by"), "created_by.name"),
        decided_at=(_("Decided at"), "decided_at"),
        answer=(_("Answer of the district"), "answer"),
    )


def _people(firm: Enterprise) -> Iterator[Table]:
    yield table(
        "members",
        _("Members"),
        firm.memberships.select_related("user", "grant").order_by("pk"),
        name=(_("Name"), "user.name"),
        email=(_("E-mail"), "user.email"),
        role=(_("Role"), lambda row: Role(row.grant.role).label),
        position=(_("Position"), "position"),
        since=(_("Since"), "grant.valid_from"),
    )
    yield table(
        "invitations",
        _("Invitations"),
        firm.invitations.select_related("created_by", "accepted_by").order_by("pk"),
        email=(_("E-mail"), "email"),
        role=(_("Role"), lambda row: Role(row.role).label),
        invited_at=(_("Invited at"), "created_at"),
        invited_by=(_("Invited by"), "created_by.name"),
        accepted_at=(_("Accepted at"), "accepted_at"),
        revoked_at=(_("Revoked at"), "revoked_at"),
    )


def _programme(firm: Enterprise) -> Iterator[Table]:
    yield table(
        "campaigns",
        _("Campaigns"),
        firm.scope.select_related("campaign").order_by("entered_on", "pk"),
        campaign=(_("Campaign"), "campaign.name"),
        entered_on=(_("In scope from"), "entered_on"),
        entered_reason=(_("Reason"), "entered_reason"),
        left_on=(_("Out of scope from"), "left_on"),
        left_reason=(_("Reason for leaving"), "left_reason"),
    )
    entries = LedgerEntry.objects.filter(enterprise=firm).select_related("campaign")
    yield table(
        "coverage",
        _("Coverage history"),
        entries.order_by("effective_on", "pk"),
        campaign=(_("Campaign"), "campaign.name"),
        step=(_("Step"), lambda row: row.get_step_display()),
        change=(_("Plus or minus"), "delta"),
        effective_on=(_("Effective on"), "effective_on"),
        recorded_at=(_("Recorded at"), "recorded_at"),
        reason=(_("Reason"), "reason"),
    )


def _consents(actor: Actor) -> Table:
    given = Consent.objects.visible_to(actor).select_related("partner", "given_by", "ended_by")
    return table(
        "consents",
        _("Consents"),
        given.order_by("pk"),
        partner=(_("Partner"), "partner.shown_name"),
        group=(_("Kind of data"), lambda row: row.get_field_group_display()),
        purpose=(_("Purpose"), "shown_purpose"),
        given_at=(_("Given at"), "valid_from"),
        given_by=(_("Given by"), "given_by.name"),
        ended_at=(_("Ended on"), "valid_to"),
        ended_by=(_("Ended by"), "ended_by.name"),
    )


def _accesses(firm: Enterprise, actor: Actor) -> Table:
    found: list[Access] = accesses_of(actor, city_day(firm.created_at), today())
    return table(
        "accesses",
        _("Who saw our data"),
        found,
        day=(_("Day"), "day"),
        who=(_("Seen by"), "who"),
        organisation=(_("Organisation"), "organisation"),
        campaign=(_("Campaign"), "campaign"),
        what=(_("Data seen"), "what"),
        how=(_("How"), "how"),
        times=(_("Times"), "times"),
        last_at=(_("Last at"), "at"),
    )
