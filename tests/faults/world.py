"""One city on one kind of services: put back to the start for each run, harmed, then examined."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import redis
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands
from django.db import connection
from psycopg2 import connect

from gongfu.core.services import auditing
from tests.faults.city import build_city
from tests.faults.processes import Crew
from tests.services.postgres import Postgres, server_address

FIRST = "faults_first"


class World:
    """`folder` holds everything; `server` is the PostgreSQL that the harness started, or None."""

    def __init__(self, folder: Path, server: Postgres | None) -> None:
        self.folder = folder
        self.server = server
        self.data = Path(settings.DATA_DIR)
        self.orders = Path(settings.GONGFU_FAULT)
        self.logs = folder / "logs"
        self.logs.mkdir()
        settings.GONGFU_FAULT = ""  # orders are for the system, not for the harness

    def build(self) -> None:
        """Make the city once, and keep a copy of it."""
        call_command("migrate", verbosity=0)
        build_city()
        connection.close()
        if self.server:
            self._administer(f'CREATE DATABASE "{FIRST}" TEMPLATE "{self._name}"')
        else:
            shutil.copy(self._name, self.folder / FIRST)

    def reset(self) -> None:
        """The city as it was built, and no message, file or order beside it."""
        connection.close()
        if self.server:
            self._administer(f'DROP DATABASE "{self._name}" WITH (FORCE)')
            self._administer(f'CREATE DATABASE "{self._name}" TEMPLATE "{FIRST}"')
            redis.Redis.from_url(settings.REDIS_URL).flushall()
        shutil.rmtree(self.data)
        for name in ("queue/messages", "queue/control", self.orders.name):
            (self.data / name).mkdir(parents=True)
        if not self.server:
            shutil.copy(self.folder / FIRST, self._name)

    @contextmanager
    def crew(
        self,
        *names: str,
        without: str = "",
        web_workers: int = 2,
        wrapper: Sequence[str] = (),
    ) -> Iterator[Crew]:
        """Run these processes, with a protection switched off in them if one is named."""
        env = {"FAULTS_WITHOUT": without, "WEB_WORKERS": str(web_workers)}
        crew = Crew(self.logs, env, wrapper)
        try:
            for name in names:
                crew.start(name)
            yield crew
        finally:
            crew.stop()

    def disconnect(self) -> None:
        connection.close()

    def order(self, *points: str, action: str = "kill") -> None:
        """Have the first process that passes each of these points fail there."""
        for point in points:
            (self.orders / point).write_text(action)

    def unfired(self) -> list[str]:
        """Orders that nobody has carried out."""
        return sorted(path.name for path in self.orders.iterdir())

    @property
    def _name(self) -> str:
        return str(connection.settings_dict["NAME"])

    def _administer(self, statement: str) -> None:
        assert self.server
        link = connect(server_address(self.server.url("postgres"), "postgres"))
        link.autocommit = True
        with link.cursor() as cursor:
            cursor.execute(statement)
        link.close()


def inconsistencies() -> list[str]:
    """What an independent look finds wrong with the database, whatever the row was about."""
    found = []
    for command in (["recount"], ["audit", "verify"]):
        if command[0] in get_commands():
            found += _complaints(*command)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            answer = cursor.fetchall()
        found += [] if answer == [("ok",)] else [f"integrity_check: {answer}"]
    return found


def _complaints(*command: str) -> list[str]:
    said = StringIO()
    try:
        with patch.object(auditing, "SETTLED", timedelta(0)):  # seal what has just been written too
            while command[0] == "audit" and auditing.seal():
                pass
        call_command(*command, stdout=said, stderr=said)
    except (CommandError, SystemExit) as error:
        return [f"{' '.join(command)}: {error} {said.getvalue()}".strip()]
    return []
