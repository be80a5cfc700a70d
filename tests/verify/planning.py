"""`python -m tests.verify.planning [FIRMS]`: plans for firms of the demo city; one JSON line each.

For 500 firms, unless said otherwise, the plan's score is the score after really changing those
answers. For a tenth of them, with at most twelve solutions to choose from, every set is tried.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import django

from diagnosis.maturity import score
from diagnosis.maturity.effects import apply_effects
from diagnosis.maturity.planning.planner import Planner
from diagnosis.maturity.planning.plans import Plan
from diagnosis.maturity.planning.wishes import Wishes
from tests.maturity.plans import CATALOGUE, best_by_trying, few_of_catalogue, most_by_trying
from tests.maturity.random_sheets import Firm
from tests.maturity.subjects import SHIPPED, framework_of

FIRMS, FEW, SEED = 500, 12, 7
AS_OF = date(2026, 1, 1)
SHARE = 10  # of so many firms one is tried out
BUDGET = Wishes(budget=Fraction(300))

Case = tuple[str, Firm, int]  # release, answers and profile, number of the firm
Told = dict[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Return 0 when every plan was exact and none could be bettered."""
    found = list(cases(int(arguments[0]) if arguments else FIRMS))
    wrong = tell("planned score is the score", scored, found)
    wrong += tell("no set is better", tried_out, found[::SHARE])
    return int(wrong > 0)


def cases(count: int) -> Iterator[Case]:
    """Firms of the demo city, with answers to each shipped release in turn."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongfu.settings.test")
    django.setup()
    from gongfu.demo.answering import answer_sheet  # noqa: PLC0415  needs the settings above
    from gongfu.demo.counting import Numbers  # noqa: PLC0415
    from gongfu.demo.planning import plan_city  # noqa: PLC0415

    city = plan_city(enterprises=count, seed=SEED, as_of=AS_OF)
    for firm in city:
        # The tens of firms walk through the releases too, so that some of each are tried out.
        name = list(SHIPPED)[(firm.number + firm.number // SHARE) % len(SHIPPED)]
        dice = Random(f"{SEED}:{firm.number}")
        profile = firm.profile
        sheet = answer_sheet(
            framework_of(name), firm.maturity, dice, profile, Numbers(firm.register)
        )
        yield name, (sheet, profile), firm.number


def scored(case: Case) -> Told:
    """Both kinds of plan from the whole catalogue against the score of the changed answers."""
    name, firm, _ = case
    planner = Planner(framework_of(name), *firm, CATALOGUE.values())
    plans, seconds = [], []
    for question in (planner.to_level, lambda: planner.for_budget(BUDGET)):
        start = time.perf_counter()
        plans.append(question())
        seconds.append(time.perf_counter() - start)
    wrong = [plan.refs for plan in plans if not is_exact(plan, firm)]
    unproven = sum(not plan.obstacle and not plan.proof.proven for plan in plans)
    return {"wrong": wrong, "unproven": unproven, "seconds": max(seconds)}


def is_exact(plan: Plan, firm: Firm) -> bool:
    """Whether the answers, really changed, score what was planned."""
    sheet, profile = firm
    changed = apply_effects(plan.framework, sheet, [CATALOGUE[ref] for ref in plan.refs], profile)
    after = score(plan.framework, changed, profile)
    planned = plan.after.total.exact, plan.after.rank
    reached = plan.obstacle or plan.target is None or after.rank >= plan.target.rank
    return planned == (after.total.exact, after.rank) and bool(reached)


def tried_out(case: Case) -> Told:
    """Both kinds of plan from a few solutions against every set of them."""
    name, firm, number = case
    few = few_of_catalogue(framework_of(name), firm, Random(number), FEW)
    planner = Planner(framework_of(name), *firm, few)
    start = time.perf_counter()
    plan, most = planner.to_level(), planner.for_budget(BUDGET)
    seconds = time.perf_counter() - start
    wrong = []
    if plan.target:
        rank = plan.target.rank
        best = best_by_trying(planner, Wishes(), lambda after: after.rank >= rank)
        found = None if plan.obstacle else frozenset(plan.refs)
        wrong += [] if found == best else [(plan.refs, sorted(best or ()))]
    best = most_by_trying(planner, BUDGET)
    wrong += [] if frozenset(most.refs) == best else [(most.refs, sorted(best or ()))]
    return {"wrong": wrong, "unproven": 0, "seconds": seconds}


def tell(law: str, trial: Callable[[Case], Told], found: Sequence[Case]) -> int:
    """Run the trial on every firm and print one line; give how many were wrong."""
    with ProcessPoolExecutor() as pool:
        told = list(pool.map(trial, found))
    wrong = [each["wrong"] for each in told if each["wrong"]]
    took = sorted(each["seconds"] for each in told)
    line = {
        "law": law,
        "firms": len(told),
        "wrong": len(wrong),
        "unproven": sum(each["unproven"] for each in told),
        "seconds_median": round(took[len(took) // 2], 2),
        "seconds_95": round(took[len(took) * 95 // 100], 2),
        "seconds_max": round(took[-1], 2),
        **({"first": wrong[0]} if wrong else {}),
    }
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
