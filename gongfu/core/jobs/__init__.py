"""Background work that survives killed workers and lost messages.

`enqueue` writes the row in the caller's transaction; `handler` registers who does the work;
`run_next` claims and runs one job; `sweep` brings back jobs whose lease ran out.
"""

from .queueing import enqueue, retry
from .running import Lease, LeaseLost, handler, run_next, run_until_empty
from .sweeping import sweep

__all__ = [
    "Lease",
    "LeaseLost",
    "enqueue",
    "handler",
    "retry",
    "run_next",
    "run_until_empty",
    "sweep",
]
