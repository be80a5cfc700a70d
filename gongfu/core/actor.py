"""Who acts: a person with one grant, an API client, a job, or the public."""

from dataclasses import dataclass, field
from typing import Self

from gongfu.core.models import Role, RoleGrant, ScopeKind, User

FIRM_ROLES = frozenset({Role.OWNER, Role.EDITOR, Role.VIEWER})
PROVIDER_ROLES = frozenset({Role.CONSULTANT, Role.PROVIDER_LEAD, Role.SECOND_SIGNER})
REGULATOR_ROLES = frozenset({Role.DISTRICT_REGULATOR, Role.CITY_REGULATOR})
STAFF_ROLES = (
    PROVIDER_ROLES
    | REGULATOR_ROLES
    | {Role.AUTHOR, Role.OPERATOR, Role.AUDITOR, Role.PARTNER_ADMIN}
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Goes into every service and every `visible_to`; carries rights, never data."""

    role: str
    scope_kind: str = ""
    scope_key: str = ""
    user_id: int | None = None
    grant_id: int | None = None
    pseudonym: str = ""
    name: str = ""
    scopes: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of_grant(cls, user: User, grant: RoleGrant) -> Self:
        """A person acting under one grant."""
        return cls(
            grant.role,
            grant.scope_kind,
            grant.scope_key,
            user.pk,
            grant.pk,
            user.pseudonym,
            user.name,
        )

    @classmethod
    def without_grant(cls, user: User) -> Self:
        """A person who has signed in but holds no grant today."""
        return cls(Role.PUBLIC, user_id=user.pk, pseudonym=user.pseudonym, name=user.name)

    @classmethod
    def client(cls, *, application_id: int, name: str, scopes: frozenset[str]) -> Self:
        """A partner's API client."""
        key = str(application_id)
        return cls(
            Role.PARTNER,
            ScopeKind.PARTNER,
            key,
            pseudonym=f"client-{key}",
            name=name,
            scopes=scopes,
        )

    @classmethod
    def system(cls, name: str) -> Self:
        """A job or a command; sees everything, so it is never made from a request."""
        return cls(Role.SYSTEM, pseudonym=f"system-{name}"[:32], name=name)

    @property
    def is_signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def is_firm(self) -> bool:
        return self.role in FIRM_ROLES

    @property
    def is_provider(self) -> bool:
        return self.role in PROVIDER_ROLES

    @property
    def is_regulator(self) -> bool:
        return self.role in REGULATOR_ROLES

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF_ROLES

    @property
    def enterprise_id(self) -> int | None:
        """The firm this actor belongs to."""
        return int(self.scope_key) if self.scope_kind == ScopeKind.ENTERPRISE else None

    @property
    def provider_id(self) -> int | None:
        return int(self.scope_key) if self.scope_kind == ScopeKind.PROVIDER else None

    @property
    def partner_id(self) -> int | None:
        return int(self.scope_key) if self.scope_kind == ScopeKind.PARTNER else None

    @property
    def district_code(self) -> str | None:
        """The district a regulator is bound to; None where there is no such bound."""
        return self.scope_key if self.scope_kind == ScopeKind.DISTRICT else None


PUBLIC = Actor(Role.PUBLIC)
