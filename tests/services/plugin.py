"""Chooses what the suite runs on: DB=sqlite (default), or DB=pg with a Redis-protocol server.

It is loaded by name before Django reads its settings, so it can still say where the database is.
Only the first process starts servers; the processes of xdist inherit their addresses.
"""

import os
import shutil
import tempfile
from functools import partial
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

from .browser import MISSING
from .migrated import SHARED
from .postgres import Postgres
from .valkey import Valkey

PROFILE = os.environ.get("DB", "sqlite")
TESTS = Path(__file__).parents[1]
# Looked at on one database: the looks of pages, whose HTML other tests see on both, ...
LOOKS = TESTS / "browser" / "test_pages.py"
# ... and whatever asks pytest-django for no database and is refused any, but for these folders:
# their tests start processes, which do use one.
STARTING = tuple(TESTS / name for name in ("browser", "faults", "gongfu", "services", "verify"))
ASKING = {"db", "transactional_db", "django_db_setup", "live_server"}
BROWSER = "tests/browser/"
# Settings of the person who runs the suite must not leak into it.
FOREIGN = ("SECRET_KEY", "PUBLIC_URL", "PORT", "DEBUG", "GONGFU_DEMO", "GONGFU_FAULT", "EMAIL_URL")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Settle the environment before pytest-django loads the settings."""
    if PROFILE not in {"sqlite", "pg"}:
        raise pytest.UsageError(f"DB={PROFILE} is unknown; expected sqlite or pg.")
    for name in FOREIGN:
        os.environ.pop(name, None)
    folder = Path(tempfile.mkdtemp(prefix="gongfu-suite-"))
    early_config.add_cleanup(partial(shutil.rmtree, folder, ignore_errors=True))
    os.environ["GONGFU_DATA"] = str(folder)
    # Checking the keys of ten thousand firms at once takes a busy machine longer than a page may.
    os.environ["STATEMENT_TIMEOUT_SECONDS"] = "60"
    if "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ[SHARED] = str(folder)
        start_services(early_config)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What knows of no database need not be seen on the second one too."""
    if PROFILE == "pg":
        pure = [item for item in items if item.path == LOOKS or is_pure(item)]
        config.hook.pytest_deselected(items=pure)
        items[:] = [item for item in items if item not in set(pure)]


def is_pure(item: pytest.Item) -> bool:
    """Whether the test can meet no database, neither itself nor through a process it starts."""
    if not set(STARTING).isdisjoint(item.path.parents):
        return False
    asks = ASKING.intersection(getattr(item, "fixturenames", ()))
    return not asks and item.get_closest_marker("django_db") is None


class TwoCities(LoadScopeScheduling):
    """Deals tests out one by one, but keeps what looks at a running city in two processes, of
    which each has a city: one is for the looks of Chinese pages, which take as long as the rest.
    """

    def _split_scope(self, nodeid: str) -> str:
        if not nodeid.startswith(BROWSER):
            return nodeid
        return LOOKS.name if LOOKS.name in nodeid and "-en]" not in nodeid else BROWSER


def pytest_xdist_make_scheduler(config: pytest.Config, log) -> TwoCities:
    return TwoCities(config, log)


def start_services(config: pytest.Config) -> None:
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    if PROFILE == "pg":
        postgres, valkey = Postgres(), Valkey()
        config.add_cleanup(postgres.stop)
        config.add_cleanup(valkey.stop)
        os.environ["DATABASE_URL"] = postgres.url("gongfu")
        os.environ["REDIS_URL"] = valkey.url


def pytest_report_header() -> str:
    services = {"sqlite": "SQLite and the embedded broker", "pg": "PostgreSQL and Valkey"}
    return f"services: {services[PROFILE]}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what could not be looked at."""
    reports = terminalreporter.getreports("skipped")
    skipped = [report for report in reports if MISSING in str(report.longrepr)]
    if skipped:
        terminalreporter.section(f"{len(skipped)} BROWSER TESTS DID NOT RUN", sep="!", red=True)
        terminalreporter.line(MISSING)
