"""Test objects that stand on their own: each factory makes what it needs, valid and simulated."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import factory

import diagnosis.tasks  # noqa: F401  the jobs that the factories run
from diagnosis.answers import key_of, revision
from diagnosis.catalogue import framework_of
from diagnosis.maturity import Framework, Question
from diagnosis.models import Assessment, Plan, Release, Score
from diagnosis.planning.agreeing import agree_plan
from diagnosis.planning.desk import Desk, current_score
from diagnosis.services.answering import save_answer
from diagnosis.services.opening import open_assessment
from diagnosis.services.publishing import publish_shipped
from diagnosis.services.submitting import submit_assessment
from enterprises.models import (
    Assignment,
    Campaign,
    Consultant,
    District,
    Enterprise,
    Industry,
    LedgerEntry,
    Membership,
    Provider,
)
from enterprises.programme.services.recording import record_step
from enterprises.programme.services.scoping import enter_scope
from enterprises.register.services.loading import load_city
from enterprises.register.services.registering import save_enterprise
from enterprises.register.uscc import make_uscc
from gongfu.core import clock, jobs
from gongfu.core.actor import Actor
from gongfu.core.models import Role, RoleGrant, ScopeKind, User

PASSWORD = "correct horse 4 battery"
LONG_AGO = date(2020, 1, 1)
SYSTEM = Actor.system("test")
RELEASES = Path(__file__).parent / "releases"
WORKSHOP = "workshop 1"  # one of everything that the format knows
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


def as_role(role: Role, *, user: User | None = None) -> Actor:
    """A person with a role of the whole city: operator, auditor, framework author."""
    return acting(grant(role, ScopeKind.CITY, user=user))


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


# The programme


class CampaignFactory(factory.django.DjangoModelFactory[Campaign]):
    """The first round: from 27 March 2023 to the end of 2025; verified counts as covered."""

    class Meta:
        model = Campaign

    slug = factory.Sequence("round-{}".format)
    name_zh = factory.Sequence("第 {} 轮诊断".format)
    name_en = factory.Sequence("Round {}".format)
    starts_on = date(2023, 3, 27)
    due_on = date(2025, 12, 31)
    framework = "miit-sme 2024"
    is_simulated = True


def in_scope(
    campaign: Campaign,
    enterprise: Enterprise | None = None,
    *,
    on: date | None = None,
    **made: object,
) -> Enterprise:
    """A firm on the campaign's list since a day, since its start by default."""
    firm = enterprise or EnterpriseFactory.create(**made)
    enter_scope(
        campaign=campaign,
        enterprise=firm,
        on=on or campaign.starts_on,
        reason="register",
        source=f"test:{next(_serials)}",
        actor=SYSTEM,
    )
    return firm


def reach(campaign: Campaign, enterprise: Enterprise, step: str, on: date) -> list[LedgerEntry]:
    """The firm reaches a step, and so the earlier ones, on a day."""
    return record_step(
        campaign=campaign,
        enterprise=enterprise,
        step=step,
        on=on,
        actor=SYSTEM,
        source=f"test:{next(_serials)}",
    )


# Diagnosis


def published(framework: str = "miit-sme 2024") -> Framework:
    """A framework by its key, published: a shipped one, or the made-up workshop of the tests."""
    publish_shipped()
    if framework == WORKSHOP:
        publish_shipped([RELEASES / "workshop-1.yaml"])
    ref, version = framework.split()
    return framework_of(Release.objects.get(ref=ref, version=version))


def assessment(
    *, firm: Actor | None = None, framework: str = "miit-sme 2024", **answers: object
) -> Assessment:
    """An open assessment of a firm in scope, with some answers given by a member of the firm."""
    published(framework)
    campaign = CampaignFactory.create(due_on=date(2030, 12, 31), framework=framework)
    known = Enterprise.objects.get(pk=firm.enterprise_id) if firm else None
    enterprise = in_scope(campaign, known)
    actor = firm or as_firm(enterprise)
    opened = open_assessment(enterprise=enterprise, campaign=campaign, actor=actor)
    give(opened, actor=actor, **answers)
    return opened


