"""Plans in the reader's words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from diagnosis.library import terms
from diagnosis.maturity import Framework, Score, Value
from diagnosis.maturity.fitting import misfits
from diagnosis.maturity.numbers import exact_text, rounded_text
from diagnosis.maturity.planning.candidates import IN_PLACE, MISFIT, REQUIRES, SetAside
from diagnosis.maturity.planning.plans import Item, Obstacle, Plan, Proof, Sum
from diagnosis.maturity.resolving import Reading
from diagnosis.maturity.solutions import Solution, Span
from diagnosis.planning.asking import joint
from diagnosis.presenting import Amount, answer_in_words
from diagnosis.presenting.drawing import Radar, radar_of


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item in time, with what it waits for and what nothing shows to be in place."""

    ref: str
    name: str
    quarter: int
    months: str
    lasts: str  # months from beginning to end
    cost: str
    needs: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One answer as it is and as it would be."""

    label: str
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class AxisLine:
    """One side of the radar in per cent of what it could earn."""

    name: str
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class PlanTold:
    """A plan for a page."""

    key: str  # its set as one word of an address
    refs: tuple[str, ...]
    total: str
    total_then: str
    gain: Amount
    level: str
    level_then: str
    rises: bool
    cost: str
    cost_high: str
    months: int
    effort: str
    items: tuple[ItemLine, ...]
    missing: tuple[str, ...]
    changes: tuple[ChangeLine, ...]
    axes: tuple[AxisLine, ...]
    over: tuple[str, ...]  # limits that it breaks, in words

    @property
    def moves_sides(self) -> bool:
        """Whether any side would show another share; scenes alone earn no points."""
        return any(axis.now != axis.then for axis in self.axes)


class Telling:
    """Words for the plans of one firm in one language."""

    def __init__(self, framework: Framework, lang: str) -> None:
        self.framework, self.lang = framework, lang
        self.texts = framework.texts(lang)

    def plan(self, plan: Plan) -> PlanTold:
        names = {item.solution.ref: item.solution.names[self.lang] for item in plan.items}
        now, then = plan.before.total.shown, plan.after.total.shown
        return PlanTold(
            key=joint(plan.refs),
            refs=plan.refs,
            total=now,
            total_then=then,
            gain=Amount(plan.gain.exact_text, plan.gain.shown),
            level=self._level(plan.before),
            level_then=self._level(plan.after),
            rises=plan.after.rank > plan.before.rank,
            cost=span_text(plan.cost),
            cost_high=exact_text(plan.cost.high),
            months=plan.months,
            effort=span_text(plan.effort),
            items=tuple(self._item(item, names) for item in plan.items),
            missing=plan.missing,
            changes=tuple(self._changes(plan)),
            axes=tuple(self._axes(plan)),
            over=tuple(_over(plan)),
        )

    def _level(self, score: Score) -> str:
        if not self.framework.levels:
            return ""
        return score.level.names[self.lang] if score.level else _("no level yet")

    def _item(self, item: Item, names: Mapping[str, str]) -> ItemLine:
        solution, slot = item.solution, item.slot
        return ItemLine(
            ref=solution.ref,
            name=solution.names[self.lang],
            quarter=slot.quarter,
            months=_months(slot.start + 1, slot.end),
            lasts=span_text(solution.months),
            cost=span_text(solution.cost),
            needs=tuple(names[ref] for ref in item.needs if ref in names),
            open=tuple(each.text[self.lang] for each in item.open),
        )

    def _changes(self, plan: Plan) -> Iterator[ChangeLine]:
        now = Reading(self.framework, plan.before.sheet, plan.before.profile)
        then = Reading(self.framework, plan.after.sheet, plan.after.profile)
        for ref in plan.changed:
            yield ChangeLine(
                self.texts.question(ref).label,
                answer_in_words(now, self.texts, ref).short,
                answer_in_words(then, self.texts, ref).short,
            )

    def _axes(self, plan: Plan) -> Iterator[AxisLine]:
        for part in self.framework.axes:
            if part.ref in plan.before.by_part:
                now, then = (each.by_part[part.ref].rate for each in (plan.before, plan.after))
                yield AxisLine(self.texts.part(part.ref).name, now.shown, then.shown)


def proof_in_words(proof: Proof, framework: Framework, *, of_level: bool) -> str:
    """What is sure about a set that was found."""
    if proof.proven and of_level:
        return _("Proven: no cheaper set of solutions reaches this level.")
    if proof.proven:
        return _("Proven: no set of solutions within these limits brings more points.")
    if proof.bound is None:
        return _("The search was cut short: a better set may exist.")
    if of_level:
        bound = exact_text(proof.bound)
        return _("Not proven: a set for %(bound)s × 10,000 yuan or more may do as well.") % {
            "bound": bound
        }
    bound = Value(proof.bound, framework.places, framework.rounding).shown
    return _("Not proven: another set may bring up to %(bound)s points.") % {"bound": bound}


def obstacle_in_words(obstacle: Obstacle, names: Mapping[str, str]) -> str:
    """Why there is no such plan, and what would have to change."""
    if obstacle.reason == "budget" and obstacle.least is not None:
        least = exact_text(obstacle.least)
        return _("The budget is too small: the cheapest set costs %(least)s × 10,000 yuan.") % {
            "least": least
        }
    if obstacle.because:
        return _("%(name)s cannot be part of the plan.") % {
            "name": names.get(obstacle.because, obstacle.because)
        }
    return {
        "level": _("There is no higher level to reach."),
        "answers": _("Even all solutions together do not reach the next level."),
        "budget": _("The budget is too small."),
        "months": _("It cannot be done within so many months."),
        "capacity": _("A quarter has too few person-days for it."),
        "search": _("The search was cut short before it found anything."),
    }[obstacle.reason]


def area_names(lang: str) -> dict[str, str]:
    """Areas of solutions by ref, in their order."""
    return {ref: area.names[lang] for ref, area in terms().areas.items()}


def figure_of(told: PlanTold) -> dict[str, Any] | None:
    """Plotly's radar of now and then; None for fewer than three sides, which make no figure."""
    if len(told.axes) < 3:
        return None
    closed = [*told.axes, told.axes[0]]
    return {
        "data": [
            _trace("second", _("Now"), [(each.name, each.now) for each in closed]),
            _trace("main", _("With the plan"), [(each.name, each.then) for each in closed]),
        ],
        "layout": {
            "polar": {
                "gridshape": "linear",
                "radialaxis": {
                    "range": [0, 100],
                    "tickvals": [25, 50, 75, 100],
                    "angle": 90,
                    "tickangle": 90,
                },
                "angularaxis": {"direction": "clockwise", "rotation": 90},
            }
        },
    }


