"""What the shown firm has decided about its data, and who has looked at them since."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from diagnosis.models import Assessment, Status
from enterprises.ecosystem.services.pulling import set_of
from enterprises.models import Consent, Enterprise, Look, Partner, Pull
from gongfu.core.models import Role, RoleGrant, User
from gongfu.demo.partners import BANK, LOANS, LOANS_EN, NAME, PURPOSE, PURPOSE_EN

Group, Kind = Consent.FieldGroup, Look.Kind
PAGE = 1000  # firms of one answer of the API
# Days before the day of the city, hour, interface, field groups
PULLS = (
    *((ago, hour, "api:enterprise-list", "profile") for ago in (1, 8, 15, 22) for hour in (2, 14)),
    *((ago, 3, "api:assessment-list", "profile scores") for ago in (1, 8, 15, 22)),
    (4, 10, "api:assessment-detail", "profile scores"),
)
LOOKS = (
    (1, 9, Role.CONSULTANT, Kind.ASSESSMENT),
    (2, 14, Role.CONSULTANT, Kind.RESULT),
    (2, 14, Role.CONSULTANT, Kind.REPORT),
    (3, 10, Role.DISTRICT_REGULATOR, Kind.FIRM),
    (3, 10, Role.DISTRICT_REGULATOR, Kind.RESULT),
    (9, 16, Role.CITY_REGULATOR, Kind.PASSPORT),
    (16, 11, Role.CONSULTANT, Kind.EVIDENCE),
    (25, 15, Role.DISTRICT_REGULATOR, Kind.REPORT),
)


def add_traces(shown: Enterprise, as_of: date, people: Mapping[Role, User]) -> None:
    """Consents in every state, some weeks of pulls, and looks of people outside the firm."""
    _decide(shown, as_of, people[Role.OWNER])
    _pull(shown, as_of)
    earlier = shown.assessments.filter(status=Status.VERIFIED).order_by("opened_at").first()
    Look.objects.bulk_create(
        _look(shown, earlier, as_of - timedelta(days=ago), hour, people[role], kind)
        for ago, hour, role, kind in LOOKS
    )


def _decide(shown: Enterprise, as_of: date, owner: User) -> None:
    """The platform sees profile and scores; the bank was allowed the profile for some months."""
    platform, bank = Partner.objects.get(name=NAME), Partner.objects.get(name=BANK)
    shown.consents.all().delete()
    for group in (Group.PROFILE, Group.SCORES):
        Consent.objects.create(
            enterprise=shown,
            partner=platform,
            field_group=group,
            purpose=PURPOSE,
            purpose_en=PURPOSE_EN,
            valid_from=_at(as_of - timedelta(days=120), 9),
            given_by=owner,
        )
    Consent.objects.create(
        enterprise=shown,
        partner=bank,
        field_group=Group.PROFILE,
        purpose=LOANS,
        purpose_en=LOANS_EN,
        valid_from=_at(as_of - timedelta(days=200), 10),
        valid_to=_at(as_of - timedelta(days=40), 16),
        given_by=owner,
        ended_by=owner,
    )


def _pull(shown: Enterprise, as_of: date) -> None:
    partner = Partner.objects.get(name=NAME)
    agreed = Consent.objects.filter(partner=partner, field_group=Group.SCORES, valid_to=None)
    keys = agreed.filter(enterprise_id__gte=shown.pk).order_by("enterprise_id")
    page = set_of(keys.values_list("enterprise_id", flat=True)[:PAGE])
    alone = set_of([shown.pk])
    Pull.objects.bulk_create(
        Pull(
            partner=partner,
            at=_at(as_of - timedelta(days=ago), hour),
            day=as_of - timedelta(days=ago),
            endpoint=endpoint,
            field_groups=groups,
            firms=alone if endpoint.endswith("detail") else page,
        )
        for ago, hour, endpoint, groups in PULLS
    )


def _look(
    shown: Enterprise, of: Assessment | None, day: date, hour: int, user: User, kind: str
) -> Look:
    grant = RoleGrant.objects.filter(user=user).order_by("pk")[0]
    return Look(
        enterprise=shown,
        campaign=of.campaign if of and kind != Kind.FIRM else None,
        user=user,
        role=grant.role,
        scope_kind=grant.scope_kind,
        scope_key=grant.scope_key,
        kind=kind,
        day=day,
        at=_at(day, hour),
    )


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
