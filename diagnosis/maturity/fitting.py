"""Which solutions are for a firm, and what it lacks before it can start on one."""

from collections.abc import Mapping
from typing import Any

from diagnosis.maturity.choosing import Firm
from diagnosis.maturity.forms import Answers
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.questions import When
from diagnosis.maturity.resolving import Reading
from diagnosis.maturity.solutions import Fit, Precondition, Solution
from diagnosis.maturity.testing import holds


def misfits(solution: Solution, profile: Mapping[str, Any]) -> tuple[Fit, ...]:
    """Why a solution is not for this firm; empty where it is. What is unknown does not hold."""
    firm = Firm(profile)
    return tuple(fit for fit in solution.fit if not holds(fit.when, firm))


def ruled_out(solution: Solution, known: Mapping[str, Any]) -> bool:
    """Whether what is known of a firm is enough to say that a solution is not for it."""
    return any(_holds(fit.when, known) is False for fit in solution.fit)


def _holds(test: When, known: Mapping[str, Any]) -> bool | None:
    """Whether a test of the firm holds; None where what is known leaves it open."""
    if test.kind == "profile":
        return known[test.ref] in test.values if test.ref in known else None
    found = [_holds(each, known) for each in test.of]
    if test.kind == "not":
        return None if found[0] is None else not found[0]
    decisive = test.kind == "any"
    return decisive if decisive in found else None if None in found else not decisive


def unmet(
    solution: Solution,
    framework: Framework,
    sheet: Answers,
    profile: Mapping[str, Any] | None = None,
) -> tuple[Precondition, ...]:
    """Preconditions that the answers do not show; those no test can see are for people to check."""
    reading = Reading(framework, sheet, profile)
    return tuple(
        each
        for each in solution.preconditions
        if framework.key in each.tests and not holds(each.tests[framework.key], reading)
    )
