"""Who is told by mail about an assessment: people who may act on it today and can sign in."""

from django.db.models import QuerySet

from diagnosis.models import Assessment
from enterprises.models import Enterprise
from gongfu.core import clock
from gongfu.core.models import Role, RoleGrant, ScopeKind, User

WRITERS = (Role.OWNER, Role.EDITOR)


def firm_people(enterprise: Enterprise, roles: tuple[Role, ...] = WRITERS) -> list[User]:
    """Members of the firm with one of the roles."""
    return _people(ScopeKind.ENTERPRISE, enterprise.pk, roles)


def reviewers(assessment: Assessment) -> list[User]:
    """The consultant named for the firm; where there is none yet, the leads of its provider."""
    care = (
        assessment.enterprise.assignments.filter(campaign_id=assessment.campaign_id, ended_on=None)
        .select_related("consultant__user")
        .first()
    )
    if care is None:
        return []
    if care.consultant and care.consultant.user.is_active:
        return [care.consultant.user]
    return _people(ScopeKind.PROVIDER, care.provider_id, (Role.PROVIDER_LEAD,))


def regulators(enterprise: Enterprise) -> list[User]:
    """The district's regulators; the city's where the district has none."""
    district = _people(ScopeKind.DISTRICT, enterprise.district_id, (Role.DISTRICT_REGULATOR,))
    return district or _people(ScopeKind.CITY, "", (Role.CITY_REGULATOR,))


def writers_of_many(enterprise_ids: list[int]) -> dict[int, list[int]]:
    """Enterprise -> ids of its owners and editors, for the bulk path."""
    found: dict[int, list[int]] = {}
    grants = _grants(WRITERS).filter(
        scope_kind=ScopeKind.ENTERPRISE, scope_key__in=[str(pk) for pk in enterprise_ids]
    )
    for key, user in grants.values_list("scope_key", "user_id").order_by("pk"):
        if user not in found.setdefault(int(key), []):
            found[int(key)].append(user)
    return found


def _people(kind: ScopeKind, key: object, roles: tuple[Role, ...]) -> list[User]:
    grants = _grants(roles).filter(scope_kind=kind, scope_key=str(key))
    return list(User.objects.filter(pk__in=grants.values("user")).order_by("pk"))


def _grants(roles: tuple[Role, ...]) -> QuerySet[RoleGrant]:
    held = RoleGrant.objects.valid_on(clock.today())
    return held.filter(role__in=roles, user__is_active=True)
