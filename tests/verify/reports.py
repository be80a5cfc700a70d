"""`python -m tests.verify.reports [REPORTS]`: two workers, killed again and again, and a full disk.

1,000 reports unless said otherwise, on SQLite or with DB=pg; prints one JSON line. The full disk is
a limit on the size of any file that the workers write: like a full one, it fails in the middle.
"""

import importlib
import json
import os
import sys
from collections.abc import Sequence

from tests.faults.services import settled

REPORTS = 1_000


def main(arguments: Sequence[str]) -> int:
    """Return 0 when all were issued once or failed with a reason, and no worker grew."""
    count = int(arguments[0]) if arguments else REPORTS
    profile = os.environ.get("DB") or "sqlite"
    with settled(profile) as (folder, server):
        ordeal = importlib.import_module("tests.verify.ordeal")  # it needs Django
        outcome = ordeal.undergo(folder, server, count)
    line = {"what": "reports", "profile": profile, "n": outcome.n, **outcome.figure}
    sys.stdout.write(json.dumps({**line, "wrong": outcome.broken}, ensure_ascii=False) + "\n")
    return int(bool(outcome.broken))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
