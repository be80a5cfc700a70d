"""`python -m tests.verify.saving [SECONDS]`: two people, one assessment, and everything breaks.

Five minutes unless said otherwise, on SQLite or with DB=pg; prints one JSON line.
"""

import json
import os
import secrets
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.city import City
from tests.browser.storm import Storm
from tests.services.browser import ARGUMENTS, MISSING, chromium
from tests.services.plugin import FOREIGN
from tests.services.postgres import Postgres

SECONDS = 300


def main(arguments: Sequence[str]) -> int:
    """Return 0 when nothing was lost and no conflict went untold."""
    if chromium() is None:
        sys.stderr.write(f"{MISSING}\n")
        return 2
    seconds = float(arguments[0]) if arguments else SECONDS
    seed = int(os.environ.get("SEED", "") or secrets.randbelow(1_000_000))
    with ExitStack() as stack:
        _settle(stack)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gongfu-storm-")))
        city = City(folder)
        stack.callback(city.close)
        city.start()
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=chromium(), args=ARGUMENTS
        )
        storm = Storm(browser, city, seed=seed)
        stack.callback(storm.close)
        storm.rage(seconds)
        verdict = storm.verdict()
        faults = list(verdict.faults())
        line = {"what": "saving", "profile": os.environ.get("DB") or "sqlite", "seconds": seconds}
    line |= {"seed": seed, **verdict.figures(), "broken": storm.broken}
    sys.stdout.write(json.dumps({**line, "wrong": faults}, ensure_ascii=False) + "\n")
    return int(bool(faults))


def _settle(stack: ExitStack) -> None:
    """The same services and the same silence about the person who runs it as in the suite."""
    for name in (*FOREIGN, "DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongfu.settings.test"
    if os.environ.get("DB") == "pg":
        server = Postgres(durable=True)
        stack.callback(server.stop)
        os.environ["DATABASE_URL"] = server.url("postgres")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
