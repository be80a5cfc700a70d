"""Background work of this room; each handler calls one service."""

from dataclasses import replace

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from diagnosis import mails  # noqa: F401  registers who writes them
from diagnosis.following import asking
from diagnosis.models import Assessment, Evidence
from diagnosis.planning import alike
from diagnosis.quality import checking, figures
from diagnosis.services import (
    attaching,
    digesting,
    mailing,
    opening_many,
    reminding,
    reminding_many,
    scoring,
    telling,
    tending_files,
)
from enterprises.models import Opening
from gongfu.core import clock, jobs
from gongfu.core.actor import Actor
from gongfu.core.ui.states import name_job

name_job(scoring.JOB, _("Scoring"))
name_job(checking.JOB, _("Quality flags"))
name_job(mailing.JOB, _("Mail"))
name_job(telling.KEEPER_JOB, _("Mail"))
name_job(telling.OPINION_JOB, _("Mail"))
name_job(reminding_many.JOB, _("Reminders from a list"))
name_job(opening_many.JOB, _("Opening of assessments"))
name_job(attaching.PICTURE_JOB, _("Preview of a file"))


@jobs.handler(scoring.JOB)
def score(lease: jobs.Lease) -> None:
    """Work the score out, then store it together with the word that the job is done."""
    wanted = lease.job.payload
    assessment = Assessment.objects.select_related("release").get(pk=wanted["assessment"])
    computed = scoring.compute(assessment=assessment, kind=wanted["kind"])
    with lease.complete() as result:
        row = scoring.store(computed)
        checking.queue_check(assessment=assessment, actor=Actor.system("score"))
        result["score"] = row.pk if row else None


@jobs.handler(checking.JOB)
def check_quality(lease: jobs.Lease) -> None:
    """What the quality rules ask, together with the word that the job is done."""
    with lease.complete():
        checking.check_assessment(
            assessment_id=lease.job.payload["assessment"], actor=Actor.system("quality")
        )


@jobs.handler(attaching.PICTURE_JOB)
def picture(lease: jobs.Lease) -> None:
    """Draw the pictures of a file, then note that they are there."""
    evidence = Evidence.objects.get(pk=lease.job.payload["evidence"])
    drawn = tending_files.draw_evidence(evidence=evidence)
    with lease.complete():
        tending_files.store_picture(evidence=evidence, picture=drawn)


@jobs.handler(reminding_many.JOB)
def remind_many(lease: jobs.Lease) -> None:
    reminding_many.carry_out(lease=lease, actor=Actor.system("remind"))


@jobs.handler(opening_many.JOB)
def open_many(lease: jobs.Lease) -> None:
    """The job acts; whoever ordered it stands in the history of each assessment."""
    opening = Opening.objects.select_related("campaign").get(pk=lease.job.payload["opening"])
    system = Actor.system("opening")
    actor = replace(system, pseudonym=opening.author, user_id=opening.by_id)
    opening_many.carry_out(opening=opening, actor=actor, lease=lease)


@shared_task(ignore_result=True)
def tend_files() -> None:
    """Scan what waits for it, and erase what was removed some minutes ago."""
    tending_files.scan_waiting()
    tending_files.erase_removed()


@shared_task(ignore_result=True)
def publish_firms_alike() -> None:
    """Make the sets of firms alike and the figures of groups that the month still lacks."""
    alike.publish_alike()
    figures.publish_figures()


@shared_task(ignore_result=True)
def tidy_files() -> None:
    """Remove files that no row names."""
    tending_files.remove_strays()


@jobs.handler(telling.KEEPER_JOB)
def keeper_mail(lease: jobs.Lease) -> None:
    with lease.complete():
        telling.send_keeper_mail(**lease.job.payload)


@jobs.handler(telling.OPINION_JOB)
def opinion_mail(lease: jobs.Lease) -> None:
    with lease.complete():
        telling.send_opinion_mail(**lease.job.payload)


@jobs.handler(mailing.JOB)
def mail(lease: jobs.Lease) -> None:
    mailing.send_waiting(lease=lease)


@shared_task(ignore_result=True)
def remind() -> None:
    """What falls due today, the day's talk, and mails that could not be sent earlier."""
    actor = Actor.system("remind")
    reminding.remind_due(today=clock.today(), actor=actor)
    asking.ask_due(today=clock.today(), actor=actor)
    digesting.digest_comments(now=clock.now(), actor=actor)
    mailing.queue_forgotten(actor=actor)
