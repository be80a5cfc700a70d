import hashlib
from functools import partial
from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from diagnosis.answers import key_of
from diagnosis.catalogue import framework_for
from diagnosis.evidence.contents import MEGABYTE, Format, identify
from diagnosis.evidence.names import clean_name, random_path
from diagnosis.models import Assessment, Evidence, Status
from gongfu.core import clock, fault
from gongfu.core.errors import Invalid, Locked
from gongfu.core.models import User

MAX_SIZE = 20 * MEGABYTE
QUOTA = 500 * MEGABYTE  # of one assessment
MAX_FILES = 20  # of one answer


def attach_evidence(
    *, assessment: Assessment, ref: str, upload: UploadedFile, user: User
) -> Evidence:
    """Keep a file beside an answer. Raises Invalid with the reason why it is not taken.

    The quota is counted under a lock of the assessment, so uploads at the same time share it.
    """
    if ref not in framework_for(assessment).questions:
        raise Invalid(_("There is no such question in this questionnaire."))
    name, checked = _checked(upload)
    size = upload.size or 0
    stored = default_storage.save(random_path(), upload)
    try:
        with transaction.atomic():
            _reserve(assessment, ref, size)
            fault.point("evidence.reserved")
            return Evidence.objects.create(
                assessment=assessment,
                key=key_of(assessment.framework_ref, ref),
                name=name,
                stored=stored,
                size=size,
                digest=_digest(upload),
                content_type=checked.content_type,
                uploaded_by=user,
            )
    except BaseException:
        default_storage.delete(stored)
        raise


def remove_evidence(*, evidence: Evidence) -> None:
    """Take a file away; the row stays as a trace, the content is gone once this is committed."""
    with transaction.atomic():
        _lock(evidence.assessment)
        changed = Evidence.objects.filter(pk=evidence.pk, removed_at__isnull=True).update(
            removed_at=clock.now()
        )
        if changed:
            transaction.on_commit(partial(default_storage.delete, evidence.stored))


def _checked(upload: UploadedFile) -> tuple[str, Format]:
    """The name a person will see, and the format; both are checked before anything is stored."""
    name, extension = clean_name(upload.name or "")
    if (upload.size or 0) > MAX_SIZE:
        raise Invalid(
            _("Not uploaded: the file is larger than %(limit)d MB. Please compress or split it.")
            % {"limit": MAX_SIZE // MEGABYTE}
        )
    return name, identify(cast(BinaryIO, upload.file), extension)


def _lock(assessment: Assessment) -> None:
    """Wait for other uploads to this assessment, and make sure that it is still open."""
    now = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if now.status != Status.DRAFT:
        raise Locked(_("The assessment was submitted, so its files can no longer be changed."))


def _reserve(assessment: Assessment, ref: str, size: int) -> None:
    _lock(assessment)
    kept = Evidence.objects.filter(assessment=assessment, removed_at__isnull=True)
    used = kept.aggregate(total=Sum("size"))["total"] or 0
    if used + size > QUOTA:
        raise Invalid(
            _(
                "Not uploaded: the files of this assessment would exceed %(limit)d MB. "
                "Remove a file that is no longer needed."
            )
            % {"limit": QUOTA // MEGABYTE}
        )
    if kept.filter(key=key_of(assessment.framework_ref, ref)).count() >= MAX_FILES:
        raise Invalid(
            _("Not uploaded: one answer can have at most %(limit)d files.") % {"limit": MAX_FILES}
        )


def _digest(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
