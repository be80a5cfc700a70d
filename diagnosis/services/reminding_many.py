"""Reminders that a regulator sends from a list: counted first, then mailed by a job.

Each firm gets at most one a day, and none once it has submitted: `remind` sees to both.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from diagnosis.models import Assessment, Reminder, Status
from diagnosis.recipients import writers_of_many
from diagnosis.services.reminding import BATCH, remind
from enterprises.models import Campaign, Enterprise, ScopeEntry
from gongfu.core import clock, jobs
from gongfu.core.actor import Actor
from gongfu.core.errors import Invalid, Locked
from gongfu.core.models import Job

JOB = "remind_many"


@dataclass(frozen=True, slots=True)
class DryRun:
    """What reminding these firms would do."""

    mails_to: int  # firms with somebody to write to
    nobody: int  # firms that nobody can sign in for: a letter reaches them
    today: int  # reminded from a list today already
    not_open: int  # have no open self-assessment: not invited, or submitted


def by_hand(day: date) -> str:
    """The kind of a reminder that a person sent that day; with it, each firm gets one a day."""
    return f"hand-{day.isoformat()}"


def try_reminding(*, campaign: Campaign, enterprises: QuerySet[Enterprise]) -> DryRun:
    """Count what would be sent; nothing is."""
    drafts = _drafts(campaign, enterprises)
    waiting = drafts.exclude(_reminded(clock.today()))
    total, left = drafts.count(), 0
    reached = 0
    for batch in _batches(waiting):
        people = writers_of_many([one.enterprise_id for one in batch])
        left += len(batch)
        reached += len(people)
    return DryRun(reached, left - reached, total - left, enterprises.count() - total)


def start_reminding(
    *, campaign: Campaign, enterprises: QuerySet[Enterprise], back: str, actor: Actor
) -> Job:
    """Queue the reminders of today for these firms; the done job leads `back` to their list.

    Raises Locked for a closed campaign, Invalid where nobody is left to remind.
    """
    if campaign.closed_on is not None:
        raise Locked(_("This campaign is closed; nobody is reminded any more."))
    waiting = _drafts(campaign, enterprises).exclude(_reminded(clock.today()))
    keys = list(waiting.order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise Invalid(_("Nobody of this list can be reminded now."))
    return jobs.enqueue(
        kind=JOB,
        key=f"{campaign.pk}:{actor.user_id}",
        actor=actor,
        payload={"assessments": keys, "day": clock.today().isoformat(), "back": back},
        queue=Job.Queue.BULK,
    )


def carry_out(*, lease: jobs.Lease, actor: Actor) -> None:
    """Do the job, batch by batch; a batch that was reminded already adds nothing."""
    wanted = lease.job.payload
    keys, kind = wanted["assessments"], by_hand(date.fromisoformat(wanted["day"]))
    for start in range(0, len(keys), BATCH):
        found = Assessment.objects.filter(pk__in=keys[start : start + BATCH])
        remind(assessments=list(found), kind=kind, actor=actor)
        lease.progress(min(start + BATCH, len(keys)), len(keys))
    with lease.complete() as result:
        result["url"] = wanted["back"]


def last_reminders(assessments: Iterable[int]) -> dict[int, date]:
    """The city's day on which each was reminded last."""
    made = Reminder.objects.filter(assessment__in=list(assessments)).order_by("made_at")
    return {key: clock.city_day(at) for key, at in made.values_list("assessment_id", "made_at")}


def _drafts(campaign: Campaign, enterprises: QuerySet[Enterprise]) -> QuerySet[Assessment]:
    stays = ScopeEntry.objects.filter(
        enterprise=OuterRef("enterprise"), campaign=campaign, left_on=None
    )
    return Assessment.objects.filter(
        Exists(stays),
        campaign=campaign,
        is_extra=False,
        status=Status.DRAFT,
        enterprise__in=enterprises.order_by().values("pk"),
    )


def _reminded(day: date) -> Exists:
    """By hand that day, for the day on which the assessment is due."""
    told = Reminder.objects.filter(kind=by_hand(day), due_on=OuterRef("due_on"))
    return Exists(told.filter(assessment=OuterRef("pk")))


def _batches(found: QuerySet[Assessment]) -> Iterator[list[Assessment]]:
    last = 0
    rows = found.only("enterprise").order_by("pk")
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk
