import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from diagnosis.catalogue import framework_for
from diagnosis.evidence.names import clean_name
from diagnosis.models import Assessment, FilledWorkbook, Status
from diagnosis.services.answering import locked
from diagnosis.workbook.identity import NotOurs
from diagnosis.workbook.opening import Opened, open_workbook
from diagnosis.workbook.refusals import REFUSALS, UNREADABLE, kind_of
from diagnosis.workbook.slots import all_slots
from gongfu.core import clock
from gongfu.core.errors import Invalid
from gongfu.core.models import User
from gongfu.core.workbooks.reading import Refused

MEGABYTE = 1024 * 1024
MOST_BYTES = 4 * MEGABYTE


def receive_workbook(
    *, assessment: Assessment, upload: UploadedFile | None, user: User
) -> FilledWorkbook:
    """Read a filled-in workbook and keep its cells until the person decides; no answer changes.

    It takes the place of what the person uploaded before. Raises Invalid with the reason why the
    file is not taken, and Locked once the assessment was submitted.
    """
    if assessment.status != Status.DRAFT:
        raise locked()
    if upload is None:
        raise _refused("empty")
    if (upload.size or 0) > MOST_BYTES:
        raise _refused("too_large", limit=MOST_BYTES // MEGABYTE)
    content = upload.read()
    opened = _opened(assessment, content)
    kept, _created = FilledWorkbook.objects.update_or_create(
        assessment=assessment,
        by=user,
        defaults={
            "file_name": clean_name(upload.name or "")[0],
            "digest": hashlib.sha256(content).hexdigest(),
            "content": opened.as_json(),
            "theirs": {},
            "uploaded_at": clock.now(),
            "taken_at": None,
            "taken": 0,
        },
    )
    return kept


def _opened(assessment: Assessment, content: bytes) -> Opened:
    """The workbook, provided that it was made for this assessment."""
    if code := kind_of(content[:8]):
        raise _refused(code)
    try:
        opened = open_workbook(content, all_slots(framework_for(assessment)))
    except Refused as refusal:
        raise _refused(refusal.code, **refusal.params) from refusal
    except NotOurs as stranger:
        raise _refused(stranger.code) from stranger
    if opened.identity.assessment != str(assessment.pk):
        raise _refused("other_assessment")
    if opened.identity.release != assessment.release.digest:
        raise _refused("other_release")
    return opened


def _refused(code: str, **params: object) -> Invalid:
    words = str(REFUSALS.get(code, UNREADABLE))
    message = words % params if params else words
    reason = _("Not taken: %(reason)s") % {"reason": message}
    return Invalid(reason, fields={"file": reason}, reason=code)