def member_of(opened: Assessment) -> Actor:
    """Somebody of the firm who may answer."""
    return acting(
        RoleGrant.objects.filter(
            scope_kind=ScopeKind.ENTERPRISE, scope_key=str(opened.enterprise_id)
        ).first()
    )


def give(opened: Assessment, *, actor: Actor | None = None, **answers: object) -> None:
    """Answer some questions, each as the next revision."""
    person = User.objects.get(pk=(actor or member_of(opened)).user_id)
    for ref, value in answers.items():
        document = opened.sheets.get(voice="self").document
        base = revision(document, key_of(opened.framework_ref, ref))
        save_answer(assessment=opened, ref=ref, raw=value, base_revision=base, user=person)


def full_answers(framework: str = "miit-sme 2024", **other: object) -> dict[str, object]:
    """An answer to every question, middling unless said otherwise."""
    questions = published(framework).questions.values()
    return {question.ref: middling(question) for question in questions} | other


def middling(question: Question) -> object:
    """An answer in the middle that needs no reason."""
    options = [option.ref for option in question.options if not option.reason]
    middle = options[min(2, len(options) - 1)] if question.kind != "rows" else options[1]
    if question.has_rows:
        return {"rows": {row: [middle] if question.takes_many else middle for row in question.rows}}
    return options[1:3] if question.is_multi else middle


def hand_in(opened: Assessment, actor: Actor | None = None) -> None:
    """Submit it as a person of the firm does; its score waits for a worker."""
    actor = actor or member_of(opened)
    submit_assessment(
        assessment=opened,
        declared_name="Li Gong",
        declared_position="Head of equipment",
        actor=actor,
        user=User.objects.get(pk=actor.user_id),
    )


def submitted(
    *, scored: bool = True, framework: str = "miit-sme 2024", **other: object
) -> Assessment:
    """A complete assessment, submitted by the firm and scored unless that is left out."""
    opened = assessment(framework=framework, **full_answers(framework, **other))
    hand_in(opened)
    if scored:
        jobs.run_until_empty("interactive", heartbeat=False)
    return opened


def verified(*, days: int = 60, firm: Actor | None = None, **points: str) -> Assessment:
    """An assessment verified some days ago, put there without being filled in.

    `points` are its scores by kind, 50 each unless said otherwise.
    """
    opened, at = assessment(firm=firm), clock.now() - timedelta(days=days)
    stamps = {"submitted_at": at, "verified_at": at, "status": "verified"}
    Assessment.objects.filter(pk=opened.pk).update(**stamps)
    for kind, shown in ({"self": "50", "verified": "50"} | points).items():
        Score.objects.create(
            **{"assessment": opened, "kind": kind, "exact": shown, "shown": shown, "level": 2},
            **{"answers": {}, "document": {}, "passport": {}, "inputs_digest": kind},
            **{"releases": [], "core_version": "1", "scored_at": at},
        )
    opened.refresh_from_db()
    return opened


def agreed(done: Assessment, count: int = 2, actor: Actor | None = None) -> Plan:
    """A plan of the first solutions that there are, agreed to by a person of the firm."""
    desk, actor = Desk(done, current_score(done), "en"), actor or member_of(done)
    return agree_plan(
        assessment=done,
        score=desk.row,
        plan=desk.planner.of(desk.choosable[:count]),
        user=User.objects.get(pk=actor.user_id),
        actor=actor,
    )


def consultant_for(opened: Assessment) -> Actor:
    """A consultant to whose provider, and to whom, the firm is assigned."""
    provider = Provider.objects.create(
        name_zh="诊断机构甲",
        name_en="Provider A",
        uscc=make_uscc("91310000MA1", next(_serials)),
        is_simulated=True,
    )
    given = grant(Role.CONSULTANT, ScopeKind.PROVIDER, provider.pk)
    person = Consultant.objects.create(provider=provider, user=given.user, grant=given)
    Assignment.objects.create(
        campaign=opened.campaign,
        enterprise=opened.enterprise,
        provider=provider,
        consultant=person,
        assigned_on=LONG_AGO,
    )
    return acting(given)
