"""Notes each transaction on SQLite that could read first and find itself unable to write."""

import os
from typing import Any

from django.conf import settings

LOG = settings.DATA_DIR / "deferred.log"


def watch_beginnings(*, connection: Any, **_: Any) -> None:
    if connection.vendor == "sqlite" and _watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watch)


def _watch(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    if isinstance(sql, str) and sql.startswith("BEGIN") and sql != "BEGIN IMMEDIATE":
        with LOG.open("a") as log:
            log.write(f"{os.getpid()} {sql}\n")
    return execute(sql, params, many, context)


def deferred() -> int:
    """How many such transactions there were, in all processes."""
    return LOG.read_text().count("\n") if LOG.exists() else 0
