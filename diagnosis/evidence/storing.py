"""Where files lie: outside the web root, under random names, each with its pictures beside it."""

import hashlib
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from diagnosis.evidence.names import FOLDER, random_path
from gongfu.core.stored import stored_path, whole_file

PICTURES = ("thumb", "page")  # in a row; on a page of its own
ABANDONED = timedelta(hours=1)  # far longer than an upload that still lives can take


def keep(chunks: Iterable[bytes]) -> tuple[str, str]:
    """Write a file under a random name; the name and the digest of what was written."""
    name, digest = random_path(), hashlib.sha256()
    with whole_file(stored_path(name)) as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
    return name, digest.hexdigest()


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
