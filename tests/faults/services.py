"""Starts what a profile runs on, settles the environment, and only then lets Django read it."""

import importlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import django

from tests.faults.table import PG, Row
from tests.services.plugin import FOREIGN
from tests.services.postgres import Postgres, create_database
from tests.services.valkey import Valkey

KEEP = "FAULTS_KEEP"  # set it to look at the logs afterwards


def run_profile(profile: str, rows: Sequence[Row], *, full: bool) -> int:
    """Run the rows on one kind of services; return 1 when any of them does not pass."""
    with settled(profile) as (folder, server):
        runner = importlib.import_module("tests.faults.profile")  # it needs Django
        return int(runner.run(profile, rows, folder=folder, server=server, full=full))


@contextmanager
def settled(profile: str) -> Iterator[tuple[Path, Postgres | None]]:
    """A folder of its own, the services of the profile, and Django set up on them."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="gongfu-faults-"))
        if KEEP not in os.environ:
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
        server = _settle(profile, folder, stack)
        django.setup()
        yield folder, server


def _settle(profile: str, folder: Path, stack: ExitStack) -> Postgres | None:
    for name in (*FOREIGN, "DATABASE_URL", "REDIS_URL", "FAULTS_WITHOUT"):
        os.environ.pop(name, None)
    os.environ["GONGFU_DATA"] = str(folder / "data")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.faults.settings"
    if profile != PG:
        return None
    postgres, valkey = Postgres(), Valkey()
    stack.callback(postgres.stop)
    stack.callback(valkey.stop)
    os.environ["DATABASE_URL"] = create_database(postgres.url("postgres"), "faults")
    os.environ["REDIS_URL"] = valkey.url
    return postgres
