"""Test objects that stand on their own: each factory makes what it needs, valid and simulated."""

from collections.abc import Iterator
from datetime import date
from itertools import count

import factory

from enterprises.models import District, Enterprise, Industry, Membership
from enterprises.register.services.loading import load_city
from enterprises.register.services.registering import save_enterprise
from enterprises.register.uscc import make_uscc
from gongfu.core.actor import Actor
from gongfu.core.models import Role, RoleGrant, ScopeKind, User

PASSWORD = "correct horse 4 battery"
LONG_AGO = date(2020, 1, 1)
_serials: Iterator[int] = count(1)


# People and what they may do


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence("person{}@example.org".format)
    name = factory.Sequence("Person {}".format)
    password = factory.django.Password(PASSWORD)
    is_simulated = True


def grant(role: Role, kind: ScopeKind, key: object = "", *, user: User | None = None) -> RoleGrant:
    """Give a role since long ago, to a new person unless one is named."""
    return RoleGrant.objects.create(
        user=user or UserFactory.create(),
        role=role,
        scope_kind=kind,
        scope_key=str(key),
        valid_from=LONG_AGO,
    )


def acting(given: RoleGrant) -> Actor:
    return Actor.of_grant(given.user, given)


def as_regulator(district: District | str | None = None, *, user: User | None = None) -> Actor:
    """A regulator of the city, or of one district."""
    if district is None:
        return acting(grant(Role.CITY_REGULATOR, ScopeKind.CITY, user=user))
    code = district.code if isinstance(district, District) else district
    return acting(grant(Role.DISTRICT_REGULATOR, ScopeKind.DISTRICT, code, user=user))


def as_firm(enterprise: Enterprise, role: Role = Role.OWNER, *, user: User | None = None) -> Actor:
    """A member of the firm."""
    given = grant(role, ScopeKind.ENTERPRISE, enterprise.pk, user=user)
    Membership.objects.create(enterprise=enterprise, user=given.user, grant=given)
    return acting(given)


def as_role(role: Role) -> Actor:
    """A person with a role of the whole city: operator, auditor, framework author."""
    return acting(grant(role, ScopeKind.CITY))


# The register


def district(code: str = "310115") -> District:
    """A district of the city, with all the others loaded as well."""
    return _loaded(District, code)


def industry(code: str = "36") -> Industry:
    return _loaded(Industry, code)


def _loaded(model: type, code: str) -> object:
    """A row of the reference data, which is loaded when it is not there yet."""
    if not model.objects.filter(pk=code).exists():
        load_city()
    return model.objects.get(pk=code)


class EnterpriseFactory(factory.django.DjangoModelFactory[Enterprise]):
    """A medium-sized car parts maker in Pudong; saved by the service, so it can be searched."""

    class Meta:
        model = Enterprise

    uscc = factory.LazyFunction(lambda: make_uscc("91310115MA9", next(_serials)))
    name_zh = factory.Sequence("样例汽车零部件{}厂".format)
    name_en = factory.Sequence("Sample car parts {}".format)
    district = factory.LazyFunction(district)
    industry_code = "3670"
    staff = 320
    revenue = 21_500
    is_simulated = True

    @classmethod
    def _create(cls, model_class: type, *args: object, **kwargs: object) -> Enterprise:
        industry()  # the reference data must be there before a code can point to it
        if isinstance(kwargs["district"], str):
            kwargs["district"] = district(kwargs["district"])
        return save_enterprise(enterprise=Enterprise(**kwargs))
