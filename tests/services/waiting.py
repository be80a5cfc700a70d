"""Waiting for something true, with a limit and a reason."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
PATIENCE = 300  # seconds until what a busy machine has not done will never happen


def until(probe: Callable[[], Found], *, seconds: float = PATIENCE, what: str = "it") -> Found:
    """Return the probe's first true value; fail with the last one when the time is over."""
    end = time.monotonic() + seconds
    while not (found := probe()):
        if time.monotonic() > end:
            raise AssertionError(
                f"{what} did not happen within {seconds:g} s; last seen: {found!r}"
            )
        time.sleep(0.05)
    return found
