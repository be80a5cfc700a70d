"""A database as migrations leave it, made once for all processes of a run: it takes long."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .postgres import create_database
from .stack import ROOT, Beginning

SHARED = "GONGFU_SUITE"  # names the folder that the processes of a run have in common
FILE = "gongfu.sqlite3"


def migrated() -> Beginning:
    """Whoever asks first makes it, while the others wait."""
    shared = Path(os.environ[SHARED])
    found = Beginning(shared / "migrated", "migrated" if "DATABASE_URL" in os.environ else "")
    done = shared / "migrated.done"
    with (shared / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            migrate(found)
            done.touch()
    return found


def migrate(empty: Beginning) -> None:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "gongfu.settings.test"}
    env["GONGFU_DATA"] = str(empty.folder)
    if empty.database:
        env["DATABASE_URL"] = create_database(os.environ["DATABASE_URL"], empty.database)
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"], env=env, cwd=ROOT, check=True
    )


def begin_with(beginning: Beginning, settings: Mapping[str, Any]) -> None:
    """Let the test database of these settings be a copy, which Django finds or makes."""
    if beginning.database:
        settings["TEST"]["TEMPLATE"] = beginning.database
    else:
        shutil.copy(beginning.folder / FILE, settings["TEST"]["NAME"])
