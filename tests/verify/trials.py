"""Each law of scoring on so many random firms of one release."""

import time
from collections.abc import Callable, Iterable
from itertools import islice
from random import Random
from typing import Any

from diagnosis.maturity.batch import score_many
from diagnosis.maturity.batch.scoring import score_one
from tests.maturity.laws import LAWS, Law, blocking_is_exact
from tests.maturity.random_sheets import Firm, firms
from tests.maturity.subjects import framework_of

SEED = 7  # other firms than those of the suite
BATCHED, EACH = 20_000, 1_000

Told = dict[str, Any]


def batch(name: str) -> Told:
    """Many at once agree with one by one, and how much quicker they are."""
    framework = framework_of(name)
    found = list(firms(framework, BATCHED, SEED))
    sheets, profiles = zip(*found, strict=True)
    together, quick = _timed(lambda: score_many(framework, sheets, profiles))
    alone, slow = _timed(lambda: [score_one(framework, *firm) for firm in found])
    differing = [firm for firm, a, b in zip(found, together, alone, strict=True) if a != b]
    return {
        "sheets": len(found),
        "batch_per_second": round(len(found) / quick),
        "reference_per_second": round(len(found) / slow),
        **_wrong(differing),
    }


def blocking(name: str) -> Told:
    """On sheets below the top: what blocks is enough, and nothing of it can be left out."""
    framework = framework_of(name)
    if not framework.levels:
        return {"sheets": 0, "why": "the release has no levels"}
    top = framework.levels[-1].rank
    below = (
        firm
        for firm in firms(framework, EACH * 100, SEED)
        if (score_one(framework, *firm).rank or 0) < top
    )
    return _each(islice(below, EACH), lambda firm: blocking_is_exact(framework, firm))


def _trial_of(law: Law) -> Callable[[str], Told]:
    def trial(name: str) -> Told:
        random = Random(SEED)
        found = firms(framework_of(name), EACH, SEED)
        return _each(found, lambda firm: law(name, firm, random))

    return trial


TRIALS: dict[str, Callable[[str], Told]] = {
    "batch": batch,
    "blocking": blocking,
    **{name: _trial_of(law) for name, law in LAWS.items()},
}


def _each(found: Iterable[Firm], law: Callable[[Firm], object]) -> Told:
    """Hold every firm against a law; `applied` counts those on which it had something to say."""
    sheets = applied = 0
    failed: list[Firm] = []
    for firm in found:
        sheets += 1
        try:
            applied += law(firm) not in (False, 0)
        except AssertionError:
            failed.append(firm)
    return {"sheets": sheets, "applied": applied, **_wrong(failed)}


def _wrong(failed: list[Firm]) -> Told:
    return {"wrong": len(failed), **({"first": failed[0]} if failed else {})}


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start
