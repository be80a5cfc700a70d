"""Mails that ask how far a plan is, once for each check, until it is answered."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from diagnosis.deadlines import CHECK_CATCH_UP
from diagnosis.models import PlanCheck
from diagnosis.recipients import firm_people
from diagnosis.services.mailing import post
from gongfu.core import clock, fault
from gongfu.core.actor import Actor

KIND = "plan_check"
BATCH = 200


def ask_due(*, today: date, actor: Actor) -> int:
    """Ask for every check that fell due; return how many. Safe at any time and twice at once.

    Each check is marked and its mails put out in one transaction, so a death in between asks
    again, and a second run finds the mark. The mails themselves are sent at most once.
    """
    return sum(_ask(check, actor) for check in unasked(today)[:BATCH])


def unasked(today: date) -> QuerySet[PlanCheck]:
    """Checks that wait for their mail; what fell due long ago is asked on the page alone."""
    found = PlanCheck.objects.due_on(today).filter(
        asked_at=None, due_on__gte=today - CHECK_CATCH_UP
    )
    return found.select_related("plan__assessment__enterprise").order_by("due_on", "pk")


def _ask(check: PlanCheck, actor: Actor) -> bool:
    assessment = check.plan.assessment
    with transaction.atomic():
        mine = PlanCheck.objects.filter(pk=check.pk, asked_at=None)
        if not mine.update(asked_at=clock.now()):
            return False  # somebody else is at it
        fault.point("plan_check.asked")
        people = firm_people(assessment.enterprise)
        post(kind=KIND, about=check.pk, assessment=assessment, users=people, actor=actor)
    return True
