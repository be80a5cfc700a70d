"""`manage.py serve`: the whole system as one supervised command."""

import socket
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from gongfu.settings.queue import QUEUES
from gongfu.supervisor import Child, Supervisor

# A page gives up early; a job may hold a statement for longer.
JOB_STATEMENT_SECONDS = "60"


class Command(BaseCommand):
    help = "Migrate, fill an empty database, and run web server, workers and clock until Ctrl-C."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_busy_port(settings.BIND, settings.PORT)
        try:
            self.prepare(demo=settings.GONGFU_DEMO and not options["no_demo"])
        except KeyboardInterrupt:
            raise CommandError("Stopped before the start was complete.", returncode=130) from None
        connections.close_all()
        Supervisor(children(), say=self.say).run(when_up=web_answers, up=self.announce)
        self.say("Gongfu has stopped.")

    def prepare(self, *, demo: bool) -> None:
        """Bring the database to this release; a filled one keeps its data."""
        call_command("migrate", verbosity=0, interactive=False)
        run_where_known("load_reference", get_commands())
        if demo and not get_user_model().objects.exists():
            run_where_known("seed_demo", get_commands())

    def announce(self) -> None:
        self.say(f"Gongfu is running at {settings.PUBLIC_URL}/ (Ctrl-C stops it)")

    def say(self, line: str) -> None:
        """Print at once; a terminal that is gone must not keep the children from being stopped."""
        with suppress(OSError):
            self.stdout.write(line)
            self.stdout.flush()


def run_where_known(name: str, known: Iterable[str]) -> None:
    if name in known:
        call_command(name)


def refuse_busy_port(host: str, port: int) -> None:
    """Find out before anything is written or started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is not free ({error.strerror}). "
                f"Choose another one, for example: PORT={port + 1} make run"
            ) from error


def web_answers() -> bool:
    try:
        socket.create_connection((settings.BIND, settings.PORT), timeout=0.2).close()
    except OSError:
        return False
    return True


def children() -> list[Child]:
    """The web server, one worker per queue, and the clock that starts the sweeps."""
    limits = {
        "STATEMENT_TIMEOUT_SECONDS": JOB_STATEMENT_SECONDS,
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    }
    interactive, bulk = QUEUES
    return [
        Child("web server", web_command()),
        Child("worker", worker_command(interactive, settings.WORKER_CONCURRENCY), limits),
        Child("bulk worker", worker_command(bulk, 1), limits),
        Child("clock", [*celery(), "beat", "--pidfile=", "--loglevel=WARNING"]),
    ]


def web_command() -> list[str]:
    return [program("gunicorn"), "gongfu.wsgi:application", "--config", "python:gongfu.gunicorn"]


def worker_command(queue: str, concurrency: int) -> list[str]:
    return [
        *(*celery(), "worker", "--queues", queue, "--hostname", f"{queue}@%h"),
        *("--concurrency", str(concurrency), "--loglevel=WARNING"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]


def celery() -> list[str]:
    return [program("celery"), "--app", "gongfu", "--quiet"]


def program(name: str) -> str:
    """The program that belongs to this very Python, whatever PATH says."""
    return str(Path(sys.executable).with_name(name))
