"""The agreed plan for paper: what was agreed to, and what it comes to on the reported answers."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby

from django.utils.translation import gettext as _

from diagnosis.following.telling import disclosures_of
from diagnosis.library import library
from diagnosis.maturity import Value
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.planning.plans import Item
from diagnosis.maturity.planning.wishes import QUARTER, Wishes
from diagnosis.maturity.questions import UNVERIFIED
from diagnosis.maturity.resolving import Reading
from diagnosis.maturity.solutions import Solution
from diagnosis.models import Assessment, Plan, PlanItem, Score
from diagnosis.planning.desk import Desk
from diagnosis.planning.telling import area_names
from diagnosis.presenting import Amount, answer_in_words
from gongfu.core import clock
from gongfu.core.languages import short
from reports.document import optional as paper
from reports.services.typesetting import cut, effect_in_words, value_of

MOST_CHANGES = 3
LONGEST_OLD, LONGEST_NEW = 16, 30  # characters of an answer in the narrow column
MOST_QUARTERS = 20  # that a chart has room for; later days stand in the table
MOST_NAMED = 8  # quarters that have room for their names


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan, and how the parts and scenes of the result would stand with it."""

    plan: paper.Plan
    rates: Mapping[str, str]  # ref of a part -> per cent as shown
    levels: Mapping[str, int]  # ref of a scene -> level


def plan_on_paper(assessment: Assessment, row: Score) -> Planned | None:
    """The current agreed plan; none where nothing was agreed to."""
    agreed = assessment.plans.select_related("score").filter(is_current=True).first()
    if agreed is None:
        return None
    items = [each for each in agreed.items.all() if library().as_agreed(each)]
    desk = Desk(assessment, row, short(), agreed)
    return _Chapter(agreed, items, desk).planned() if items else None


