"""Firms of the plan as rows of the register, each with a contact person who may fill in."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from enterprises.models import Enterprise, Membership
from enterprises.register.services.registering import create_enterprises
from gongfu.core.models import Role, RoleGrant, ScopeKind, User
from gongfu.demo.planning import ROUNDS, Firm

ADDRESS = "样例路 %d 号"
FIRST_ENTRY = timezone.make_aware(datetime.combine(ROUNDS[0].starts_on, time(9)))


def add_firms(firms: Sequence[Firm]) -> dict[int, Enterprise]:
    """Write the register; return the firms by their number in the plan."""
    rows = [_row(firm) for firm in firms]
    create_enterprises(enterprises=rows)
    Enterprise.objects.update(created_at=FIRST_ENTRY)
    return {firm.number: row for firm, row in zip(firms, rows, strict=True)}


def add_contacts(firms: Iterable[tuple[Firm, Enterprise]], since: date) -> dict[int, User]:
    """One person per firm, by the firm's number; they have no password until they are invited.

    Whoever has not begun anything does not belong to the firm yet: a letter has to go there.
    """
    pairs = list(firms)
    locked = make_password(None)
    users = [
        User(email=_email(firm), name=firm.contact, password=locked, is_simulated=True)
        for firm, _row in pairs
    ]
    User.objects.bulk_create(users, batch_size=500)
    entered = [(user, row) for user, (firm, row) in zip(users, pairs, strict=True) if firm.began]
    grants = [
        RoleGrant(
            user=user,
            role=Role.OWNER,
            scope_kind=ScopeKind.ENTERPRISE,
            scope_key=str(row.pk),
            valid_from=since,
        )
        for user, row in entered
    ]
    RoleGrant.objects.bulk_create(grants, batch_size=500)
    Membership.objects.bulk_create(
        [
            Membership(enterprise=row, user=grant.user, grant=grant)
            for grant, (_user, row) in zip(grants, entered, strict=True)
        ],
        batch_size=500,
    )
    return {firm.number: user for user, (firm, _row) in zip(users, pairs, strict=True)}


def _row(firm: Firm) -> Enterprise:
    return Enterprise(
        uscc=firm.uscc,
        name_zh=firm.name_zh,
        name_en=firm.name_en,
        district_id=firm.district,
        industry_code=firm.industry,
        staff=firm.staff,
        revenue=firm.revenue,
        process_type=firm.process_type,
        address=ADDRESS % (firm.number + 1),
        contact_name=firm.contact,
        contact_email=_email(firm),
        is_simulated=True,
    )


def _email(firm: Firm) -> str:
    return f"firm{firm.number + 1}@example.com"
