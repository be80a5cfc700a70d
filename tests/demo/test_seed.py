"""The seeded city is what the services would have written, and the same for the same arguments."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from freezegun import freeze_time

from diagnosis.catalogue import framework_for, shipped_files
from diagnosis.documents import whole_document
from diagnosis.models import (
    AnswerChange,
    AnswerSheet,
    Assessment,
    AssessmentMove,
    Plan,
    Receipt,
    Score,
)
from diagnosis.services.answering import save_answer
from diagnosis.services.opening import open_assessment, open_extra
from diagnosis.services.publishing import publish_shipped
from diagnosis.services.reviewing import start_review, verify_assessment
from diagnosis.services.scoring import score_assessment
from diagnosis.services.submitting import submit_assessment
from diagnosis.which_release import release_named
from enterprises.models import (
    Campaign,
    Enterprise,
    EnterpriseGram,
    LedgerEntry,
    ScopeEntry,
    Step,
    StepReached,
)
from enterprises.programme.services.recording import record_step
from enterprises.programme.services.scoping import enter_scope, leave_scope
from enterprises.programme.steps import TAKEN_UP
from enterprises.register.services.loading import load_city
from enterprises.register.uscc import is_valid_uscc
from gongfu.core.actor import Actor
from gongfu.core.models import Role, User
from gongfu.demo.assessing import POSITION
from gongfu.demo.campaigns import add_campaigns
from gongfu.demo.cases import Case, build_cases, plan_cases
from gongfu.demo.coverage import ENTERED, LEFT, PAPER
from gongfu.demo.firms import add_firms
from gongfu.demo.planning import plan_city
from gongfu.demo.writing import ACTOR, write_city
from reports.benchmarks.models import PublicationSet

pytestmark = pytest.mark.django_db
ARGUMENTS: dict[str, Any] = {"enterprises": 14, "seed": 16, "as_of": date(2026, 9, 30)}


@pytest.fixture
def reference() -> None:
    load_city()
    publish_shipped()


def test_equal_arguments_plan_an_equal_city() -> None:
    assert plan_city(**ARGUMENTS) == plan_city(**ARGUMENTS)


def test_a_later_day_only_adds_to_what_has_happened() -> None:
    early = plan_city(enterprises=40, seed=3, as_of=date(2024, 6, 30))
    late = plan_city(enterprises=40, seed=3, as_of=date(2026, 6, 30))
    for before, after in zip(early, late, strict=True):
        for slug, journey in before.journeys.items():
            assert after.journeys[slug].submitted_on == (
                journey.submitted_on or after.journeys[slug].submitted_on
            )


def test_every_firm_has_a_valid_credit_code_and_a_name_of_its_own() -> None:
    plan = plan_city(enterprises=3000, seed=1, as_of=date(2026, 9, 30))
    assert all(is_valid_uscc(firm.uscc) for firm in plan)
    assert len({firm.uscc for firm in plan}) == len({firm.name_zh for firm in plan}) == 3000


@pytest.mark.usefixtures("reference")
def test_a_seeded_city_equals_one_taken_through_the_services() -> None:
    with transaction.atomic():
        write_city(**ARGUMENTS, reports=0)
        seeded = snapshot()
        transaction.set_rollback(True)
    with freeze_time("2023-03-01") as clock:
        through_the_services(clock)
    for table, rows in snapshot().items():
        assert rows == seeded[table], table


@pytest.mark.usefixtures("reference")
def test_recount_finds_nothing_in_a_seeded_city() -> None:
    write_city(**ARGUMENTS)
    call_command("recount")


@pytest.mark.usefixtures("reference")
def test_a_seeded_city_has_its_peers_published_and_a_plan_to_follow() -> None:
    shown = write_city(**ARGUMENTS).sign_ins
    owner = next(one.email for one in shown if one.role == Role.OWNER)
    assert Plan.objects.filter(assessment__enterprise__memberships__user__email=owner).exists()
    assert PublicationSet.objects.filter(as_of=ARGUMENTS["as_of"], groups__isnull=False).exists()


@pytest.mark.usefixtures("reference")
def test_every_role_gets_its_own_fresh_password() -> None:
    city = write_city(**ARGUMENTS)
    assert {Role.OWNER, Role.CITY_REGULATOR, Role.CONSULTANT} <= {one.role for one in city.sign_ins}
    assert len({one.password for one in city.sign_ins}) == len(city.sign_ins)
    assert all(
        User.objects.get(email=one.email).check_password(one.password) for one in city.sign_ins
    )


def through_the_services(clock: Any) -> None:
    """The same plan, one service call after the other, each on its day."""
    plan = plan_city(**ARGUMENTS)
    cases: dict[tuple[int, str], list[Case]] = {}
    for case in build_cases(plan, seed=ARGUMENTS["seed"]):
        cases.setdefault((case.firm.number, case.round.slug), []).append(case)
    campaigns = add_campaigns(ARGUMENTS["as_of"])
    firms = add_firms(plan)
    for firm in plan:
        person = User.objects.create_user(f"p{firm.number}@example.com", name=firm.contact)
        for slug, journey in firm.journeys.items():
            campaign, row = campaigns[slug], firms[firm.number]
            on = journey.entered_on
            clock.move_to(noon(on))
            enter_scope(
                campaign=campaign,
                enterprise=row,
                on=on,
                reason=ENTERED,
                source=f"register:{on}",
                actor=ACTOR,
            )
            for case in cases.get((firm.number, slug), ()):
                travel(clock, case, campaign, row, person)
            if journey.left_on:
                clock.move_to(noon(journey.left_on))
                leave_scope(
                    campaign=campaign,
                    enterprise=row,
                    on=journey.left_on,
                    reason=LEFT,
                    source=f"left:{slug}",
                    actor=ACTOR,
                )


def travel(clock: Any, case: Case, campaign: Campaign, firm: Enterprise, person: User) -> None:
    journey = case.journey
    clock.move_to(noon(journey.invited_on))
    assessment = open_assessment(enterprise=firm, campaign=campaign, actor=ACTOR)
    if case.is_extra:
        release = release_named(case.framework)
        assessment = open_extra(beside=assessment, release=release, actor=ACTOR)
    clock.move_to(noon(journey.started_on or journey.invited_on))
    for ref, value in case.answers.items():
        save_answer(assessment=assessment, ref=ref, raw=value, base_revision=0, user=person)
    if not journey.submitted_on:
        return
    clock.move_to(noon(journey.submitted_on))
    submit_assessment(
        assessment=assessment,
        declared_name=person.name,
        declared_position=POSITION,
        actor=ACTOR,
        user=person,
    )
    score_assessment(assessment=assessment, kind=Score.Kind.SELF)
    if journey.verified_on:
        clock.move_to(noon(journey.verified_on))
        start_review(assessment=assessment, actor=ACTOR)
        verify_assessment(assessment=assessment, findings=case.found, actor=ACTOR, user=person)
        score_assessment(assessment=assessment, kind=Score.Kind.VERIFIED)
    if journey.reported_on:
        clock.move_to(noon(journey.reported_on))
        record_step(
            campaign=campaign,
            enterprise=firm,
            step=Step.REPORTED,
            on=journey.reported_on,
            actor=Actor.system("seed"),
            source=f"paper:{assessment.pk}",
            reason=PAPER,
        )


def noon(day: date | None) -> datetime:
    assert day
    return datetime(day.year, day.month, day.day, 4)  # 12:00 in the city


def snapshot() -> dict[str, list[Any]]:
    """Every table the seed writes, without keys, times of day and people."""
    return {name: sorted(rows, key=repr) for name, rows in _tables()}


def _tables() -> Iterator[tuple[str, list[Any]]]:
    firm = ("enterprise__uscc", "campaign__slug")
    case = ("assessment__enterprise__uscc", "assessment__campaign__slug")
    yield (
        "firms",
        list(
            Enterprise.objects.values_list(
                "uscc",
                "name_zh",
                "name_key",
                "search_text",
                "district",
                "industry",
                "size",
                "is_above_scale",
            )
        ),
    )
    yield "search keys", list(EnterpriseGram.objects.values_list("enterprise__uscc", "gram"))
    yield (
        "scope",
        list(ScopeEntry.objects.values_list(*firm, "entered_on", "left_on", "left_reason")),
    )
    yield "steps", list(StepReached.objects.values_list(*firm, "step", "on", "author", "reason"))
    yield (
        "ledger",
        list(
            # Plans are put beside the walked way, as evidence is; the recount proves their rows.
            LedgerEntry.objects.exclude(step=TAKEN_UP).values_list(
                *firm, "step", "delta", "effective_on", "district", "industry", "size", "author"
            )
        ),
    )
    yield (
        "assessments",
        [
            (
                a.enterprise.uscc,
                a.campaign.slug,
                a.due_on,
                a.answered,
                a.total,
                a.framework_ref,
                a.profile,
                a.is_extra,
                a.is_simulated,
            )
            for a in Assessment.objects.select_related("enterprise", "campaign")
        ],
    )
    yield (
        "answers",
        [
            (s.assessment.enterprise.uscc, s.assessment.campaign.slug, s.voice, _plain(s.document))
            for s in AnswerSheet.objects.select_related(
                "assessment__enterprise", "assessment__campaign"
            )
            if s.document
        ],
    )
    yield (
        "history",
        [
            (*row[:-1], _without_reason(row[-1]))
            for row in AnswerChange.objects.values_list(
                "sheet__assessment__enterprise__uscc",
                "sheet__voice",
                "key",
                "revision",
                "old",
                "new",
            )
        ],
    )
    yield (
        "moves",
        list(
            AssessmentMove.objects.exclude(after="in_review").values_list(*case, "before", "after")
        ),
    )
    yield "receipts", list(Receipt.objects.values_list(*case, "declared_name", "declared_position"))
    yield (
        "scores",
        list(
            Score.objects.values_list(
                *case,
                "kind",
                "exact",
                "shown",
                "level",
                "answers",
                "passport",
                "inputs_digest",
                "releases",
                "core_version",
                "is_current",
            )
        ),
    )
    yield (
        "documents of scores",
        [
            (
                score.assessment.enterprise.uscc,
                score.assessment.campaign.slug,
                score.kind,
                whole_document(framework_for(score.assessment), score),
            )
            for score in Score.objects.select_related(
                "assessment__enterprise", "assessment__campaign", "assessment__release"
            )
        ],
    )


def _plain(document: dict[str, Any]) -> list[Any]:
    return sorted((key, kept["value"], kept["rev"]) for key, kept in document.items())


def _without_reason(new: Any) -> Any:
    """A finding through the service has another reason than the seed's."""
    return new["value"] if isinstance(new, dict) and "verdict" in new else new


@pytest.mark.usefixtures("reference")
def test_fresh_sign_ins_replace_the_first(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.GONGFU_DEMO = True
    first = write_city(**ARGUMENTS).sign_ins
    call_command("demo_sign_ins")
    shown = capsys.readouterr().out
    assert all(one.email in shown and one.password not in shown for one in first)
    assert not User.objects.get(email=first[0].email).check_password(first[0].password)


def test_every_shipped_framework_can_be_seen_in_the_city() -> None:
    """In the whole city; the few firms of these tests hold the rule, the standard and an extra."""
    plan = plan_city(enterprises=1200, seed=2023, as_of=date(2026, 9, 30))
    seen = {case.framework.replace(" ", "-") for case in plan_cases(plan, seed=2023)}
    assert seen == {path.stem for path in shipped_files()}
    few = plan_cases(plan_city(**ARGUMENTS), seed=ARGUMENTS["seed"])
    assert {case.framework for case in few} >= {"miit-sme 2024", "gbt-39116-discrete 2020"}
    assert any(case.is_extra for case in few)
