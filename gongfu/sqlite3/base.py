"""SQLite whose writers get their turn.

SQLite lets a waiting writer look again after ever longer pauses, so that beside busy writers it may
be passed over until it gives up. Here all who want to write ask at one pace for a lock of the
operating system, which a killed process gives back by dying.
"""

import fcntl
import os
import time
from random import uniform
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

PACE = 0.002, 0.004  # seconds between two looks


class DatabaseWrapper(base.DatabaseWrapper):
    """Holds the turn from BEGIN to COMMIT; a statement outside a transaction waits as before."""

    _turn: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> Any:
        super()._commit()  # type: ignore[misc]
        self._end_turn()

    def _rollback(self) -> Any:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> Any:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _take_turn(self) -> None:
        place = f"{self.settings_dict['NAME']}-turn"
        turn = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        end = time.monotonic() + self.settings_dict["OPTIONS"].get("timeout", 5)
        while not _is_free(turn):
            if time.monotonic() > end:
                os.close(turn)
                raise OperationalError("database is locked")
            time.sleep(uniform(*PACE))  # noqa: S311
        self._turn = turn

    def _end_turn(self) -> None:
        if self._turn is not None:
            os.close(self._turn)
            self._turn = None


def _is_free(turn: int) -> bool:
    """Take the lock if nobody has it."""
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
