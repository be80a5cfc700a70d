"""Packages of Office Open XML: no macros, no bombs, no paths that lead outside, nothing torn."""

import zipfile
from collections.abc import Callable
from typing import BinaryIO

from django.utils.translation import gettext as _

from gongfu.core.errors import Invalid

MAX_MEMBERS = 5_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200
TYPES = "[Content_Types].xml"
MAX_TYPES = 1024 * 1024
MACROS = ("vbaproject.bin", "/macrosheets/", "/activex/")
PROGRAMS = (".exe", ".dll", ".js", ".vbs", ".class", ".jar", ".bat", ".cmd", ".ps1", ".scr", ".lnk")


def check_package(part: str) -> Callable[[BinaryIO], bool]:
    """A check for packages whose main part has this name."""

    def check(file: BinaryIO) -> bool:
        size = file.seek(0, 2)
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if not {TYPES, part} <= {member.filename for member in members}:
                return False
            _refuse_bomb(members, size)
            _refuse_macros(archive, members)
            return all(map(_is_harmless, members)) and archive.testzip() is None

    return check


def _refuse_bomb(members: list[zipfile.ZipInfo], size: int) -> None:
    """By what the directory says; members that share their bytes say more than the file holds."""
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if (
        len(members) > MAX_MEMBERS
        or unpacked > MAX_UNPACKED
        or unpacked > MAX_RATIO * max(packed, 1)
        or packed > size
    ):
        raise Invalid(
            _(
                "Not uploaded: unpacked, the file would be far larger than it looks. "
                "Save it as PDF and upload that."
            )
        )


def _refuse_macros(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename.lower() for member in members]
    with archive.open(TYPES) as types:
        declared = b"macroenabled" in types.read(MAX_TYPES).lower()
    if declared or any(mark in name for name in names for mark in MACROS):
        raise Invalid(
            _("Not uploaded: the file contains macros. Save a copy without them and upload that.")
        )
    if any(name.endswith(PROGRAMS) for name in names):
        raise Invalid(_("Not uploaded: a program is embedded in the file. Save a copy without it."))


def _is_harmless(member: zipfile.ZipInfo) -> bool:
    name = member.filename.replace("\\", "/")
    outside = name.startswith("/") or ":" in name or ".." in name.split("/")
    is_link = (member.external_attr >> 16) & 0o170000 == 0o120000
    is_encrypted = bool(member.flag_bits & 0x1)
    return not (outside or is_link or is_encrypted)
