"""Is this report genuine, and is it still the current one?"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongfu.core.errors import Invalid, TooLarge
from reports.models import Report, ReportQuerySet
from reports.services import codes

NUMBER = re.compile(r"GF-?(\d{4})-?(\d{6})")
EXAMPLE = codes.printed("7KQ4AM9XDN")
LARGEST_UPLOAD = 20 * 1024 * 1024
NOT_A_CODE = gettext_lazy(
    "This is no code of a report. A code has ten letters and digits, such as %(example)s; "
    "please compare it with the paper."
)


def find_by_code(text: str) -> Report | None:
    """The report with this short code; a text that cannot be one is refused, not looked up."""
    code = codes.typed(text)
    if code is None:
        raise Invalid(NOT_A_CODE % {"example": EXAMPLE})
    return _reports().filter(code=code).first()


def find_by_number(text: str) -> Report | None:
    """The report with this number; None when the text is no number."""
    plain = unicodedata.normalize("NFKC", text).upper().replace(" ", "")
    match = NUMBER.fullmatch(plain)
    return _reports().filter(number=f"GF-{match[1]}-{match[2]}").first() if match else None


def looks_like_number(text: str) -> bool:
    return unicodedata.normalize("NFKC", text).strip().upper().startswith("GF")


def find_by_content(chunks: Iterable[bytes]) -> Report | None:
    """The report that has these very bytes; one changed byte and there is none."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > LARGEST_UPLOAD:
            raise TooLarge(_("The file is larger than 20 MB; reports of this site are smaller."))
        digest.update(chunk)
    return _reports().filter(digest=digest.hexdigest()).first()


def _reports() -> ReportQuerySet:
    return Report.objects.select_related(
        "assessment__enterprise", "assessment__release", "score", "superseded_by"
    )
