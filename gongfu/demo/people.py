"""The people of the city: one sign-in per role with a fresh password, and the consultants."""

import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from enterprises.models import Consultant, Enterprise, Membership, Provider
from enterprises.register.uscc import make_uscc
from gongfu.core.actor import FIRM_ROLES
from gongfu.core.models import Role, RoleGrant, ScopeKind, User
from gongfu.demo.names import person_name

PROVIDERS = (
    ("甲诊断服务（样例）", "Jia Diagnosis Services (sample)"),
    ("乙智造咨询（样例）", "Yi Smart Manufacturing (sample)"),
    ("丙工业研究院（样例）", "Bing Industrial Institute (sample)"),
    ("丁数字科技（样例）", "Ding Digital (sample)"),
    ("戊质量技术（样例）", "Wu Quality Technology (sample)"),
    ("己自动化（样例）", "Ji Automation (sample)"),
)
STAFF_OF_PROVIDER = 4
SHOWN_DISTRICT = "310117"
NAMES = {
    Role.OWNER: "owner",
    Role.EDITOR: "editor",
    Role.VIEWER: "viewer",
    Role.CITY_REGULATOR: "city",
    Role.DISTRICT_REGULATOR: "district",
    Role.CONSULTANT: "consultant",
    Role.PROVIDER_LEAD: "lead",
    Role.SECOND_SIGNER: "signer",
    Role.AUTHOR: "author",
    Role.OPERATOR: "operator",
    Role.AUDITOR: "auditor",
}
POSITIONS = {Role.OWNER: "副总经理", Role.EDITOR: "信息化主管", Role.VIEWER: "车间主任"}
EMAILS = [f"{name}@example.com" for name in NAMES.values()]
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no look-alikes: these are typed by hand


@dataclass(frozen=True, slots=True)
class SignIn:
    """What `seed_demo` prints: the password exists only here and as its hash."""

    role: Role
    email: str
    password: str
    name: str


def fresh_password() -> str:
    """About 79 bits, in groups that can be read aloud."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def add_providers(dice: random.Random, since: date) -> list[Provider]:
    """The providers with their consultants, who cannot sign in until they are given a password."""
    providers = [
        Provider.objects.create(
            uscc=make_uscc("91310115MA1P", number), name_zh=zh, name_en=en, is_simulated=True
        )
        for number, (zh, en) in enumerate(PROVIDERS)
    ]
    for at, provider in enumerate(providers):
        for number in range(STAFF_OF_PROVIDER):
            email = f"consultant{at + 1}{number + 1}@example.com"
            user = _person(email, person_name(dice), None)
            grant = _grant(user, Role.CONSULTANT, ScopeKind.PROVIDER, provider.pk, since)
            Consultant.objects.create(provider=provider, user=user, grant=grant)
    return providers


def add_sign_ins(
    dice: random.Random, firm: Enterprise, provider: Provider, since: date
) -> list[SignIn]:
    """One person per role who can sign in now; the consultant is the first of the provider."""
    scopes: dict[Role, tuple[ScopeKind, object]] = {
        **dict.fromkeys(FIRM_ROLES, (ScopeKind.ENTERPRISE, firm.pk)),
        Role.DISTRICT_REGULATOR: (ScopeKind.DISTRICT, SHOWN_DISTRICT),
        Role.PROVIDER_LEAD: (ScopeKind.PROVIDER, provider.pk),
        Role.SECOND_SIGNER: (ScopeKind.PROVIDER, provider.pk),
    }
    made = []
    for role in NAMES:
        if role == Role.CONSULTANT:
            made.append(_consultant_sign_in(provider))
        else:
            made.append(_sign_in(dice, role, *scopes.get(role, (ScopeKind.CITY, "")), since))
    for user in User.objects.filter(email__in=EMAILS[: len(FIRM_ROLES)]):
        grant = user.grants.get()
        position = POSITIONS[Role(grant.role)]
        Membership.objects.create(enterprise=firm, user=user, grant=grant, position=position)
    return made


def people_of(sign_ins: Sequence[SignIn]) -> dict[Role, User]:
    """The person behind each printed sign-in."""
    found = {user.email: user for user in User.objects.filter(email__in=EMAILS)}
    return {one.role: found[one.email] for one in sign_ins}


def renew_sign_ins() -> list[SignIn]:
    """New passwords for those who can sign in to the demo; open sessions end with the old ones."""
    people = User.objects.filter(is_simulated=True, email__in=EMAILS).order_by("pk")
    return [_renewed(user) for user in people]


def _renewed(user: User) -> SignIn:
    password = fresh_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    return SignIn(Role(user.grants.order_by("pk")[0].role), user.email, password, user.name)


def _sign_in(dice: random.Random, role: Role, kind: ScopeKind, key: object, since: date) -> SignIn:
    password = fresh_password()
    user = _person(f"{NAMES[role]}@example.com", person_name(dice), password)
    _grant(user, role, kind, key, since)
    return SignIn(role, user.email, password, user.name)


def _consultant_sign_in(provider: Provider) -> SignIn:
    user = provider.consultants.order_by("pk")[0].user
    password = fresh_password()
    user.email = f"{NAMES[Role.CONSULTANT]}@example.com"
    user.set_password(password)
    user.save()
    return SignIn(Role.CONSULTANT, user.email, password, user.name)


def _person(email: str, name: str, password: str | None) -> User:
    return User.objects.create_user(email, password, name=name, is_simulated=True)


def _grant(user: User, role: Role, kind: ScopeKind, key: object, since: date) -> RoleGrant:
    return RoleGrant.objects.create(
        user=user, role=role, scope_kind=kind, scope_key=str(key), valid_from=since
    )
