"""The whole system as a person starts it: `manage.py serve` with a folder and a port of its own."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from uuid import uuid4

import psutil

from . import children
from .postgres import create_database
from .valkey import Valkey
from .waiting import until

ROOT = Path(__file__).resolve().parents[2]
STARTING = 120  # seconds; a first start migrates and seeds, on a machine that runs tests beside it
# How the command line of each main process begins to differ.
MAINS = {
    "web": "gongfu.wsgi",
    "worker": "--queues interactive",
    "bulk": "--queues bulk",
    "clock": " beat ",
}


@dataclass(frozen=True, slots=True)
class Beginning:
    """Data that systems begin with: a folder, and the name of a database unless it is in there."""

    folder: Path
    database: str = ""


class Stack:
    """A running system on the suite's kind of services; `valkey` is its own, or None.

    It begins with a copy of the data `like`, which nothing may be using, or with none.
    """

    def __init__(
        self, folder: Path, *, env: Mapping[str, str] | None = None, like: Beginning | None = None
    ) -> None:
        self.folder = folder
        self.like = like
        self.log_file = folder / "serve.log"
        self.port = children.free_port()
        self.url = f"http://localhost:{self.port}"
        self.valkey: Valkey | None = None
        self.database = ""
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "gongfu.settings.test",
            "GONGFU_DATA": str(folder / "data"),
            "PORT": str(self.port),
            **self.own_services(),
            **(env or {}),
        }

    def own_services(self) -> dict[str, str]:
        """A database and broker of its own, so that stacks never meet each other or the suite."""
        if self.like:
            shutil.copytree(self.like.folder, self.folder / "data")
        if "DATABASE_URL" not in os.environ:
            return {}
        self.valkey = Valkey()
        template = self.like.database if self.like else ""
        self.database = f"stack-{uuid4().hex[:12]}"
        database = create_database(os.environ["DATABASE_URL"], self.database, template=template)
        return {"DATABASE_URL": database, "REDIS_URL": self.valkey.url}

    def start(self, **env: str) -> Self:
        """Start and wait until the web server answers; keyword arguments are added variables."""
        said = self.log.count("Gongfu is running")
        self.process = children.start(
            [sys.executable, "manage.py", "serve"], log=self.log_file, env={**self.env, **env}
        )
        until(
            lambda: self.log.count("Gongfu is running") > said or self.process.poll() is not None,
            seconds=STARTING,
            what=f"start ({self.log_file})",
        )
        assert self.process.poll() is None, self.log
        return self

    @property
    def beginning(self) -> Beginning:
        """What others may begin with once this one has been closed."""
        return Beginning(self.folder / "data", self.database)

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8") if self.log_file.exists() else ""

    def manage(self, *arguments: str) -> str:
        """Run a management command in the stack's database and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def main(self, name: str) -> psutil.Process:
        """The main process called web, worker, bulk or clock."""
        for process in psutil.Process(self.process.pid).children():
            if MAINS[name] in " ".join(process.cmdline()):
                return process
        raise LookupError(f"no {name} among the children of serve")

    def pool(self, name: str) -> list[psutil.Process]:
        """The processes that do the work of that main process."""
        return self.main(name).children()

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self, how: int = signal.SIGTERM) -> None:
        children.stop(self.process, how)

    def close(self) -> None:
        if hasattr(self, "process"):
            self.stop()
        if self.valkey:
            self.valkey.stop()
