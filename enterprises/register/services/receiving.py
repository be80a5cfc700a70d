"""Take in an uploaded register file and have it checked."""

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from enterprises.register.models import RegisterImport
from enterprises.register.reading.tables import MAX_BYTES
from gongfu.core import jobs
from gongfu.core.actor import Actor
from gongfu.core.errors import Invalid, TooLarge
from gongfu.core.inputs import clean_text
from gongfu.core.models import Job

FOLDER = "imports"
CHECK, APPLY, UNDO = "import_check", "import_apply", "import_undo"


def stored_path(register_import: RegisterImport) -> Path:
    return Path(settings.MEDIA_ROOT) / register_import.file


def receive_file(*, file: UploadedFile, actor: Actor) -> RegisterImport:
    """Store the file outside the web root, note it, and queue the check."""
    if not file.size:
        raise Invalid(_("The file is empty."), fields={"file": _("The file is empty.")})
    if file.size > MAX_BYTES:
        reason = _("The file is larger than %(limit)s MB; split it.") % {"limit": MAX_BYTES >> 20}
        raise TooLarge(reason, fields={"file": reason})
    name, digest = _store(file)
    with transaction.atomic():
        found = RegisterImport.objects.create(
            file=name,
            file_name=_shown_name(file),
            file_digest=digest,
            file_size=file.size,
            district_id=actor.district_code,
            created_by_id=actor.user_id,
        )
        queue(found, CHECK, actor)
    return found


def page_of(register_import: RegisterImport) -> str:
    """Where the outcome of a job about this import is to be seen."""
    return reverse("enterprises:import_detail", args=[register_import.pk])


def queue(register_import: RegisterImport, kind: str, actor: Actor) -> Job:
    """Queue a job about an import and let the import point to it."""
    job = jobs.enqueue(
        kind=kind,
        key=f"import:{register_import.pk}",
        actor=actor,
        payload={"import": register_import.pk, "pseudonym": actor.pseudonym},
        queue=Job.Queue.BULK,
    )
    register_import.job = job
    register_import.save(update_fields=["job"])
    return job


def _store(file: UploadedFile) -> tuple[str, str]:
    """Write the upload to disk for good; return its path below the data folder and its digest."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / secrets.token_hex(16)
    digest = hashlib.sha256()
    with path.open("xb") as target:
        for chunk in file.chunks():
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return f"{FOLDER}/{path.name}", digest.hexdigest()


def _shown_name(file: UploadedFile) -> str:
    """The name the person knows the file by; whatever is odd in it is dropped."""
    try:
        return clean_text(file.name or "")[:200]
    except Invalid:
        return "?"
