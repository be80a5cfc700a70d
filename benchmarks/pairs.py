"""Two things measured in turn, so that a busy machine slows both."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

PAIRS, CALLS = 9, 15
Call = Callable[[], object]


@dataclass(frozen=True)
class Compared:
    """Medians of both in milliseconds, the median ratio of the pairs, and how far they spread."""

    limit_p50: float
    build_p50: float
    ratio: float
    spread: float
    n: int

    def as_dict(self) -> dict[str, float]:
        return {
            "limit_p50": round(self.limit_p50, 3),
            "build_p50": round(self.build_p50, 3),
            "ratio_limit": round(self.ratio, 2),
            "spread": round(self.spread, 2),
            "n": self.n,
        }


def compare(limit: Call, build: Call, *, pairs: int = PAIRS, calls: int = CALLS) -> Compared:
    """Warm both up, then time them in turn; `spread` is the middle half of the ratios."""
    for _ in range(3):
        limit()
        build()
    both = [(timed(limit, calls), timed(build, calls)) for _ in range(pairs)]
    ratios = sorted(build / limit for limit, build in both)
    quarter = len(ratios) // 4
    return Compared(
        limit_p50=median(limit for limit, _ in both),
        build_p50=median(build for _, build in both),
        ratio=median(ratios),
        spread=(ratios[-1 - quarter] - ratios[quarter]) / median(ratios),
        n=len(both),
    )


def timed(call: Call, calls: int) -> float:
    """The median time of some calls, in milliseconds."""
    return median(_one(call) for _ in range(calls))


def _one(call: Call) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000
