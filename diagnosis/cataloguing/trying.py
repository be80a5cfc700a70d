"""Which of a few made-up firms would be offered a solution, by the planner's own rules, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnosis.library import solutions
from diagnosis.maturity import Framework, Value
from diagnosis.maturity.answers import check_sheet
from diagnosis.maturity.fitting import unmet
from diagnosis.maturity.forms import Answers
from diagnosis.maturity.planning.planner import Planner
from diagnosis.maturity.planning.wishes import Wishes
from diagnosis.maturity.samples import start_answers
from diagnosis.maturity.solutions import Solution
from diagnosis.planning.telling import why_aside
from diagnosis.presenting import Amount

LOW, HALF, HIGH = "low", "half", "high"
STAGES = {
    LOW: gettext_lazy("answers at the lowest"),
    HALF: gettext_lazy("every other answer at its best"),
    HIGH: gettext_lazy("all answers at their best"),
}


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm that does not exist: what is known of it, and how far it is."""

    name: str | Promise
    profile: Mapping[str, str]
    stage: str


def _firm(
    name: str | Promise, division: str, size: str, process: str, stage: str, scale: str = "yes"
) -> Firm:
    facts = {"division": division, "size": size, "process": process, "above_scale": scale}
    return Firm(name, facts, stage)


FIRMS = (
    _firm(gettext_lazy("Weaving mill, micro"), "17", "micro", "process", LOW, "no"),
    _firm(gettext_lazy("Car parts, small"), "36", "small", "discrete", LOW),
    _firm(gettext_lazy("Electrical equipment, medium"), "38", "medium", "discrete", HALF),
    _firm(gettext_lazy("Chemicals, medium"), "26", "medium", "process", LOW),
    _firm(gettext_lazy("Shipyard, large"), "37", "large", "discrete", HALF),
    _firm(gettext_lazy("Semiconductors, large"), "39", "large", "discrete", HIGH),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One firm: whether it would be offered the solution, what that brings, or why not."""

    firm: Firm
    stage: str | Promise
    offered: bool
    gain: str
    why: str
    before: tuple[str, ...]  # preconditions that its answers do not show


def verdicts(solution: Solution, framework: Framework, lang: str) -> Iterator[Verdict]:
    """Every sample firm beside the library in which the draft stands in place of its solution."""
    shelf = {**solutions(), solution.ref: solution}
    for firm in FIRMS:
        sheet = _sheet(framework, firm.stage)
        planner = Planner(framework, sheet, firm.profile, shelf.values())
        found = planner.candidates(Wishes())
        aside = next((each for each in found.set_aside if each.ref == solution.ref), None)
        lacking = unmet(solution, framework, sheet, firm.profile)
        yield Verdict(
            firm=firm,
            stage=STAGES[firm.stage],
            offered=aside is None,
            gain="" if aside else _gain(planner, found.closure(solution.ref)),
            why=why_aside(aside, shelf, firm.profile, lang) if aside else _fits(solution, lang),
            before=() if aside else tuple(each.text[lang] for each in lacking),
        )


def _gain(planner: Planner, refs: frozenset[str]) -> str:
    """Points that it adds with what it needs first."""
    exact = planner.trials(Wishes()).outcome(refs).total - planner.before.total.exact
    value = Value(exact, planner.framework.places, planner.framework.rounding)
    return Amount(value.exact_text, value.shown).brief


def _fits(solution: Solution, lang: str) -> str:
    """What it is for, in the author's own words."""
    return " ".join(fit.text[lang] for fit in solution.fit) or _("for every firm")


def _sheet(framework: Framework, stage: str) -> Answers:
    low, high = (start_answers(framework, start) for start in ("lowest", "best"))
    mixed = {ref: high[ref] if number % 2 else low[ref] for number, ref in enumerate(low)}
    return check_sheet(framework, {LOW: low, HALF: mixed, HIGH: high}[stage])
