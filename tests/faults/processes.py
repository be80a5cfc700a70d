"""The processes of the system, each started with the command that `serve` gives it."""

import os
import signal
import socket
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import Popen

import psutil

from gongfu.management.commands.serve import children as commands
from tests.services.children import free_port, start
from tests.services.waiting import until

WEB, WORKER, BULK, CLOCK = "web server", "worker", "bulk worker", "clock"


class Crew:
    """Some of the children of `serve`, without a supervisor: here the row decides who lives.

    `wrapper` is a command that starts each of them in turn.
    """

    def __init__(self, logs: Path, env: Mapping[str, str], wrapper: Sequence[str] = ()) -> None:
        self.logs = logs
        self.port = free_port()
        self.env = {**os.environ, "PORT": str(self.port), **env}
        self.wrapper = wrapper
        self.processes: dict[str, Popen[bytes]] = {}

    def start(self, name: str) -> None:
        child = next(child for child in commands() if child.name == name)
        log = self.logs / f"{name.replace(' ', '-')}-{self.port}.log"
        env = {**self.env, **child.env}
        process = start([*self.wrapper, *child.command], log=log, env=env)
        self.processes[name] = process
        if name == WEB:
            until(lambda: self.answers() or process.poll() is not None, seconds=90, what=str(log))
        assert process.poll() is None, log.read_text()

    def answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=0.2).close()
        except OSError:
            return False
        return bool(self.web_workers())

    def web_workers(self) -> list[psutil.Process]:
        """The processes that answer requests; a wrapper stands between us and their parent."""
        process = psutil.Process(self.processes[WEB].pid)
        if self.wrapper:
            process = next(iter(process.children()), process)
        return process.children()

    def kill_a_web_worker(self, which: int) -> None:
        """kill -9 one of those that run now."""
        running = until(self.web_workers, what="a web worker")
        with suppress(psutil.NoSuchProcess):
            running[which % len(running)].kill()

    def kill_group(self, name: str) -> None:
        """kill -9 a main process and all it has started, which share a group of their own."""
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for name in list(self.processes):
            self.kill_group(name)