def drawn(told: PlanTold) -> Radar | None:
    """The same as lines, for paper and without scripts."""
    now, then = ([float(getattr(axis, when)) for axis in told.axes] for when in ("now", "then"))
    return radar_of([axis.name for axis in told.axes], now, then)


def _trace(part: str, name: str, points: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "type": "scatterpolar",
        "meta": part,
        "name": name,
        "r": [float(rate) for _name, rate in points],
        "theta": [side for side, _rate in points],
        "text": [f"{name} · {side} {rate}%" for side, rate in points],
        "hoverinfo": "text",
        "mode": "lines+markers",
    }


def span_text(figure: Sum | Span) -> str:
    """From low to high, as it is written."""
    low, high = _brief(figure.low), _brief(figure.high)
    return low if low == high else f"{low}–{high}"


def _months(first: int, last: int) -> str:
    """Which months of the plan an item takes, counted from its start."""
    if first == last:
        return _("month %(number)s") % {"number": first}
    return _("month %(first)s to %(last)s") % {"first": first, "last": last}


def _brief(number: Fraction) -> str:
    return exact_text(number) if number.denominator == 1 else rounded_text(number, 1)


def _over(plan: Plan) -> Iterator[str]:
    wishes = plan.wishes
    if wishes.budget is not None and plan.cost.high > wishes.budget:
        over = _brief(plan.cost.high - wishes.budget)
        yield _("over the budget by up to %(over)s × 10,000 yuan") % {"over": over}
    if wishes.months is not None and plan.months > wishes.months:
        yield _("later than wanted by %(months)s months") % {
            "months": _brief(plan.months - wishes.months)
        }


def why_aside(
    aside: SetAside, solutions: Mapping[str, Solution], profile: Mapping[str, Any], lang: str
) -> str:
    """Why a solution is not on offer to a firm."""
    if aside.reason == MISFIT:
        unfit = misfits(solutions[aside.ref], profile)
        return " ".join(fit.text[lang] for fit in unfit)
    if aside.reason == REQUIRES:
        needed = solutions.get(aside.because)
        name = needed.names[lang] if needed else aside.because
        return _("needs %(name)s, which is not on offer") % {"name": name}
    if aside.reason == IN_PLACE:
        return _("in place already, as the answers show")
    return _("changes no answer to this questionnaire")
