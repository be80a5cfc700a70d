"""From the wish for many reports to an archive that is there for some days."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from gongfu.core import clock, jobs
from gongfu.core.access import may
from gongfu.core.actor import Actor
from gongfu.core.errors import Forbidden, Invalid
from gongfu.core.models import Job, RoleGrant
from gongfu.core.stored import stored_path, whole_file
from reports.archives.choosing import FILTERS, filtered
from reports.archives.writing import write_reports
from reports.models import Report, ReportArchive, ReportQuerySet
from reports.services.expiring import remove_past

JOB = "report-archive"
FOLDER = "report-archives"
KEPT = timedelta(days=3)
MOST = 5_000  # about two gigabytes


def request_archive(*, filters: Mapping[str, str], actor: Actor) -> Job:
    """Queue the archive of what the list shows now; asking twice gives the job on its way."""
    _check_may(actor)
    chosen = {name: filters[name] for name in FILTERS if filters.get(name)}
    count = _reports(actor, chosen).count()
    if not count:
        raise Invalid(_("No report matches, so there is nothing to gather."))
    if count > MOST:
        raise Invalid(
            _("%(count)s reports match; an archive holds at most %(most)s. Narrow the list down.")
            % {"count": count, "most": MOST}
        )
    key = hashlib.sha256(json.dumps(chosen, sort_keys=True).encode()).hexdigest()[:16]
    return jobs.enqueue(
        kind=JOB,
        key=f"grant:{actor.grant_id}:{key}",
        actor=actor,
        payload={"grant": actor.grant_id, "filters": chosen},
        queue=Job.Queue.BULK,
    )


def gather_archive(*, lease: jobs.Lease) -> None:
    """Do the job: copy, file, register with its end; rights count as they are then.

    A job that runs again begins anew; what a killed worker left behind is swept away later.
    """
    actor, filters = _asker(lease.job), lease.job.payload["filters"]
    name = f"{FOLDER}/{secrets.token_hex(16)}.zip"
    path = stored_path(name)
    with whole_file(path) as file:
        reports = _reports(actor, filters)
        count = write_reports(file, reports=reports, actor=actor, progress=lease.progress)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with lease.complete() as result:
        _asker(lease.job)
        at = clock.now()
        archive = ReportArchive.objects.create(
            stored=name,
            size=path.stat().st_size,
            digest=digest,
            count=count,
            filters=filters,
            made_at=at,
            made_by_id=actor.user_id,
            grant_id=actor.grant_id,
            expires_at=at + KEPT,
        )
        result["url"] = reverse("reports:archive_file", args=[archive.pk])
        result["page"] = reverse("reports:list")


def remove_old_archives() -> int:
    """Remove archives past their day, and strays; return how many files."""
    return remove_past(ReportArchive.objects.there(), FOLDER)


def _reports(actor: Actor, filters: Mapping[str, str]) -> ReportQuerySet:
    return filtered(Report.objects.visible_to(actor), filters)


def _asker(job: Job) -> Actor:
    """Whoever asked, in the same role today."""
    grants = RoleGrant.objects.valid_on(clock.today()).filter(
        pk=job.payload["grant"], user=job.owner, user__is_active=True
    )
    grant = grants.select_related("user").first()
    if grant is None:
        raise Forbidden(_("Whoever asked for the archive no longer has the role to do so."))
    actor = Actor.of_grant(grant.user, grant)
    _check_may(actor)
    return actor


def _check_may(actor: Actor) -> None:
    if not may(actor, "report.archive"):
        raise Forbidden(_("Providers and regulators gather reports of many firms."))
