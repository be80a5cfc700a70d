"""Pictures: walked from the first byte to the last, and measured before anything is decoded."""

import struct
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _

from gongfu.core.errors import Invalid

MAX_SIDE = 12_000
MAX_PIXELS = 60_000_000
TAIL = 2048


def check_png(file: BinaryIO) -> bool:
    """Chunk after chunk until the end mark, which must be the end of the file."""
    size = file.seek(0, 2)
    file.seek(8)
    length, kind, width, height = struct.unpack(">I4sII", file.read(16))
    if kind != b"IHDR":
        return False
    refuse_huge(width, height)
    file.seek(8)
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", file.read(8))
        file.seek(length + 4, 1)
    return file.tell() == size and not zipfile.is_zipfile(file)


def check_jpeg(file: BinaryIO) -> bool:
    """Ends like one, states its size, and is not an archive at the same time."""
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    ends = file.read().rstrip(b"\x00").endswith(b"\xff\xd9")
    if not ends or zipfile.is_zipfile(file):
        return False
    refuse_huge(*_jpeg_size(file))
    return True


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


def refuse_huge(width: int, height: int) -> None:
    """A picture that some viewer would choke on is refused by what it says of itself."""
    if not (width and height):
        raise ValueError("a picture without an area")
    if width > MAX_SIDE or height > MAX_SIDE or width * height > MAX_PIXELS:
        raise Invalid(
            _(
                "Not uploaded: the picture has %(width)d × %(height)d pixels; at most %(side)d on "
                "a side and %(total)d million in all are accepted. Make it smaller."
            )
            % {
                "width": width,
                "height": height,
                "side": MAX_SIDE,
                "total": MAX_PIXELS // 1_000_000,
            }
        )
