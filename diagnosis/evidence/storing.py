"""Where files lie: outside the web root, under random names, each with its pictures beside it."""

import hashlib
import os
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from diagnosis.evidence.names import FOLDER, random_path

PICTURES = ("thumb", "page")  # in a row; on a page of its own
ABANDONED = timedelta(hours=1)  # far longer than an upload that still lives can take


def keep(chunks: Iterable[bytes]) -> tuple[str, str]:
    """Write a file that is on disk whole or not at all; its name there and its digest."""
    name, digest = random_path(), hashlib.sha256()
    path = stored_path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    try:
        with draft.open("xb") as file:
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return name, digest.hexdigest()


def stored_path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name


def picture_path(name: str, size: str) -> Path:
    """Where the picture of a stored file lies."""
    return stored_path(name).with_suffix(f".{size}")


def erase(name: str) -> None:
    """Take a file and its pictures off the disk; what is gone already is no error."""
    for path in (stored_path(name), *(picture_path(name, size) for size in PICTURES)):
        path.unlink(missing_ok=True)


def strays(known: Iterable[str]) -> list[Path]:
    """Old files that belong to none of the known names: left by a crash, or by a deleted row."""
    limit, kept = time.time() - ABANDONED.total_seconds(), set(known)
    found = stored_path(FOLDER).glob("*/*")
    return [
        path
        for path in found
        if f"{FOLDER}/{path.parent.name}/{path.stem}" not in kept and path.stat().st_mtime < limit
    ]


def _sync_folder(folder: Path) -> None:
    """The rename itself must survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
