"""A plan as plain JSON: what the command line prints."""

from fractions import Fraction
from typing import Any

from diagnosis.maturity.levels import LevelConditions
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.planning.plans import Item, Obstacle, Plan, Sum
from diagnosis.maturity.scoring import Score


def plan_dict(plan: Plan) -> dict[str, Any]:
    """The whole plan; costs in 10k yuan, effort in person-days."""
    return {
        "framework": plan.framework.ref,
        "version": plan.framework.version,
        "target": plan.target.ref if plan.target else None,
        "possible": plan.obstacle is None,
        "obstacle": _obstacle(plan.obstacle) if plan.obstacle else None,
        "before": _standing(plan.before),
        "after": _standing(plan.after),
        "gain": plan.gain.as_dict(),
        "cost": _sum(plan.cost),
        "months": plan.months,
        "effort": _sum(plan.effort),
        "proof": _proof(plan),
        "items": [_item(each) for each in plan.items],
        "missing": list(plan.missing),
        "changed": {ref: plan.after.sheet.get(ref) for ref in plan.changed},
        "set_aside": [
            {"ref": each.ref, "reason": each.reason, "because": each.because}
            for each in plan.set_aside
        ],
    }


def _standing(score: Score) -> dict[str, Any]:
    return {"total": score.total.as_dict(), "level": score.level.ref if score.level else None}


def _sum(figure: Sum) -> dict[str, str]:
    return {"low": exact_text(figure.low), "high": exact_text(figure.high)}


def _item(item: Item) -> dict[str, Any]:
    solution = item.solution
    return {
        "ref": solution.ref,
        "names": dict(solution.names),
        "quarter": item.slot.quarter,
        "from_month": item.slot.start + 1,
        "to_month": item.slot.end,
        "cost": {"low": exact_text(solution.cost.low), "high": exact_text(solution.cost.high)},
        "needs": list(item.needs),
        "open": [dict(each.text) for each in item.open],
    }


def _proof(plan: Plan) -> dict[str, Any] | None:
    proof = plan.proof
    if proof is None:
        return None
    return {"proven": proof.proven, "bound": _text(proof.bound), "gap": _text(proof.gap)}


def _obstacle(obstacle: Obstacle) -> dict[str, Any]:
    return {
        "reason": obstacle.reason,
        "because": obstacle.because,
        "least": _text(obstacle.least),
        "short": _short(obstacle.short),
        "blocking": [each.as_dict() for each in obstacle.blocking],
    }


def _short(conditions: LevelConditions | None) -> list[dict[str, Any]]:
    """The conditions that would still not be met."""
    return [each.as_dict() for each in conditions.checks if not each.met] if conditions else []


def _text(number: Fraction | None) -> str | None:
    return None if number is None else exact_text(number)
