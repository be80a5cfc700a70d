"""A running simulated city that the browser tests share: the whole system on a port of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.services.stack import ROOT, Beginning, Stack

SIZE = 48


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in."""

    email: str
    password: str


@dataclass(frozen=True, slots=True)
class FirmOwner(Person):
    """The owner of a firm whose assessment is open and untouched."""

    name: str
    uscc: str
    district: str
    assessment: int


class City:
    """`people` are the printed sign-ins by their short name: owner, editor, city, district, …"""

    def __init__(self, folder: Path, *, size: int = SIZE, like: Beginning | None = None) -> None:
        self.stack = Stack(folder, env={"GONGFU_DEMO": "1"}, like=like)
        self.size = size

    def start(self) -> Self:
        made = self.make()
        self.people = {name: Person(**person) for name, person in made["people"].items()}
        self.owners = [FirmOwner(**owner) for owner in made["owners"]]
        self.client_id, self.client_secret = made["client"]
        self.opened: int = made["opened"]  # the assessment of the printed owner
        self.pages: dict[str, list[str]] = made["pages"]
        self.stack.start()
        return self

    @property
    def url(self) -> str:
        return self.stack.url

    def make(self) -> dict[str, Any]:
        """Seed the city and add what none has but its pages can show."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.browser.preparing", str(self.size)],
            env=self.stack.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    def close(self) -> None:
        self.stack.close()
