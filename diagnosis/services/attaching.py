from datetime import datetime
from functools import partial
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from diagnosis.answers import key_of
from diagnosis.catalogue import framework_for
from diagnosis.evidence import scanning, storing
from diagnosis.evidence.contents import DRAWABLE, Format, identify
from diagnosis.evidence.names import clean_name
from diagnosis.evidence.scanning import Verdict
from diagnosis.models import Assessment, Evidence, Picture, Scan, Status
from diagnosis.models.evidence import EvidenceQuerySet
from gongfu.core import clock, fault, jobs
from gongfu.core.actor import Actor
from gongfu.core.errors import Invalid, Locked
from gongfu.core.models import User

MEGABYTE = 1024 * 1024
MAX_SIZE = 20 * MEGABYTE
QUOTA = 500 * MEGABYTE  # of one assessment
MAX_FILES = 20  # of one answer
PICTURE_JOB = "picture"


def attach_evidence(
    *, assessment: Assessment, ref: str, upload: UploadedFile, user: User
) -> Evidence:
    """Keep a file beside an answer. Raises Invalid with the reason why it is not taken.

    The quota is counted under a lock of the assessment, so uploads at the same time share it.
    """
    if ref not in framework_for(assessment).questions:
        raise Invalid(_("There is no such question in this questionnaire."))
    name, checked = _checked(upload)
    verdict = _scanned(upload)
    stored, digest = storing.keep(upload.chunks())
    try:
        with transaction.atomic():
            _reserve(assessment, ref, upload.size or 0)
            fault.point("evidence.reserved")
            evidence = Evidence.objects.create(
                assessment=assessment,
                key=key_of(assessment.framework_ref, ref),
                name=name,
                stored=stored,
                size=upload.size or 0,
                digest=digest,
                content_type=checked.content_type,
                scan=verdict.scan,
                picture=Picture.PENDING if checked.content_type in DRAWABLE else Picture.NONE,
                uploaded_by=user,
            )
            queue_picture(evidence=evidence)
            return evidence
    except BaseException:
        storing.erase(stored)
        raise


def remove_evidence(*, evidence: Evidence) -> None:
    """Take a file away; for some minutes it can be brought back, then its content is erased."""
    with transaction.atomic():
        _lock(evidence.assessment)
        Evidence.objects.filter(pk=evidence.pk, removed_at__isnull=True).update(
            removed_at=clock.now()
        )


def restore_evidence(*, evidence: Evidence) -> None:
    """Bring a removed file back, as long as its content is there."""
    with transaction.atomic():
        _lock(evidence.assessment)
        _refuse_too_many(evidence.assessment, evidence.key)
        back = Evidence.objects.restorable().filter(pk=evidence.pk).update(removed_at=None)
        if not back:
            raise Locked(_("The file was removed some minutes ago and is gone. Upload it again."))


def queue_picture(*, evidence: Evidence) -> None:
    """Have a picture drawn, once the scanner has nothing against it."""
    if evidence.awaits_picture:
        jobs.enqueue(
            kind=PICTURE_JOB,
            key=f"evidence:{evidence.pk}",
            actor=Actor.system("evidence"),
            payload={"evidence": evidence.pk},
        )


def _checked(upload: UploadedFile) -> tuple[str, Format]:
    """The name a person will see, and the format; both are checked before anything is stored."""
    name, extension = clean_name(upload.name or "")
    if (upload.size or 0) > MAX_SIZE:
        raise Invalid(too_large())
    return name, identify(cast(BinaryIO, upload.file), extension)


def too_large() -> str:
    """Said by the server and, before it sends anything, by the page."""
    return _("Not uploaded: the file is larger than %(limit)d MB. Please compress or split it.") % {
        "limit": MAX_SIZE // MEGABYTE
    }


def _scanned(upload: UploadedFile) -> Verdict:
    verdict = scanning.scan(cast(BinaryIO, upload.file))
    if verdict.scan == Scan.INFECTED:
        raise Invalid(
            _(
                "Not uploaded: the virus scanner found %(threat)s in the file. "
                "Clean your computer, then upload a fresh copy."
            )
            % {"threat": verdict.threat}
        )
    upload.seek(0)
    return verdict


def _lock(assessment: Assessment) -> None:
    """Wait for other uploads to this assessment, and make sure that it is still open."""
    now = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if now.status != Status.DRAFT:
        raise Locked(_("The assessment was submitted, so its files can no longer be changed."))


def _reserve(assessment: Assessment, ref: str, size: int) -> None:
    _lock(assessment)
    _refuse_too_many(assessment, key_of(assessment.framework_ref, ref))
    files = Evidence.objects.filter(assessment=assessment).on_disk()
    if _bytes_of(files.filter(removed_at__isnull=True)) + size > QUOTA:
        raise Invalid(
            _(
                "Not uploaded: the files of this assessment would exceed %(limit)d MB. "
                "Remove a file that is no longer needed."
            )
            % {"limit": QUOTA // MEGABYTE}
        )
    _make_room(files.filter(removed_at__isnull=False), _bytes_of(files) + size - QUOTA)


def _make_room(removed: EvidenceQuerySet, missing: int) -> None:
    """Erase removed files, the oldest first, until enough is free: they give way to new ones."""
    for evidence in removed.order_by("removed_at", "pk"):
        if missing <= 0:
            return
        mark_erased(evidence=evidence, at=clock.now())
        missing -= evidence.size


def mark_erased(*, evidence: Evidence, at: datetime) -> None:
    """Note that the content goes; it goes once this is committed."""
    Evidence.objects.filter(pk=evidence.pk).update(erased_at=at, picture=Picture.NONE)
    transaction.on_commit(partial(storing.erase, evidence.stored))


def _bytes_of(files: EvidenceQuerySet) -> int:
    return files.aggregate(total=Sum("size"))["total"] or 0


def _refuse_too_many(assessment: Assessment, key: str) -> None:
    kept = Evidence.objects.filter(assessment=assessment, key=key).usable()
    if kept.count() >= MAX_FILES:
        raise Invalid(
            _("Not uploaded: one answer can have at most %(limit)d files.") % {"limit": MAX_FILES}
        )
