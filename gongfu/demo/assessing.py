"""Assessments of the simulated city with sheets, history, receipts and scores, in sets."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from diagnosis.answers import envelope, key_of
from diagnosis.maturity import Framework, check_sheet, progress
from diagnosis.maturity.scoring import digest_of
from diagnosis.models import (
    AnswerChange,
    AnswerSheet,
    Assessment,
    AssessmentMove,
    Receipt,
    ReceiptCounter,
    Release,
    Score,
    Status,
    Voice,
)
from diagnosis.services.reviewing import ADJUST
from diagnosis.services.submitting import city_year, receipt_number
from enterprises.models import Campaign, Enterprise
from enterprises.register.profiling import profile_of
from gongfu.core.models import User
from gongfu.demo.cases import Case, moment

POSITION = "生产部经理"
FOUND = "现场核对与自评不一致，按现场情况调整。"
BATCH = 500
HASTY = 0.02  # of the firms


@dataclass(slots=True)
class Written:
    """One case on its way to the database."""

    case: Case
    assessment: Assessment
    person: User
    consultant: User
    dice: random.Random


def add_assessments(
    cases: Sequence[Case],
    *,
    frameworks: Mapping[str, Framework],
    releases: Mapping[str, Release],
    campaigns: dict[str, Campaign],
    firms: dict[int, Enterprise],
    people: dict[int, User],
    consultants: Sequence[User],
) -> list[Written]:
    """Write everything about the cases but their coverage; return each with its assessment."""
    rows = []
    for case in cases:
        firm = firms[case.firm.number]
        extra = f"/{case.framework}" if case.is_extra else ""
        dice = random.Random(f"{case.firm.uscc}/{case.round.slug}{extra}")
        release, framework = releases[case.framework], frameworks[case.framework]
        assessment = _assessment(case, firm, campaigns[case.round.slug], release, framework, dice)
        consultant = consultants[case.firm.number % len(consultants)]
        rows.append(Written(case, assessment, people[case.firm.number], consultant, dice))
    Assessment.objects.bulk_create([row.assessment for row in rows], batch_size=BATCH)
    _set_last_touched(rows)
    _add_sheets(rows, frameworks)
    _add_receipts([row for row in rows if row.assessment.submitted_at])
    AssessmentMove.objects.bulk_create([m for row in rows for m in _moves(row)], batch_size=BATCH)
    Score.objects.bulk_create([s for row in rows for s in _scores(row)], batch_size=100)
    return rows


def _assessment(
    case: Case,
    firm: Enterprise,
    campaign: Campaign,
    release: Release,
    framework: Framework,
    dice: random.Random,
) -> Assessment:
    journey = case.journey
    assert journey.invited_on, "only invited firms have an assessment"
    done = progress(framework, case.answers, profile_of(firm))
    answered_at = _answered_at(case, dice)
    return Assessment(
        enterprise=firm,
        campaign=campaign,
        release=release,
        framework_ref=release.ref,
        profile=profile_of(firm),
        status=_status(case, dice),
        due_on=campaign.due_on,
        opened_at=moment(journey.invited_on, dice),
        last_answer_at=answered_at,
        submitted_at=moment(journey.submitted_on, dice) if journey.submitted_on else None,
        verified_at=moment(journey.verified_on, dice) if journey.verified_on else None,
        answered=done.answered,
        total=done.total,
        is_extra=case.is_extra,
        is_simulated=True,
    )


def _set_last_touched(rows: Sequence[Written]) -> None:
    """The field says "now" by itself; here it says when something happened."""
    for row in rows:
        made = row.assessment
        last = made.verified_at or made.submitted_at or made.last_answer_at or made.opened_at
        made.updated_at = last
    Assessment.objects.bulk_update([row.assessment for row in rows], ["updated_at"], BATCH)


def _status(case: Case, dice: random.Random) -> Status:
    if case.journey.verified_on:
        return Status.VERIFIED
    if not case.journey.submitted_on:
        return Status.DRAFT
    return Status.IN_REVIEW if dice.random() < 0.4 else Status.SUBMITTED


def _answered_at(case: Case, dice: random.Random) -> datetime | None:
    """The evening before submitting, or the day a draft was begun."""
    if case.journey.submitted_on:
        return moment(case.journey.submitted_on, dice) - timedelta(days=1)
    started = case.journey.started_on
    return moment(started, dice) if started and case.answers else None


def _add_sheets(rows: Sequence[Written], frameworks: Mapping[str, Framework]) -> None:
    changes: list[AnswerChange] = []
    sheets: list[AnswerSheet] = []
    for row in rows:
        framework = frameworks[row.case.framework]
        own = AnswerSheet(assessment=row.assessment, voice=Voice.SELF)
        at = row.assessment.last_answer_at
        if at:
            answers = check_sheet(framework, row.case.answers)
            changes += _fill(own, answers, framework, at, row.person, {})
        sheets.append(own)
        if row.assessment.status in (Status.IN_REVIEW, Status.VERIFIED):
            site = AnswerSheet(assessment=row.assessment, voice=Voice.SITE)
            seen = row.assessment.verified_at or row.assessment.submitted_at
            note = {"verdict": ADJUST, "reason": FOUND}
            found = check_sheet(framework, row.case.found)
            changes += _fill(
                site, found, framework, seen or row.assessment.opened_at, row.consultant, note
            )
            sheets.append(site)
    AnswerSheet.objects.bulk_create(sheets, batch_size=BATCH)
    AnswerChange.objects.bulk_create(changes, batch_size=2000)


def _fill(
    sheet: AnswerSheet,
    answers: dict[str, Any],
    framework: Framework,
    at: datetime,
    person: User,
    details: dict[str, str],
) -> list[AnswerChange]:
    """Put the answers into the sheet, the last one at the given time; return their history."""
    changes = []
    steps = _steps(random.Random(f"pace/{person.name}/{at}"), len(answers))
    for (ref, value), step in zip(answers.items(), steps, strict=True):
        key, at = key_of(framework.ref, ref), at + step
        sheet.document[key] = envelope(value=value, rev=1, at=at, by=person.name, **details)
        new = {"value": value, **details} if details else value
        changes.append(
            AnswerChange(
                sheet=sheet,
                key=key,
                revision=1,
                old=None,
                new=new,
                at=at,
                by=person,
                by_name=person.name,
            )
        )
    return changes


def _steps(dice: random.Random, count: int) -> list[timedelta]:
    """From the end back to the first answer, then on from each to the next; few are in a hurry."""
    usual = dice.randint(1, 3) if dice.random() < HASTY else dice.randint(20, 90)
    gaps = [dice.randint(1, 2 * usual) for _ in range(count - 1)]
    return [timedelta(seconds=seconds) for seconds in (-sum(gaps), *gaps)][:count]


def _add_receipts(rows: Sequence[Written]) -> None:
    documents = dict(
        AnswerSheet.objects.filter(voice=Voice.SELF).values_list("assessment_id", "document")
    )
    serials: Counter[int] = Counter()
    receipts = [
        Receipt(
            assessment=row.assessment,
            number=_next_number(serials, _submitted_at(row)),
            declared_name=row.person.name,
            declared_position=POSITION,
            declared_at=_submitted_at(row),
            by=row.person,
            answers=documents[row.assessment.pk],
            answers_digest=digest_of(documents[row.assessment.pk]),
        )
        for row in sorted(rows, key=_submitted_at)
    ]
    Receipt.objects.bulk_create(receipts, batch_size=BATCH)
    ReceiptCounter.objects.bulk_create(
        ReceiptCounter(year=year, last=last) for year, last in serials.items()
    )


def _next_number(serials: Counter[int], at: datetime) -> str:
    """Serials follow the days of submission and begin anew with each year."""
    year = city_year(at)
    serials[year] += 1
    return receipt_number(serials[year], at)


def _submitted_at(row: Written) -> datetime:
    assert row.assessment.submitted_at, "only a submitted assessment has a receipt"
    return row.assessment.submitted_at


def _moves(row: Written) -> list[AssessmentMove]:
    assessment, person, consultant = row.assessment, row.person, row.consultant
    steps: list[tuple[str, Status, datetime | None, User | None]] = [
        ("", Status.DRAFT, assessment.opened_at, None),
        (Status.DRAFT, Status.SUBMITTED, assessment.submitted_at, person),
    ]
    if assessment.status in (Status.IN_REVIEW, Status.VERIFIED):
        begun = assessment.verified_at or assessment.submitted_at
        steps.append((Status.SUBMITTED, Status.IN_REVIEW, begun, consultant))
    steps.append((Status.IN_REVIEW, Status.VERIFIED, assessment.verified_at, consultant))
    return [
        AssessmentMove(assessment=assessment, before=before, after=after, at=at, by=by)
        for before, after, at, by in steps
        if at
    ]


def _scores(row: Written) -> list[Score]:
    scores = [score for score in (row.case.self_score, row.case.verified_score) if score]
    for score in scores:
        score.assessment = row.assessment
    return scores
