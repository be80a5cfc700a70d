"""Background work of this room; each handler calls one service."""

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from diagnosis.peers import declare_peers
from gongfu.core import jobs
from gongfu.core.ui.states import name_job
from reports import mails  # noqa: F401  registers who writes the receipt's
from reports.archives import gathering
from reports.benchmarks import publishing, reading
from reports.own_data.services import JOB as OWN_DATA
from reports.own_data.services import build_own_data, remove_expired
from reports.services import issuing, storing

name_job(
    issuing.JOB,
    _("Report"),
    making=_("Making the report"),
    made=_("The report is ready"),
    unmade=_("The report could not be made"),
    take=_("Download PDF"),
)
name_job(
    OWN_DATA,
    _("Archive of all data"),
    making=_("Making the archive of your data"),
    made=_("The archive of your data is ready"),
    unmade=_("The archive could not be made"),
    take=_("Download ZIP"),
)
name_job(
    gathering.JOB,
    _("Archive of reports"),
    making=_("Gathering the reports"),
    made=_("The archive of reports is ready"),
    unmade=_("The archive could not be made"),
    take=_("Download ZIP"),
)
declare_peers(reading.peers_of)


@jobs.handler(issuing.JOB)
def report(lease: jobs.Lease) -> None:
    issuing.issue_report(lease=lease)


@jobs.handler(OWN_DATA)
def own_data(lease: jobs.Lease) -> None:
    build_own_data(lease=lease)


@jobs.handler(gathering.JOB)
def report_archive(lease: jobs.Lease) -> None:
    gathering.gather_archive(lease=lease)


@shared_task(ignore_result=True)
def tidy() -> None:
    """Remove the files of reports that were never registered, and archives past their day."""
    storing.remove_strays()
    remove_expired()
    gathering.remove_old_archives()


@shared_task(ignore_result=True)
def publish_peers() -> None:
    """Publish the figures about peers that the month still lacks."""
    publishing.publish_month()
