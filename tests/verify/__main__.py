"""`python -m tests.verify [RELEASE...]`: one JSON line for each shipped release and law."""

import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed

from tests.maturity.subjects import SHIPPED
from tests.verify.trials import TRIALS


def main(wanted: Sequence[str]) -> int:
    """Return 0 when every law holds, 1 when one does not, 2 for a release nobody knows."""
    if unknown := set(wanted) - set(SHIPPED):
        sys.stderr.write(f"{min(unknown)} is no shipped release; there are {', '.join(SHIPPED)}.\n")
        return 2
    wrong = 0
    with ProcessPoolExecutor() as pool:
        names = [name for name in SHIPPED if not wanted or name in wanted]
        tasks = [pool.submit(_run, law, name) for law in TRIALS for name in names]
        for done in as_completed(tasks):
            wrong += bool(done.result().get("wrong"))
            sys.stdout.write(json.dumps(done.result(), ensure_ascii=False) + "\n")
            sys.stdout.flush()
    return int(wrong > 0)


def _run(law: str, name: str) -> dict[str, object]:
    start = time.monotonic()
    told = TRIALS[law](name)
    return {"release": name, "law": law, **told, "seconds": round(time.monotonic() - start, 1)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
