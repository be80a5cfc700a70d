"""Everything at hand to plan for one scored assessment."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from diagnosis.catalogue import framework_for
from diagnosis.library import library
from diagnosis.maturity.planning.candidates import Candidates
from diagnosis.maturity.planning.planner import Planner
from diagnosis.maturity.planning.plans import Plan
from diagnosis.maturity.planning.wishes import Wishes
from diagnosis.models import Assessment, Score
from diagnosis.models import Plan as Agreed
from diagnosis.planning.asking import LEVEL, PlanForm
from diagnosis.planning.beyond import Beyond, beyond
from diagnosis.planning.telling import (
    PlanTold,
    Telling,
    area_names,
    obstacle_in_words,
    proof_in_words,
    span_text,
    why_aside,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One solution that may be ticked."""

    ref: str
    name: str
    cost: str
    months: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Area:
    """The solutions of one area, shown open where something is ticked."""

    name: str
    choices: tuple[Choice, ...]

    @property
    def ticked(self) -> int:
        return sum(each.ticked for each in self.choices)


@dataclass(frozen=True, slots=True)
class Aside:
    """A solution that is not on offer, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a search came to, in words; `plan` is None where there is none."""

    plan: Plan | None
    words: str


def current_score(assessment: Assessment) -> Score | None:
    """The verified score where there is one, else that of the self-assessment."""
    scores = {row.kind: row for row in assessment.scores.filter(is_current=True)}
    return scores.get(Score.Kind.VERIFIED) or scores.get(Score.Kind.SELF)


class Desk:
    """The firm's own answers, the library, and words in the reader's language.

    The solutions of an agreed plan mean what they meant when it was agreed to.
    """

    def __init__(
        self, assessment: Assessment, row: Score, lang: str, agreed: Agreed | None = None
    ) -> None:
        self.framework = framework_for(assessment)
        self.lang, self.row = lang, row
        self.solutions = library().for_plan(agreed) if agreed else library().offered
        profile = {**assessment.profile, **row.passport.get("profile", {})}
        self.planner = Planner(self.framework, row.answers, profile, self.solutions.values())
        self.telling = Telling(self.framework, lang)

    @cached_property
    def names(self) -> dict[str, str]:
        return {ref: each.names[self.lang] for ref, each in self.solutions.items()}

    @cached_property
    def choosable(self) -> tuple[str, ...]:
        """Solutions that suit the firm, are not in place and change an answer."""
        return self._candidates.refs

    @cached_property
    def _candidates(self) -> Candidates:
        """What there is to choose from without limits, and what is set aside."""
        return self.planner.candidates(Wishes())

    def areas(self, ticks: Collection[str]) -> list[Area]:
        """What can be ticked, and what is ticked already, by area."""
        wanted = {*self.choosable, *ticks}
        shown = [each for ref, each in self.solutions.items() if ref in wanted]
        found = []
        for area, name in area_names(self.lang).items():
            own = tuple(
                Choice(
                    each.ref,
                    each.names[self.lang],
                    span_text(each.cost),
                    span_text(each.months),
                    each.ref in ticks,
                )
                for each in shown
                if each.area == area
            )
            if own:
                found.append(Area(name, own))
        return found

    @cached_property
    def asides(self) -> list[Aside]:
        """The rest of the library: what does not suit the firm, is in place or changes nothing."""
        return [
            Aside(
                self.names[each.ref],
                why_aside(each, self.solutions, self.planner.profile, self.lang),
            )
            for each in self._candidates.set_aside
        ]

    def told(self, refs: Collection[str], wishes: Wishes) -> PlanTold:
        """A set by hand, in words."""
        return self.telling.plan(self.planner.of(refs, wishes))

    def beyond(self, refs: Collection[str], wishes: Wishes) -> Beyond:
        """What one step more than a set would bring."""
        return beyond(self.planner, self.planner.of(refs, wishes), self.lang)

    def find(self, form: PlanForm) -> Finding:
        """The best set for the level or the budget, with what is ticked as it may be."""
        of_level = form.find == LEVEL
        plan = (
            self.planner.to_level(wishes=form.wishes)
            if of_level
            else self.planner.for_budget(form.wishes)
        )
        if plan.obstacle:
            return Finding(None, obstacle_in_words(plan.obstacle, self.names))
        words = proof_in_words(plan.proof, self.framework, of_level=of_level) if plan.proof else ""
        return Finding(plan, words)
