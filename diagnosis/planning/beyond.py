"""What one step more than a plan would bring, in words for a page."""

from dataclasses import dataclass

from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.planning.planner import Planner
from diagnosis.maturity.planning.plans import Plan
from diagnosis.maturity.planning.sensitivity import Breakpoint, Step, next_best, next_budget
from diagnosis.presenting import Amount


@dataclass(frozen=True, slots=True)
class NextItem:
    """Solutions to add to the plan, the one that brings most with what it needs first."""

    refs: tuple[str, ...]
    names: tuple[str, ...]
    cost: str  # at most, in 10,000 yuan
    gain: Amount
    level: str  # that is reached with them; empty where it stays


@dataclass(frozen=True, slots=True)
class NextMoney:
    """The least budget from which a plan brings more points than this one."""

    budget: str
    more: str  # than this plan costs at most; empty where another choice costs no more
    total: str
    proven: bool


@dataclass(frozen=True, slots=True)
class Beyond:
    """None: nothing brings anything more."""

    item: NextItem | None
    money: NextMoney | None


def beyond(planner: Planner, plan: Plan, lang: str) -> Beyond:
    """Two searches: several times the work of a changed tick."""
    step = next_best(planner, plan)
    return Beyond(
        item=_item(planner, plan, step, lang) if step else None,
        money=_money(plan, next_budget(planner, plan)),
    )


def _item(planner: Planner, plan: Plan, step: Step, lang: str) -> NextItem:
    level = next((e for e in planner.framework.levels if e.rank == step.rank), None)
    return NextItem(
        refs=step.refs,
        names=tuple(planner.solutions[ref].names[lang] for ref in step.refs),
        cost=exact_text(step.cost),
        gain=Amount(step.gain.exact_text, step.gain.shown),
        level=level.names[lang] if level and step.rank > plan.after.rank else "",
    )


def _money(plan: Plan, found: Breakpoint) -> NextMoney | None:
    if found.budget is None or found.total is None:
        return None
    more = found.budget - plan.cost.high
    return NextMoney(
        budget=exact_text(found.budget),
        more=exact_text(more) if more > 0 else "",
        total=found.total.shown,
        proven=found.proven,
    )
