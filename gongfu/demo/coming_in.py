"""People at the door of the simulated city: requests to come in, and corrections of a firm."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from enterprises.models import Claim, Correction, Enterprise
from enterprises.register.proposals import values_of
from enterprises.register.services.registering import save_enterprise
from gongfu.core.models import Role, User
from gongfu.demo.people import NAMES

PEOPLE = (
    ("孙丽", "生产部经理", "021-0000-0101", "原联系人已离职，由我接手诊断工作。"),
    ("何伟", "信息化主管", "021-0000-0102", ""),
)
PHONE = "021-0000-0188"


def add_requests(firms: Sequence[Enterprise], as_of: date) -> None:
    """Two people ask to be let into firms that have somebody already."""
    Claim.objects.bulk_create(
        Claim(
            uscc=firm.uscc,
            email=f"asks{number}@example.com",
            name=name,
            position=position,
            phone=phone,
            note=note,
            created_at=_moment(as_of, days=4 - number),
        )
        for number, (firm, (name, position, phone, note)) in enumerate(
            zip(firms, PEOPLE, strict=False), start=1
        )
    )


def add_corrections(firm: Enterprise, as_of: date) -> None:
    """The shown firm has one correction accepted, one refused and one that waits."""
    owner, district = (_person(role) for role in (Role.OWNER, Role.DISTRICT_REGULATOR))
    old = values_of(firm)
    State = Correction.State
    rows = (
        ("contact_phone", PHONE, "增设诊断联系电话", State.ACCEPTED, "已与企业电话核对"),
        ("revenue", "19800.00", "按 2024 年决算", State.REFUSED, "请提供 2025 年报表"),
        ("address", f"{firm.address}2 幢", "厂房搬入 2 幢，见房产证", State.OPEN, ""),
    )
    Correction.objects.bulk_create(
        Correction(
            enterprise=firm,
            field=field,
            old=old[field],
            new=new,
            reason=reason,
            state=state,
            answer=answer,
            created_by=owner,
            created_at=_moment(as_of, days=12 - 3 * at),
            decided_by=None if state == State.OPEN else district,
            decided_at=None if state == State.OPEN else _moment(as_of, days=11 - 3 * at),
        )
        for at, (field, new, reason, state, answer) in enumerate(rows)
    )
    firm.contact_phone = PHONE
    save_enterprise(enterprise=firm)


def _person(role: Role) -> User:
    return User.objects.get(email=f"{NAMES[role]}@example.com")


def _moment(as_of: date, *, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(as_of - timedelta(days=days), time(10, 20)))
