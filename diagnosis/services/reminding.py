"""Reminders before and after the due day; they stop when the assessment is submitted."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from diagnosis.deadlines import CATCH_UP, REMINDERS, Reminding
from diagnosis.models import Assessment, Notice, Reminder, Status
from diagnosis.recipients import writers_of_many
from diagnosis.services.mailing import queue_mail
from enterprises.models import ScopeEntry
from gongfu.core import clock, fault
from gongfu.core.actor import Actor

KIND = "reminder"
BATCH = 200


def remind_due(*, today: date, actor: Actor) -> int:
    """Remind every firm for which a reminder falls due today; return how many reminders.

    Safe to run at any time and twice at once: the unique key has each of them made once, and a
    reminder missed while the clock stood still is made up for within `CATCH_UP`.
    """
    return sum(_remind_in_batches(one, today, actor) for one in REMINDERS)


def remind(*, assessments: Sequence[Assessment], kind: str, actor: Actor) -> int:
    """Remind these firms now, each once per kind and due day; return how many were new.

    Submitted ones are passed over. For the clock, and for a regulator with a list.
    """
    at = clock.now()
    drafts = [one for one in assessments if one.status == Status.DRAFT]
    with transaction.atomic():
        new = _unreminded(drafts, kind)
        Reminder.objects.bulk_create(
            (Reminder(assessment=one, kind=kind, due_on=one.due_on, made_at=at) for one in new),
            ignore_conflicts=True,
        )
        fault.point("remind.made")
        made = Reminder.objects.filter(assessment__in=new, kind=kind).select_related("assessment")
        _post([one for one in made if one.due_on == one.assessment.due_on])
        if new:
            queue_mail(kind=KIND, actor=actor)
    return len(new)


def due_for(one: Reminding, today: date) -> QuerySet[Assessment]:
    """Drafts to which a reminder applies today; the index on the due day of drafts finds them."""
    last = today + timedelta(days=one.days_left)
    stays = ScopeEntry.objects.filter(
        enterprise=OuterRef("enterprise"), campaign=OuterRef("campaign"), left_on=None
    )
    told = Reminder.objects.filter(
        assessment=OuterRef("pk"), kind=one.kind, due_on=OuterRef("due_on")
    )
    return Assessment.objects.filter(
        Exists(stays),
        ~Exists(told),
        status=Status.DRAFT,
        due_on__range=(last - CATCH_UP, last),
        is_extra=False,
        campaign__closed_on=None,
    )


def _remind_in_batches(one: Reminding, today: date, actor: Actor) -> int:
    count = 0
    while batch := list(due_for(one, today).order_by("pk")[:BATCH]):
        new = remind(assessments=batch, kind=one.kind, actor=actor)
        count += new
        if not new:
            break  # somebody else is at it
    return count


def _unreminded(drafts: Sequence[Assessment], kind: str) -> list[Assessment]:
    told = set(
        Reminder.objects.filter(assessment__in=drafts, kind=kind).values_list(
            "assessment_id", "due_on"
        )
    )
    return [one for one in drafts if (one.pk, one.due_on) not in told]


def _post(reminders: Sequence[Reminder]) -> None:
    """One notice for each owner and editor; its unique key is the last guard."""
    at = clock.now()
    people = writers_of_many([one.assessment.enterprise_id for one in reminders])
    Notice.objects.bulk_create(
        (
            Notice(
                assessment_id=one.assessment_id, kind=KIND, about=one.pk, user_id=user, made_at=at
            )
            for one in reminders
            for user in people.get(one.assessment.enterprise_id, ())
        ),
        ignore_conflicts=True,
    )
