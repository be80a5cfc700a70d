"""`python -m tests.verify.forecast [RUNS]`: does the 80 % range hold as often as it says?

500 programmes of each kind of known pace, unless said otherwise; one JSON line for each kind. Where
the pace itself wanders the share is told, not judged: no range foresees a change of pace.
"""

import json
import sys
import time
from collections.abc import Sequence

from tests.reports.forecast.simulating import STEADY, share_held, wandering

RUNS = 500
CLAIMED = (0.75, 0.85)


def main(arguments: Sequence[str]) -> int:
    """Return 0 when the range of every steady kind holds in 75 to 85 of 100 programmes."""
    runs = int(arguments[0]) if arguments else RUNS
    wrong = 0
    for name, kind in {**STEADY, "wandering": wandering}.items():
        start = time.monotonic()
        share = share_held(kind, runs)
        line = {"pace": name, "runs": runs, "held": round(share, 3)}
        if name in STEADY:
            line["wrong"] = not CLAIMED[0] <= share <= CLAIMED[1]
            wrong += line["wrong"]
        line["seconds"] = round(time.monotonic() - start, 1)
        sys.stdout.write(json.dumps(line) + "\n")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
