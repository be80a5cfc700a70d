"""Keeps a few long-running processes alive together, and ends them together.

Each child leads a session of its own, so that a terminal's Ctrl-C reaches the supervisor alone.
To stop, only the main processes are told (TERM); a worker whose pool is hit as well would hang.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

PR_SET_PDEATHSIG = 1
TICK = 0.2
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
# A child that lived this long starts anew without a growing pause.
SETTLED = 60.0
STOP_SECONDS = 8.0

Say = Callable[[str], None]


@dataclass
class Child:
    """One process that should be running, and how patient we are with it."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    next_start: float = 0.0

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            env={**os.environ, **self.env},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=follow_parent,
        )

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def plan_restart(self) -> float:
        """Clear away what the dead process left, and return the pause before the next start."""
        self.kill_group()
        if time.monotonic() - self.started > SETTLED:
            self.pause = FIRST_PAUSE
        pause, self.pause = self.pause, min(self.pause * 2, LONGEST_PAUSE)
        self.next_start = time.monotonic() + pause
        return pause

    def terminate(self) -> None:
        if self.process and self.is_running():
            self.process.terminate()

    def kill_group(self) -> None:
        """Kill the main process and all it started; a group that is gone is fine."""
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    """Runs children until it is told to stop."""

    def __init__(self, children: Sequence[Child], *, say: Say) -> None:
        self.children = list(children)
        self.say = say
        # Plain flags: a lock taken inside a signal handler could wait for itself.
        self.stopping = False
        self.hurrying = False

    def run(self, *, when_up: Callable[[], bool], up: Callable[[], None]) -> None:
        """Start all and watch until a signal; call `up` once, as soon as `when_up()` holds."""
        announced = False
        self.listen()
        try:
            for child in self.children:
                child.start()
            while not self.stopping:
                time.sleep(TICK)
                self.tend()
                if not announced and when_up():
                    announced = True
                    up()
        finally:
            self.stop()

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.on_signal)

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        """The first signal asks everything to end, a second one does not wait for it."""
        self.hurrying = self.stopping
        self.stopping = True

    def tend(self) -> None:
        """Look at every child; one that died is started again after its pause."""
        for child in self.children:
            if child.is_running():
                continue
            if not child.next_start:
                code = child.process.returncode if child.process else None
                pause = child.plan_restart()
                self.say(f"{child.name} {how_it_ended(code)}; starting it again in {pause:g} s")
            elif time.monotonic() >= child.next_start:
                child.next_start = 0.0
                child.start()

    def stop(self) -> None:
        """End everything within STOP_SECONDS, by force where asking does not help."""
        self.say("Stopping, which takes a few seconds ...")
        for child in self.children:
            child.terminate()
        end = time.monotonic() + STOP_SECONDS
        while not self.hurrying and time.monotonic() < end:
            if not any(child.is_running() for child in self.children):
                break
            time.sleep(TICK / 2)
        for child in self.children:
            child.kill_group()


def how_it_ended(code: int | None) -> str:
    if code is not None and code < 0:
        return f"was killed by {signal.Signals(-code).name}"
    return f"ended (exit {code})"


def follow_parent() -> None:
    """In the child: let Linux end it too, should the supervisor itself be killed."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
