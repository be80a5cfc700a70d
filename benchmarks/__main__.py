"""`python -m benchmarks [AXIS...] [--full]`; DB=pg measures on PostgreSQL instead of SQLite."""

import importlib
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import django

from tests.services.plugin import FOREIGN
from tests.services.postgres import Postgres, create_database

PROFILES = ("sqlite", "pg")


def main(arguments: Sequence[str]) -> int:
    profile, full = os.environ.get("DB", "") or PROFILES[0], "--full" in arguments
    if profile not in PROFILES:
        sys.stderr.write(f"DB={profile} is unknown; expected sqlite or pg.\n")
        return 2
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="gongfu-bench-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        _settle(profile, folder, stack)
        django.setup()
        runner = importlib.import_module("benchmarks.running")  # it needs Django
        wanted = [argument for argument in arguments if argument != "--full"]
        return int(runner.run(profile, wanted, folder=folder, full=full))


def _settle(profile: str, folder: Path, stack: ExitStack) -> None:
    for name in (*FOREIGN, "DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    os.environ["GONGFU_DATA"] = str(folder / "data")
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    if profile == "pg":
        server = Postgres(durable=True)
        stack.callback(server.stop)
        os.environ["DATABASE_URL"] = create_database(server.url("postgres"), "bench")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
