"""Builds the city, starts a web server and measures the axes that were asked for."""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.axes import AXES
from benchmarks.city import City


def run(profile: str, wanted: Sequence[str], *, folder: Path, full: bool) -> int:
    """Return 0 when everything measured was right, 1 when not, 2 for an axis nobody knows."""
    if unknown := set(wanted) - set(AXES):
        sys.stderr.write(f"{min(unknown)} is no axis; there are {', '.join(AXES)}.\n")
        return 2
    city, wrong = City(folder, firms=10_000 if full else 300), 0
    with city.web():
        for name in wanted or AXES:
            began = time.monotonic()
            measured = AXES[name](city)
            wrong += bool(measured["wrong"])
            seconds = round(time.monotonic() - began, 1)
            line = {"axis": name, "profile": profile, **measured, "seconds": seconds}
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
            sys.stdout.flush()
    return int(wrong > 0)
