"""Archives that are there for some days: removed past their day, strays with them."""

import time
from typing import Any

from django.db.models import QuerySet

from gongfu.core import clock
from gongfu.core.stored import stored_path
from reports.services.storing import ABANDONED


def remove_past(there: QuerySet[Any], folder: str) -> int:
    """Take the files of a folder away that no row of `there` names any more; return how many.

    Rows stay as a trace; a young file may still be on its way into the register.
    """
    there.filter(expires_at__lte=clock.now()).update(removed_at=clock.now())
    known = set(there.values_list("stored", flat=True))
    limit, count = time.time() - ABANDONED.total_seconds(), 0
    for path in stored_path(folder).glob("*"):
        if f"{folder}/{path.name}" not in known and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            count += 1
    return count
