"""Uploaded files of frameworks and solutions as the forms send them."""

from collections.abc import Iterator

from django.contrib import messages
from django.utils.translation import gettext as _

from diagnosis.drafting.reviewing import Complaint, Review
from diagnosis.drafting.unpacking import LONGEST_NAME, Limits, NotTaken, Upload, too_many
from diagnosis.drafting.uploads import LIMITS, Taken, take_uploads
from gongfu.core.inputs import clean_text
from gongfu.core.requests import Request

MOST_BYTES = 4 * 1024 * 1024  # of one upload; a workbook or an archive packs several files
ACCEPT = ".yaml,.yml,.zip,.xlsx"


def taken(request: Request, *, need_rules: bool) -> Taken:
    """What the files of the request hold; raises NotTaken with the reasons."""
    return take_uploads(uploads_of(request, LIMITS), need_rules=need_rules)


def uploads_of(request: Request, limits: Limits) -> Iterator[Upload]:
    """The files of the request as they came; raises NotTaken at one that is too large."""
    files = request.FILES.getlist("files")
    if len(files) > limits.files:
        raise too_many(limits)
    for file in files:
        name = clean_text(file.name or "?")[-LONGEST_NAME:]
        if (file.size or 0) > MOST_BYTES:
            raise NotTaken(_("%(file)s: expected at most 4 MB") % {"file": name})
        yield Upload(name, file.read())


def say_what_came(request: Request, found: Taken, review: Review) -> None:
    """Tell what is wrong with what was taken, by sheet and row where it came as a workbook."""
    for complaint in review.complaints[:3]:
        messages.warning(request, _located(found, complaint))


def _located(found: Taken, complaint: Complaint) -> str:
    place = found.places.find(complaint.key)
    return f"{place}: {complaint}" if place else str(complaint)
