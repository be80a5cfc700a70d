"""What a file is, by its content alone. Only formats that can be checked whole are taken."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnosis.evidence.images import check_jpeg, check_png
from diagnosis.evidence.packages import check_package
from gongfu.core.errors import Invalid

TAIL = 2048
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, OSError, RuntimeError, EOFError)
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office, and new Office under a password

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DRAWABLE = (PDF, PNG, JPEG)  # what a small picture can be made of
ACCEPT = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"  # what the file chooser offers

WRONG_TYPE: str | Promise = gettext_lazy(
    "Not uploaded: this file type is not accepted. Use PDF, Word (docx), Excel (xlsx), JPG or PNG."
)
DAMAGED: str | Promise = gettext_lazy(
    "Not uploaded: the file is damaged or not what its name says. "
    "Open it, save it again and upload the new copy."
)
LOCKED: str | Promise = gettext_lazy(
    "Not uploaded: the file is protected by a password. Save a copy without it and upload that."
)
REMEDIES: dict[tuple[str, ...], str | Promise] = {
    ("doc", "xls", "ppt", "pptx", "wps", "et", "dps", "rtf", "odt", "ods"): gettext_lazy(
        "Not uploaded: this file type is not accepted. Save it as PDF, Word (docx) or "
        "Excel (xlsx) and upload that."
    ),
    ("docm", "xlsm", "dotm", "xltm", "xlsb"): gettext_lazy(
        "Not uploaded: the file can hold macros. Save it as docx, xlsx or PDF and upload that."
    ),
    ("zip", "rar", "7z", "gz", "tar"): gettext_lazy(
        "Not uploaded: archives are not accepted. Unpack it and upload its files one by one."
    ),
    ("heic", "heif", "webp", "gif", "bmp", "tif", "tiff", "svg"): gettext_lazy(
        "Not uploaded: this kind of picture is not accepted. Save it as JPG or PNG."
    ),
    ("mp4", "mov", "avi", "mkv", "wmv", "3gp"): gettext_lazy(
        "Not uploaded: videos are not accepted. Take a still, save it as JPG or PNG."
    ),
}


@dataclass(frozen=True, slots=True)
class Format:
    """An accepted format: how it begins and how the rest is checked."""

    content_type: str
    extensions: tuple[str, ...]
    magic: bytes
    check: Callable[[BinaryIO], bool]


def identify(file: BinaryIO, extension: str) -> Format:
    """The format of a file whose name and content agree; raises Invalid with what to do."""
    file.seek(0)
    head = file.read(8)
    if not head:
        raise Invalid(_("Not uploaded: the file is empty."))
    named = next((entry for entry in FORMATS if extension in entry.extensions), None)
    if not named:
        raise Invalid(_remedy(extension))
    if head == COMPOUND and named.content_type in (DOCX, XLSX):
        raise Invalid(str(LOCKED))
    if not head.startswith(named.magic) or not _passes(named, file):
        raise Invalid(str(DAMAGED))
    return named


def _remedy(extension: str) -> str:
    return str(next((words for known, words in REMEDIES.items() if extension in known), WRONG_TYPE))


def _passes(entry: Format, file: BinaryIO) -> bool:
    try:
        return entry.check(file)
    except BROKEN:
        return False


def _check_pdf(file: BinaryIO) -> bool:
    """Ends like one, and is not an archive at the same time."""
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    return b"%%EOF" in file.read() and not zipfile.is_zipfile(file)


FORMATS = (
    Format(PDF, ("pdf",), b"%PDF-", _check_pdf),
    Format(PNG, ("png",), b"\x89PNG\r\n\x1a\n", check_png),
    Format(JPEG, ("jpg", "jpeg"), b"\xff\xd8\xff", check_jpeg),
    Format(DOCX, ("docx",), b"PK\x03\x04", check_package("word/document.xml")),
    Format(XLSX, ("xlsx",), b"PK\x03\x04", check_package("xl/workbook.xml")),
)
