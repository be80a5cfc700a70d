"""From the wish for all own data to an archive that is there for seven days."""

import hashlib
import logging
import secrets
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.models import Enterprise
from gongfu.core import clock, jobs
from gongfu.core.actor import Actor
from gongfu.core.errors import Forbidden
from gongfu.core.models import Job, Role, RoleGrant, ScopeKind
from gongfu.core.stored import stored_path, whole_file
from reports.own_data.archive import write_archive
from reports.own_data.models import OwnDataFile, OwnDataFileQuerySet
from reports.services.expiring import remove_past

JOB = "own-data"
FOLDER = "own-data"
KEPT = timedelta(days=7)
logger = logging.getLogger(__name__)


def request_own_data(*, enterprise: Enterprise, actor: Actor) -> Job:
    """Queue the archive; asking twice gives the job that is on its way."""
    payload = {"enterprise": enterprise.pk}
    key = f"enterprise:{enterprise.pk}"
    return jobs.enqueue(kind=JOB, key=key, actor=actor, payload=payload, queue=Job.Queue.BULK)


def build_own_data(*, lease: jobs.Lease) -> None:
    """Do the job: gather, write, file, register with its end; an earlier archive gives way.

    Whoever asked must be an owner of the firm at the start and still at the end.
    """
    actor = _owner(lease.job)
    firm = Enterprise.objects.visible_to(actor).get(pk=lease.job.payload["enterprise"])
    name = f"{FOLDER}/{secrets.token_hex(16)}.zip"
    size, digest = _written(name, firm, actor, lease)
    with lease.complete() as result:
        _owner(lease.job)
        at = clock.now()
        _remove(OwnDataFile.objects.filter(enterprise=firm).there())
        archive = OwnDataFile.objects.create(
            enterprise=firm,
            stored=name,
            size=size,
            digest=digest,
            made_at=at,
            made_by_id=lease.job.owner_id,
            expires_at=at + KEPT,
        )
        result["url"] = reverse("reports:own_data_file", args=[archive.pk])
        result["page"] = reverse("reports:own_data")
    _tell(lease.job, firm)


def remove_expired() -> int:
    """Remove archives that are older than seven days, and strays; return how many files."""
    return remove_past(OwnDataFile.objects.there(), FOLDER)


def _owner(job: Job) -> Actor:
    """Whoever asked, as an owner of the firm today."""
    grants = RoleGrant.objects.valid_on(clock.today()).filter(
        user=job.owner,
        user__is_active=True,
        role=Role.OWNER,
        scope_kind=ScopeKind.ENTERPRISE,
        scope_key=str(job.payload["enterprise"]),
    )
    grant = grants.select_related("user").first()
    if grant is None:
        raise Forbidden(_("Only an owner can export the data; whoever asked is none any more."))
    return Actor.of_grant(grant.user, grant)


def _written(name: str, firm: Enterprise, actor: Actor, lease: jobs.Lease) -> tuple[int, str]:
    """Write the file whole or not at all; return its size and digest."""
    path = stored_path(name)
    with whole_file(path) as file:
        write_archive(file, firm=firm, actor=actor, progress=lease.progress)
    return path.stat().st_size, _digest(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove(files: OwnDataFileQuerySet) -> None:
    """The rows stay as a trace; the contents become strays, which tidying removes."""
    files.update(removed_at=clock.now())


def _tell(job: Job, firm: Enterprise) -> None:
    """A mail says that it is there; without a mail server the page still does."""
    if job.owner is None:
        return
    url = settings.PUBLIC_URL + reverse("reports:own_data")
    text = render_to_string("reports/own_data_mail.txt", {"firm": firm, "url": url})
    try:
        send_mail(_("Your data are ready for download"), text, None, [job.owner.email])
    except OSError as error:
        logger.warning("job %s: no mail about the archive: %s", job.pk, error)
