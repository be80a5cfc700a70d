"""Counts how often the writer of the database asks the disk to keep what it was given."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.processes import WEB, Crew
from tests.faults.world import World

CALLS = "fdatasync,fsync"


class SyncLog:
    """What strace has written down so far."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def count(self) -> int:
        return self.path.read_text().count("sync(") if self.path.exists() else 0

    @property
    def wrapper(self) -> list[str]:
        """Start a command under strace; only children need no rights, so nothing is attached."""
        program = shutil.which("strace")
        assert program, "strace is missing; install it, e.g. apt-get install strace"
        return [program, "-f", "-qq", "-o", str(self.path), "-e", f"trace={CALLS}"]


@contextmanager
def traced_web(world: World, *, without: str = "") -> Iterator[tuple[Crew, SyncLog]]:
    """A web server with one worker, and the log of whoever writes: the worker, or PostgreSQL."""
    if world.server is None:
        log = SyncLog(world.logs / f"syncs-{without}")
        with world.crew(WEB, web_workers=1, without=without, wrapper=log.wrapper) as crew:
            yield crew, log
        return
    with (
        _traced_server(world, without) as log,
        world.crew(WEB, web_workers=1, without=without) as crew,
    ):
        yield crew, log


@contextmanager
def _traced_server(world: World, without: str) -> Iterator[SyncLog]:
    """PostgreSQL anew under strace, and with the fsync that the suite does without."""
    server = world.server
    assert server
    log = SyncLog(server.folder / f"syncs-{without}")
    server.stop_process()
    server.durable = True
    server.start(wrapper=log.wrapper)
    try:
        yield log
    finally:
        world.disconnect()
        os.kill(server.pid, signal.SIGINT)  # strace itself hears no signal
        server.process.wait(15)
        server.durable = False
        server.start()
