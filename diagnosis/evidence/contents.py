"""What a file is, by its content alone. Only formats that can be checked whole are taken."""

import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongfu.core.errors import Invalid

MEGABYTE = 1024 * 1024
MAX_SIDE = 12_000
MAX_PIXELS = 60_000_000
MAX_MEMBERS = 5_000
MAX_UNPACKED = 300 * MEGABYTE
MAX_RATIO = 200
TAIL = 2048

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ACCEPT = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"  # what the file chooser offers

WRONG_TYPE: str | Promise = gettext_lazy(
    "Not uploaded: this file type is not accepted. Use PDF, Word (docx), Excel (xlsx), JPG or PNG."
)
DAMAGED: str | Promise = gettext_lazy(
    "Not uploaded: the file is damaged or not what its name says. "
    "Open it, save it again and upload the new copy."
)


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
    named = [entry for entry in FORMATS if extension in entry.extensions]
    if not named:
        raise Invalid(str(WRONG_TYPE))
    for entry in named:
        if head.startswith(entry.magic) and _passes(entry, file):
            return entry
    raise Invalid(str(DAMAGED))


def _passes(entry: Format, file: BinaryIO) -> bool:
    try:
        return entry.check(file)
    except (zipfile.BadZipFile, struct.error, ValueError, OSError, NotImplementedError):
        return False


def _tail(file: BinaryIO) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    return file.read()


def _is_pdf(file: BinaryIO) -> bool:
    """Ends like one, and is not an archive at the same time."""
    return b"%%EOF" in _tail(file) and not zipfile.is_zipfile(file)


def _is_png(file: BinaryIO) -> bool:
    file.seek(8)
    _length, kind, width, height = struct.unpack(">I4sII", file.read(16))
    return kind == b"IHDR" and _is_sane(width, height) and _tail(file).endswith(b"IEND\xaeB`\x82")


def _is_jpeg(file: BinaryIO) -> bool:
    ends = _tail(file).rstrip(b"\x00").endswith(b"\xff\xd9")
    return ends and not zipfile.is_zipfile(file) and _is_sane(*_jpeg_size(file))


def _jpeg_size(file: BinaryIO) -> tuple[int, int]:
    """Walk the segments to the frame header, which states width and height."""
    file.seek(2)
    while True:
        marker, length = struct.unpack(">HH", file.read(4))
        if marker & 0xFF00 != 0xFF00 or length < 2:
            raise ValueError("not a segment")
        if 0xFFC0 <= marker <= 0xFFCF and marker not in (0xFFC4, 0xFFC8, 0xFFCC):
            _precision, height, width = struct.unpack(">BHH", file.read(5))
            return width, height
        file.seek(length - 2, 1)


def _is_sane(width: int, height: int) -> bool:
    """A picture that no viewer chokes on."""
    return 0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE and width * height <= MAX_PIXELS


def _is_office(part: str) -> Callable[[BinaryIO], bool]:
    """A package of Office Open XML without macros, bombs or paths that lead outside."""

    def check(file: BinaryIO) -> bool:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
        names = {member.filename for member in members}
        if len(members) > MAX_MEMBERS or not {"[Content_Types].xml", part} <= names:
            return False
        if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js")) for name in names):
            return False
        return all(map(_is_harmless, members)) and _is_small(members)

    return check


def _is_harmless(member: zipfile.ZipInfo) -> bool:
    name = member.filename.replace("\\", "/")
    outside = name.startswith("/") or ":" in name or ".." in name.split("/")
    is_link = (member.external_attr >> 16) & 0o170000 == 0o120000
    is_encrypted = bool(member.flag_bits & 0x1)
    return not (outside or is_link or is_encrypted)


def _is_small(members: list[zipfile.ZipInfo]) -> bool:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    return unpacked <= MAX_UNPACKED and unpacked / packed <= MAX_RATIO


FORMATS = (
    Format("application/pdf", ("pdf",), b"%PDF-", _is_pdf),
    Format("image/png", ("png",), b"\x89PNG\r\n\x1a\n", _is_png),
    Format("image/jpeg", ("jpg", "jpeg"), b"\xff\xd8\xff", _is_jpeg),
    Format(DOCX, ("docx",), b"PK\x03\x04", _is_office("word/document.xml")),
    Format(XLSX, ("xlsx",), b"PK\x03\x04", _is_office("xl/workbook.xml")),
)
