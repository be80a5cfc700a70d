"""Files of issued reports: in the data folder, outside the web root, under random names."""

import secrets
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

from gongfu.core.stored import stored_path, whole_file
from reports.models import Report

FOLDER = "reports"
ABANDONED = timedelta(hours=1)  # far longer than a job that still lives can take


def store(content: bytes, *, year: int) -> str:
    """Write a file that is there whole or not at all; return its name in the data folder."""
    name = f"{FOLDER}/{year}/{secrets.token_hex(16)}.pdf"
    with whole_file(stored_path(name)) as file:
        file.write(content)
    return name


def remove_strays(*, older_than: timedelta = ABANDONED) -> int:
    """Remove files that no report names, left by workers that died in between; return how many."""
    limit = time.time() - older_than.total_seconds()
    return sum(map(partial(_remove_strays_in, limit), stored_path(FOLDER).glob("*")))


def _remove_strays_in(limit: float, folder: Path) -> int:
    known = set(
        Report.objects.filter(file__startswith=f"{FOLDER}/{folder.name}/").values_list(
            "file", flat=True
        )
    )
    count = 0
    for path in folder.iterdir():
        if path.stat().st_mtime < limit and f"{FOLDER}/{folder.name}/{path.name}" not in known:
            path.unlink(missing_ok=True)
            count += 1
    return count
