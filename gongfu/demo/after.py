"""What firms asked for after submitting, and how they were reminded: a little of each."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from diagnosis.deadlines import ANSWER_WITHIN, REMINDERS
from diagnosis.models import Appeal, Assessment, Notice, Reminder, ReopenRequest, Status
from enterprises.models import Enterprise
from gongfu.core.clock import city_day
from gongfu.core.models import User
from gongfu.demo.assessing import Written
from gongfu.demo.cases import moment
from gongfu.demo.planning import ROUNDS

ASKED = "第 4 题漏填了两个业务环节，请退回补充。"
OBJECTION = "生产现场已上线 MES，核实当天该产线停机检修，未能演示，可提供系统运行记录。"
ANSWER = "经调取系统运行记录和设备台账，该产线在核实之后才投入使用，核实结论维持不变。"
QUESTIONS = ["q3", "q5"]
BY_HAND, DAYS_AGO = "by-hand", timedelta(days=5)
ASKABLE = (Status.SUBMITTED, Status.IN_REVIEW)
FRESH = timedelta(days=20)  # an appeal is made soon after the visit


def add_after(
    written: Sequence[Written],
    *,
    shown: Enterprise,
    district: str,
    consultant: User,
    regulator: User,
    as_of: date,
) -> None:
    """A request and an appeal that wait, an appeal that was answered, reminders of the past.

    What waits lies in the district of the regulator and, where there is such a firm, with the
    consultant, so that both find it on their pages.
    """
    dice = random.Random("after")
    own = [row for row in written if not row.case.is_extra]
    near = sorted(
        (row for row in own if row.case.firm.district == district),
        key=lambda row: (row.consultant.pk != consultant.pk, row.case.firm.number),
    )
    for row in [row for row in near if row.assessment.status in ASKABLE][:1]:
        _ask(row, as_of, dice)
    for row in [row for row in near if _is_fresh(row, as_of)][:1]:
        _appeal(row, as_of, dice)
    for row in [row for row in own if row.assessment.enterprise == shown and _is_verified(row)][:1]:
        _answered(row, regulator, dice)
    _remind(own, shown, as_of, dice)


def _is_verified(row: Written) -> bool:
    made = row.assessment
    return made.status == Status.VERIFIED and made.framework_ref == "miit-sme"


def _is_fresh(row: Written, as_of: date) -> bool:
    day = row.case.journey.verified_on
    return _is_verified(row) and day is not None and as_of - day < FRESH


def _ask(row: Written, as_of: date, dice: random.Random) -> None:
    ReopenRequest.objects.create(
        assessment=row.assessment,
        reason=ASKED,
        asked_at=moment(as_of - timedelta(days=1), dice),
        asked_by=row.person,
    )


def _appeal(row: Written, as_of: date, dice: random.Random) -> Appeal:
    day = as_of - timedelta(days=1)
    verified = row.case.journey.verified_on or day
    return _object(row, max(verified, day), dice)


def _answered(row: Written, regulator: User, dice: random.Random) -> None:
    """Made some days after the visit, answered within the time."""
    assert row.case.journey.verified_on, "only what was verified is appealed against"
    made = _object(row, row.case.journey.verified_on + timedelta(days=6), dice)
    made.state, made.answer, made.answered_by = Appeal.State.REJECTED, ANSWER, regulator
    made.answered_at = moment(city_day(made.made_at) + timedelta(days=9), dice)
    made.save()


def _object(row: Written, day: date, dice: random.Random) -> Appeal:
    return Appeal.objects.create(
        assessment=row.assessment,
        verified_on=row.case.journey.verified_on or day,
        questions=QUESTIONS,
        reason=OBJECTION,
        made_at=moment(day, dice),
        made_by=row.person,
        answer_due_on=day + ANSWER_WITHIN,
    )


def _remind(rows: Sequence[Written], shown: Enterprise, as_of: date, dice: random.Random) -> None:
    """Whoever let an earlier round pass was reminded on time; the shown firm a few days ago."""
    told: list[tuple[Assessment, User, str, datetime]] = []
    for row in rows:
        made = row.assessment
        if made.status != Status.DRAFT:
            continue
        if made.enterprise == shown and row.case.round is ROUNDS[-1]:
            told.append((made, row.person, BY_HAND, moment(as_of - DAYS_AGO, dice)))
        elif made.due_on + timedelta(days=21) < as_of:
            days = ((one, made.due_on - timedelta(days=one.days_left)) for one in REMINDERS)
            told += [
                (made, row.person, one.kind, moment(day, dice))
                for one, day in days
                if day > city_day(made.opened_at)
            ]
    reminders = Reminder.objects.bulk_create(
        (Reminder(assessment=a, kind=kind, due_on=a.due_on, made_at=at) for a, _, kind, at in told),
        batch_size=500,
    )
    Notice.objects.bulk_create(
        (
            Notice(
                assessment=reminder.assessment,
                kind="reminder",
                about=str(reminder.pk),
                user=person,
                state=Notice.State.SENT,
                made_at=at,
                marked_at=at,
                sent_at=at,
            )
            for reminder, (_assessment, person, _kind, at) in zip(reminders, told, strict=True)
        ),
        batch_size=500,
    )
