"""Background work of this room; each handler calls one service."""

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from gongfu.core import jobs
from gongfu.core.ui.states import name_job
from reports.services import issuing, storing

name_job(issuing.JOB, _("Report"))


@jobs.handler(issuing.JOB)
def report(lease: jobs.Lease) -> None:
    issuing.issue_report(lease=lease)


@shared_task(ignore_result=True)
def tidy() -> None:
    """Remove the files of reports that were never registered."""
    storing.remove_strays()
