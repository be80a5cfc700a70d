"""`manage.py serve` with its real children."""

import os
import signal
import socket
import subprocess
import sys

import psutil
import pytest

from tests.services.stack import ROOT
from tests.services.waiting import PATIENCE, until

SESSIONS = (
    "from django.contrib.sessions.models import Session as S; from django.utils import timezone;"
)
KEEP = f"{SESSIONS} S.objects.create(session_key='kept', expire_date=timezone.now())"
COUNT = f"{SESSIONS} print(S.objects.filter(session_key='kept').count())"
ALL = ("web", "worker", "bulk", "clock")


def test_a_busy_port_gives_one_line_and_starts_nothing(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        env = {**os.environ, "PORT": str(port), "GONGFU_DATA": str(tmp_path / "data")}
        done = subprocess.run(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
    assert done.returncode == 1
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert f"Port {port} is not free" in line
    assert f"PORT={port + 1} make run" in line
    assert not (tmp_path / "data" / "gongfu.sqlite3").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_every_child(live_stack, number):
    stack = live_stack()
    family = until(lambda: len(stack.family()) >= len(ALL) and stack.family())
    os.killpg(stack.process.pid, number)  # as a terminal does: the whole foreground group
    assert stack.process.wait(PATIENCE) == 0
    assert [process for process in family if process.is_running()] == []
    assert "Gongfu has stopped." in stack.log


def test_a_killed_worker_is_started_again(live_stack):
    stack = live_stack()
    first = stack.main("worker")
    first.kill()
    until(lambda: "worker was killed by SIGKILL" in stack.log)
    until(lambda: has_new(stack, "worker", first.pid))
    assert stack.main("web").is_running()


def has_new(stack, name: str, pid: int) -> bool:
    try:
        return stack.main(name).pid != pid
    except LookupError:
        return False


def test_children_go_when_the_supervisor_is_killed(live_stack):
    stack = live_stack()
    family = stack.family()
    stack.process.kill()
    _, alive = psutil.wait_procs(family, timeout=PATIENCE)
    assert alive == []


def test_a_second_start_finds_the_data_of_the_first(live_stack):
    stack = live_stack(empty=True)
    stack.manage("shell", "--verbosity=0", "--command", KEEP)
    stack.stop(signal.SIGKILL)  # leaves whatever files a clean end would have removed
    stack.start()
    assert stack.manage("shell", "--verbosity=0", "--command", COUNT).strip() == "1"
