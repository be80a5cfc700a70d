"""Background work of this room; each handler calls one service."""

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from diagnosis.models import Assessment, Evidence
from diagnosis.services import attaching, scoring, telling, tending_files
from gongfu.core import jobs
from gongfu.core.ui.states import name_job

name_job(scoring.JOB, _("Scoring"))
name_job(telling.KEEPER_JOB, _("Mail"))
name_job(telling.OPINION_JOB, _("Mail"))
name_job(attaching.PICTURE_JOB, _("Preview of a file"))


@jobs.handler(scoring.JOB)
def score(lease: jobs.Lease) -> None:
    """Work the score out, then store it together with the word that the job is done."""
    wanted = lease.job.payload
    assessment = Assessment.objects.select_related("release").get(pk=wanted["assessment"])
    computed = scoring.compute(assessment=assessment, kind=wanted["kind"])
    with lease.complete() as result:
        row = scoring.store(computed)
        result["score"] = row.pk if row else None


@jobs.handler(attaching.PICTURE_JOB)
def picture(lease: jobs.Lease) -> None:
    """Draw the pictures of a file, then note that they are there."""
    evidence = Evidence.objects.get(pk=lease.job.payload["evidence"])
    drawn = tending_files.draw_evidence(evidence=evidence)
    with lease.complete():
        tending_files.store_picture(evidence=evidence, picture=drawn)


@jobs.handler(telling.KEEPER_JOB)
def keeper_mail(lease: jobs.Lease) -> None:
    with lease.complete():
        telling.send_keeper_mail(**lease.job.payload)


@jobs.handler(telling.OPINION_JOB)
def opinion_mail(lease: jobs.Lease) -> None:
    with lease.complete():
        telling.send_opinion_mail(**lease.job.payload)


@shared_task(ignore_result=True)
def tend_files() -> None:
    """Scan what waits for it, and erase what was removed some minutes ago."""
    tending_files.scan_waiting()
    tending_files.erase_removed()


@shared_task(ignore_result=True)
def tidy_files() -> None:
    """Remove files that no row names."""
    tending_files.remove_strays()
