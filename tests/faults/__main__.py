"""`python -m tests.faults [ROW...] [--full]`; DB=sqlite or DB=pg runs one kind of services only."""

import os
import subprocess
import sys
from collections.abc import Sequence

from tests.faults.services import run_profile
from tests.faults.table import BY_ID, PROFILES, ROWS, Row

BOTH = "both"
USAGE = "usage: python -m tests.faults [ROW...] [--full]   (DB=sqlite, pg or both)"


def main(arguments: Sequence[str]) -> int:
    full, ids = "--full" in arguments, [a.upper() for a in arguments if a != "--full"]
    chosen = os.environ.get("DB", "") or BOTH
    if problem := _problem(ids, chosen):
        sys.stderr.write(f"{problem}\n{USAGE}\n")
        return 2
    if chosen == BOTH:
        again = [sys.executable, "-m", "tests.faults", *arguments]
        wanted = [p for p in PROFILES if any(p in row.profiles for row in _rows(ids))]
        return max(subprocess.run(again, env={**os.environ, "DB": p}).returncode for p in wanted)
    return run_profile(chosen, [r for r in _rows(ids) if chosen in r.profiles], full=full)


def _problem(ids: Sequence[str], chosen: str) -> str:
    """What is wrong with the request, in one line."""
    known = ", ".join(BY_ID)
    for name in ids:
        if name not in BY_ID:
            return f"{name} is no fault row that is built; there are {known}."
        if chosen in PROFILES and chosen not in BY_ID[name].profiles:
            return f"{name} runs on {' and '.join(BY_ID[name].profiles)} only, not on {chosen}."
    if chosen not in (*PROFILES, BOTH):
        return f"DB={chosen} is unknown; expected sqlite, pg or both."
    return ""


def _rows(ids: Sequence[str]) -> list[Row]:
    return [row for row in ROWS if not ids or row.id in ids]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
