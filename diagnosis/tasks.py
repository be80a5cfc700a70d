"""Background work of this room; each handler calls one service."""

from django.utils.translation import gettext_lazy as _

from diagnosis.models import Assessment
from diagnosis.services import scoring
from gongfu.core import jobs
from gongfu.core.ui.states import name_job

name_job(scoring.JOB, _("Scoring"))


@jobs.handler(scoring.JOB)
def score(lease: jobs.Lease) -> None:
    """Work the score out, then store it together with the word that the job is done."""
    wanted = lease.job.payload
    assessment = Assessment.objects.select_related("release").get(pk=wanted["assessment"])
    computed = scoring.compute(assessment=assessment, kind=wanted["kind"])
    with lease.complete() as result:
        row = scoring.store(computed)
        result["score"] = row.pk if row else None
