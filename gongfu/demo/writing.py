"""The plan as rows, in one transaction: a city is there whole or not at all."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from diagnosis.models import Release
from diagnosis.planning.alike import publish_alike
from diagnosis.quality.figures import publish_figures
from diagnosis.quality.recounting import check_all
from enterprises.ecosystem.services.registering import Keys
from enterprises.models import Assignment, Campaign, Consultant, Enterprise, Provider, Step
from gongfu.core.actor import Actor
from gongfu.core.models import Role, User
from gongfu.core.services.changing import note_changes
from gongfu.demo.after import add_after
from gongfu.demo.approving import add_approvals
from gongfu.demo.assessing import Written, add_assessments
from gongfu.demo.campaigns import add_campaigns
from gongfu.demo.cases import Case, build_cases, moment, shipped
from gongfu.demo.coming_in import PEOPLE, add_corrections, add_requests
from gongfu.demo.coverage import LEFT, PAPER, CoverageRows, Event, Recorder
from gongfu.demo.evidence import add_evidence
from gongfu.demo.firms import add_contacts, add_firms
from gongfu.demo.following import add_plans
from gongfu.demo.partners import add_partner
from gongfu.demo.people import (
    SHOWN_DISTRICT,
    SignIn,
    add_providers,
    add_sign_ins,
    people_of,
)
from gongfu.demo.planning import PILOT, ROUNDS, Firm, plan_city
from gongfu.demo.reporting import latest_reported, queue_reports
from gongfu.demo.sampling import add_sample
from gongfu.demo.teamwork import add_teamwork
from gongfu.demo.traces import add_traces
from gongfu.demo.workbook import add_workbook
from reports.benchmarks.publishing import publish_month

REPORTS = 24
MIDDLE = 2  # the level at which there is most to show
ACTOR = Actor.system("seed")


@dataclass(frozen=True, slots=True)
class City:
    """What was written, and the secrets that are shown this once."""

    firms: int
    assessments: int
    sign_ins: list[SignIn]
    partner: Keys


def write_city(*, enterprises: int, seed: int, as_of: date, reports: int = REPORTS) -> City:
    """Plan, score and write a simulated city as it stands on a day.

    The newest `reports` diagnosis reports are left to the workers; older ones exist on paper only.
    """
    plan = plan_city(enterprises=enterprises, seed=seed, as_of=as_of)
    cases = build_cases(plan, seed=seed)
    with transaction.atomic():
        return _write(plan, cases, seed=seed, as_of=as_of, reports=reports)


def _write(
    plan: Sequence[Firm],
    cases: Sequence[Case],
    *,
    seed: int,
    as_of: date,
    reports: int,
) -> City:
    dice, since = random.Random(f"{seed}:people"), ROUNDS[0].starts_on
    campaigns = add_campaigns(as_of)
    firms = add_firms(plan)
    people = add_contacts(((firm, firms[firm.number]) for firm in plan), since)
    providers = add_providers(dice, since)
    consultants = [c for provider in providers for c in provider.consultants.order_by("pk")]
    frameworks = {case.framework: shipped(case.framework) for case in cases}
    written = add_assessments(
        cases,
        frameworks=frameworks,
        releases={str(release): release for release in Release.objects.all()},
        campaigns=campaigns,
        firms=firms,
        people=people,
        consultants=[c.user for c in consultants],
    )
    shown = _shown_firm(written)
    _add_assignments(written, consultants, shown)
    own = [row for row in written if row.case.round.slug != PILOT.slug]
    printed_here = latest_reported(own, shown.pk, reports)
    _add_coverage(plan, written, campaigns, firms, printed_here)
    queue_reports(written, printed_here, consultants)
    add_evidence(written, shown, frameworks, consultants[0].user)
    sign_ins = add_sign_ins(dice, shown, _provider_of(shown, providers), since)
    add_teamwork(shown, frameworks, people_of(sign_ins))
    add_workbook(shown, frameworks, people_of(sign_ins))
    add_after(
        written,
        shown=shown,
        district=SHOWN_DISTRICT,
        consultant=consultants[0].user,
        regulator=people_of(sign_ins)[Role.DISTRICT_REGULATOR],
        as_of=as_of,
    )
    add_approvals(district=SHOWN_DISTRICT, as_of=as_of, actor=ACTOR)
    add_plans(written, shown, as_of, ACTOR)
    publish_month(day=as_of)
    publish_alike(day=as_of)
    publish_figures(day=as_of)
    check_all()
    add_sample(
        campaign=campaigns[ROUNDS[0].slug],
        district=SHOWN_DISTRICT,
        regulators=_regulators(people_of(sign_ins)),
        as_of=as_of,
    )
    add_requests(_neighbours(shown), as_of)
    add_corrections(shown, as_of)
    keys = add_partner(list(firms.values()), since)
    add_traces(shown, as_of, people_of(sign_ins))
    return City(len(plan), len(written), sign_ins, keys)


def _regulators(people: dict[Role, User]) -> tuple[User, User]:
    return people[Role.DISTRICT_REGULATOR], people[Role.CITY_REGULATOR]


def _add_assignments(
    written: Sequence[Written], consultants: Sequence[Consultant], shown: Enterprise
) -> None:
    """A firm is given to a provider when it has submitted; the shown firm from the start."""
    assignments = []
    for row in written:
        if row.case.is_extra:
            continue
        consultant = consultants[row.case.firm.number % len(consultants)]
        day = row.case.journey.submitted_on
        if row.assessment.enterprise == shown:
            consultant, day = consultants[0], day or row.case.journey.invited_on
        if not day:
            continue
        assignments.append(
            Assignment(
                campaign=row.assessment.campaign,
                enterprise=row.assessment.enterprise,
                provider=consultant.provider,
                consultant=consultant,
                assigned_on=day,
                due_on=row.assessment.due_on,
            )
        )
    Assignment.objects.bulk_create(assignments, batch_size=500)


def _add_coverage(
    plan: Sequence[Firm],
    written: Sequence[Written],
    campaigns: dict[str, Campaign],
    firms: dict[int, Enterprise],
    printed_here: set[int],
) -> None:
    rows = CoverageRows()
    opened = {
        (row.case.firm.number, row.case.round.slug): row.assessment.pk
        for row in written
        if not row.case.is_extra
    }
    dice = random.Random("coverage")

    def at(day: date) -> datetime:
        return moment(day, dice)

    for firm in plan:
        for slug, journey in firm.journeys.items():
            recorder = Recorder(rows, campaigns[slug], ACTOR, at)
            events = _events(firm, slug, opened.get((firm.number, slug)), printed_here)
            recorder.record(firms[firm.number], journey.entered_on, events)
    rows.save()
    note_changes(kind="coverage", keys=rows.changes)
    note_changes(kind="assessment", keys=[str(row.assessment.pk) for row in written])


def _events(firm: Firm, slug: str, assessment: int | None, printed_here: set[int]) -> list[Event]:
    journey = firm.journeys[slug]
    on_paper = None if assessment in printed_here else journey.reported_on
    steps = [
        (Step.INVITED, journey.invited_on, f"assessment:{assessment}:invited", ""),
        (Step.SUBMITTED, journey.submitted_on, f"assessment:{assessment}:submitted", ""),
        (Step.VERIFIED, journey.verified_on, f"assessment:{assessment}:verified", ""),
        (Step.REPORTED, on_paper, f"paper:{assessment}", PAPER),
    ]
    events = [Event(day, source, step, reason) for step, day, source, reason in steps if day]
    if journey.left_on:
        events.append(Event(journey.left_on, f"left:{slug}", reason=LEFT))
    return events


def _shown_firm(written: Sequence[Written]) -> Enterprise:
    """The firm behind the printed sign-ins: invited in the latest round, nothing submitted yet,
    in the district of the district's regulator, with an earlier result near the middle that was
    given after its framework had been issued."""
    levels = {
        row.assessment.enterprise_id: row.case.verified_score.level or 0
        for row in written
        if row.case.verified_score and row.case.round.slug != PILOT.slug
    }

    issued_on = date.fromisoformat(shipped(ROUNDS[0].framework).issued_on)

    def rank(row: Written) -> tuple[object, ...]:
        firm = row.case.firm
        off = abs(levels.get(row.assessment.enterprise_id, -MIDDLE) - MIDDLE)
        earlier = firm.journeys.get(ROUNDS[0].slug)
        day = earlier.submitted_on if earlier else None
        return (
            row.assessment.submitted_at is not None,
            row.case.round.slug != ROUNDS[-1].slug,
            PILOT.slug in firm.journeys,
            firm.district != SHOWN_DISTRICT,
            off > 1,
            not day or day < issued_on,
            row.assessment.answered > 0,
            off,
            firm.number,
        )

    return min(written, key=rank).assessment.enterprise


def _neighbours(shown: Enterprise) -> Sequence[Enterprise]:
    """Other firms of the shown firm's district, as many as there are requests."""
    others = Enterprise.objects.filter(district=shown.district_id).exclude(pk=shown.pk)
    return list(others.order_by("pk")[: len(PEOPLE)])


def _provider_of(firm: Enterprise, providers: Sequence[Provider]) -> Provider:
    assigned = firm.assignments.order_by("-pk").first()
    return assigned.provider if assigned else providers[0]


def printed(sign_ins: Sequence[SignIn]) -> str:
    """The sign-ins as a command prints them, role by role."""
    return "\n".join(f"  {one.email:<26}{one.password:<24}{one.role.label}" for one in sign_ins)