class _Chapter:
    """One plan in the making."""

    def __init__(self, agreed: Plan, items: list[PlanItem], desk: Desk) -> None:
        self.agreed, self.items, self.desk = agreed, items, desk
        self.plan = desk.planner.of([each.solution for each in items], Wishes())
        self.worked_out = {each.solution.ref: each for each in self.plan.items}
        self.marks = {each.solution: f"S{no}" for no, each in enumerate(items, start=1)}
        self.began = clock.city_day(agreed.agreed_at)
        self.areas = area_names(desk.lang)

    def planned(self) -> Planned:
        after = self.plan.after
        return Planned(
            plan=self._plan(),
            rates={ref: part.rate.shown for ref, part in after.by_part.items()},
            levels=dict(after.evaluation.placed),
        )

    def _plan(self) -> paper.Plan:
        cost = self.plan.cost
        total = self.plan.after.total
        quarters = self._quarters()
        return paper.Plan(
            agreed_on=self.began,
            agreed_by=self.agreed.agreed_name,
            months=len(quarters) * QUARTER,
            quarters=quarters,
            cost_unit=_("10,000 yuan"),
            measures=tuple(self._measures(len(quarters) * QUARTER)),
            phases=tuple(self._phases()),
            cost_low=exact_text(cost.low),
            cost_high=exact_text(cost.high),
            planned=value_of(self._amount(total.exact)),
            planned_level=self.plan.after.rank,
            minimum=None,
            follow_up=self._follow_up(),
            disclosures=tuple(self._disclosures()),
            unverified=any(_is_unverified(each.solution) for each in self.plan.items),
        )

    def _measures(self, months: int) -> Iterator[paper.Measure]:
        """One after the other, each with what it adds to those before it."""
        trials, before = self.desk.planner.trials(Wishes()), list[str]()
        for item in self.items:
            now = trials.outcome(before)
            before.append(item.solution)
            then = trials.outcome(before)
            worked_out = self.worked_out[item.solution]
            start, length = self._place(item, worked_out, months)
            lines = list(self._changes(now.sheet, then.sheet))
            solution = worked_out.solution
            yield paper.Measure(
                ref=self.marks[item.solution],
                name=solution.names[self.desk.lang],
                category=self.areas[solution.area],
                owner=item.owner or None,
                due_on=item.due_on,
                quarter=_quarter_of(item.due_on),
                state=str(item.get_state_display()),
                start=start,
                months=length,
                in_minimum=False,
                requires=tuple(self.marks[ref] for ref in worked_out.needs if ref in self.marks),
                changes=tuple(lines[:MOST_CHANGES]),
                rest=len(lines[MOST_CHANGES:]),
                gain=self._amount(then.total - now.total).brief,
                total_before=exact_text(now.total),
                total_after=exact_text(then.total),
                cost_low=exact_text(solution.cost.low),
                cost_high=exact_text(solution.cost.high),
            )

    def _changes(self, now: Mapping, then: Mapping) -> Iterator[str]:
        framework, profile = self.desk.framework, self.plan.before.profile
        texts = framework.texts(self.desk.lang)
        was, will = (Reading(framework, sheet, profile) for sheet in (now, then))
        for ref in framework.questions:
            if now.get(ref) != then.get(ref):
                old, new = (answer_in_words(each, texts, ref).short for each in (was, will))
                label = texts.question(ref).label
                yield effect_in_words(label, cut(old, LONGEST_OLD), cut(new, LONGEST_NEW))

    def _place(self, item: PlanItem, worked_out: Item, months: int) -> tuple[int, int]:
        """First month and length on the chart: as long as worked out, ending on the agreed day."""
        end = min(self._end(item), months)
        length = min(worked_out.slot.end - worked_out.slot.start, end)
        return end - length + 1, length

    def _end(self, item: PlanItem) -> int:
        """The month of the plan, from 1, in which an item is due."""
        years, months = item.due_on.year - self.began.year, item.due_on.month - self.began.month
        return max(years * 12 + months, 1)

    def _quarters(self) -> tuple[str, ...]:
        """The first month of each three, as 2026-11; every other one where there are many."""
        count = min(-(-max(map(self._end, self.items)) // QUARTER), MOST_QUARTERS)
        step = 1 if count <= MOST_NAMED else 2
        months = [self.began.month - 1 + QUARTER * no for no in range(count)]
        return tuple(
            f"{self.began.year + month // 12}-{month % 12 + 1:02d}" if no % step == 0 else ""
            for no, month in enumerate(months)
        )

    def _phases(self) -> Iterator[paper.Phase]:
        """The money by the quarter in which the items are to be done."""
        for _start, group in groupby(sorted(self.items, key=_by_quarter), key=_by_quarter):
            members = list(group)
            costs = [self.worked_out[each.solution].solution.cost for each in members]
            yield paper.Phase(
                name=_quarter_of(members[0].due_on),
                measures=tuple(self.marks[each.solution] for each in members),
                cost_low=exact_text(sum((each.low for each in costs), Fraction())),
                cost_high=exact_text(sum((each.high for each in costs), Fraction())),
            )

    def _follow_up(self) -> str:
        """How far the items have come, by the day on which somebody last said so."""
        states = Counter(each.state for each in self.items)
        last = clock.city_day(max(each.changed_at for each in self.items))
        said = _(
            "Follow-up as of %(day)s: %(done)s done, %(started)s started, %(open)s not started, "
            "%(dropped)s dropped."
        ) % {"day": last.isoformat(), **{state: states[state] for state in PlanItem.State.values}}
        return " ".join([said, *self._otherwise()])

    def _disclosures(self) -> Iterator[paper.Disclosure]:
        for said in disclosures_of(self.agreed):
            yield paper.Disclosure(
                measure=said.name,
                provider=said.provider,
                sells=said.sells,
                said_by=said.said_name,
                said_on=clock.city_day(said.said_at),
            )

    def _otherwise(self) -> Iterator[str]:
        """Why the figures are not those on which the plan was agreed to, where they are not."""
        if self.agreed.score.inputs_digest != self.desk.row.inputs_digest:
            then = self._amount(Fraction(self.agreed.total)).shown
            yield _(
                "It was agreed to on earlier answers, from which it came to %(total)s points; here "
                "it is worked out from the answers of this report."
            ) % {"total": then}

    def _amount(self, exact: Fraction) -> Amount:
        framework = self.desk.framework
        value = Value(exact, framework.places, framework.rounding)
        return Amount(value.exact_text, value.shown)


def _is_unverified(solution: Solution) -> bool:
    return UNVERIFIED in (solution.cost.status, solution.months.status)


def _by_quarter(item: PlanItem) -> tuple[int, int]:
    return item.due_on.year, (item.due_on.month - 1) // QUARTER


def _quarter_of(day: date) -> str:
    return _("%(year)s Q%(number)s") % {
        "year": day.year,
        "number": (day.month - 1) // QUARTER + 1,
    }
