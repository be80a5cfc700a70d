"""Each law of scoring on so many random firms of one release."""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from random import Random
from typing import Any

from diagnosis.maturity.batch import score_many
from diagnosis.maturity.batch.scoring import score_one
from tests.maturity import laws
from tests.maturity.random_sheets import Firm, firms
from tests.maturity.subjects import framework_of, reordered

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
    return _each(islice(below, EACH), lambda firm: laws.blocking_is_exact(framework, firm))


def scales(name: str) -> Told:
    framework = framework_of(name)
    return _each(_firms(name), lambda firm: laws.stays_on_its_scales(framework, firm))


def better(name: str) -> Told:
    framework, random = framework_of(name), Random(SEED)
    if not framework.monotone:
        return {"sheets": 0, "why": "the release is not monotone"}
    return _each(_firms(name), lambda firm: laws.better_never_lowers(framework, firm, random))


def hidden(name: str) -> Told:
    framework, random = framework_of(name), Random(SEED)
    return _each(
        _firms(name), lambda firm: laws.hidden_answers_do_not_matter(framework, firm, random)
    )


def order(name: str) -> Told:
    framework, other = framework_of(name), reordered(name)
    return _each(_firms(name), lambda firm: laws.order_does_not_matter(framework, other, firm))


def cutting(name: str) -> Told:
    framework, random = framework_of(name), Random(SEED)
    return _each(_firms(name), lambda firm: laws.cutting_keeps_the_weights(framework, firm, random))


def passport(name: str) -> Told:
    framework = framework_of(name)
    return _each(_firms(name), lambda firm: laws.passport_recomputes(framework, firm))


TRIALS: dict[str, Callable[[str], Told]] = {
    "batch": batch,
    "blocking": blocking,
    "scales": scales,
    "better": better,
    "hidden": hidden,
    "order": order,
    "cutting": cutting,
    "passport": passport,
}


def _firms(name: str) -> Iterator[Firm]:
    return firms(framework_of(name), EACH, SEED)


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
