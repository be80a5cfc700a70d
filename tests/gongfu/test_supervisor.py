"""The supervisor with small real children."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from gongfu import supervisor
from gongfu.supervisor import Child, Supervisor
from tests.services.waiting import PATIENCE, until

STUBBORN = """
import pathlib, signal, sys, time
signal.signal(15, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).touch()
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def keeps_signal_handlers():
    kept = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def run(children: list[Child], during, *, signals: int = 1) -> list[str]:
    """Supervise until `during` returns, then end as Ctrl-C would; return what was said."""
    said: list[str] = []
    watcher = Supervisor(children, say=said.append)

    def act() -> None:
        try:
            during()
        finally:
            for _ in range(signals):
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(0.3)

    up = threading.Thread(target=act)
    watcher.run(when_up=lambda: all(child.is_running() for child in children), up=up.start)
    up.join()
    return said


def sleeper(name: str = "sleeper") -> Child:
    return Child(name, ["sleep", "60"])


def test_a_dead_child_is_started_again_and_one_line_says_so(monkeypatch):
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.1)
    child = Child("sleeper", ["sleep", "60"], pause=0.1)

    def kill() -> None:
        first = child.process.pid
        os.kill(first, signal.SIGKILL)
        until(lambda: child.is_running() and child.process.pid != first)

    assert run([child], kill)[:-1] == ["sleeper was killed by SIGKILL; starting it again in 0.1 s"]


def test_a_child_that_keeps_dying_is_tried_ever_more_patiently():
    child = Child("false", ["false"], pause=1)
    child.start()
    assert [child.plan_restart() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]


def test_nothing_is_left_after_the_end():
    children = [sleeper("one"), sleeper("two")]
    pids: list[int] = []
    run(children, lambda: pids.extend(child.process.pid for child in children))
    assert len(pids) == 2
    assert not any(psutil.pid_exists(pid) for pid in pids)


def stubborn(tmp_path: Path) -> tuple[Child, Callable[[], object]]:
    """A child that ignores the request, and a wait until it does."""
    deaf = tmp_path / "deaf"
    child = Child("stubborn", [sys.executable, "-c", STUBBORN, str(deaf)])
    return child, lambda: until(deaf.exists)


def test_a_child_that_ignores_the_request_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "STOP_SECONDS", 0.5)
    child, deaf = stubborn(tmp_path)
    run([child], deaf)
    assert child.process.returncode == -signal.SIGKILL


def test_a_second_signal_does_not_wait(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "STOP_SECONDS", 2 * PATIENCE)
    child, deaf = stubborn(tmp_path)
    began = time.monotonic()
    run([child], deaf, signals=2)
    assert time.monotonic() - began < PATIENCE


def test_only_the_main_process_is_asked_to_end(tmp_path: Path):
    heard = tmp_path / "heard"
    up = [tmp_path / name for name in ("parent", "grandchild")]
    script = f"trap 'echo term >> {heard}' TERM; touch {up[0]}; sleep 600 & wait; sleep 0.3"
    below = f"trap 'echo grandchild >> {heard}' TERM; touch {up[1]}; sleep 600"
    child = Child("shell", ["sh", "-c", f"({below}) & {script}"])
    run([child], lambda: until(lambda: all(path.exists() for path in up)))
    assert heard.read_text() == "term\n"


def test_what_a_dead_main_process_left_is_cleared_away():
    child = Child("shell", ["sh", "-c", "sleep 60 & wait"])
    child.start()
    orphans = until(lambda: psutil.Process(child.process.pid).children())
    os.kill(child.process.pid, signal.SIGKILL)
    child.plan_restart()
    until(lambda: not orphans[0].is_running() or orphans[0].status() == psutil.STATUS_ZOMBIE)
