"""What a set of solutions makes of a firm, by the exact scorer; each set is scored once."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from diagnosis.maturity.effects import apply_effects
from diagnosis.maturity.evaluation import Evaluation, Sheet, evaluate
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.levels import reached_level
from diagnosis.maturity.record import Record
from diagnosis.maturity.solutions import Solution


class Outcome(Record, eq=False):
    """The answers after some solutions, and what they come to."""

    sheet: Sheet
    evaluation: Evaluation
    total: Fraction
    rank: int


class Trials:
    """A firm that is asked again and again what it would be with these or those solutions."""

    def __init__(
        self,
        framework: Framework,
        sheet: Sheet,
        profile: Mapping[str, Any],
        solutions: Iterable[Solution],
        *,
        expected: bool = False,
    ) -> None:
        self.framework, self.sheet, self.profile = framework, sheet, profile
        self.solutions = {each.ref: each for each in solutions}
        self.expected = expected
        self._known: dict[frozenset[str], Outcome] = {}

    def outcome(self, refs: Iterable[str]) -> Outcome:
        """The firm after these solutions."""
        chosen = frozenset(refs)
        if chosen not in self._known:
            self._known[chosen] = self._worked_out(chosen)
        return self._known[chosen]

    @property
    def now(self) -> Outcome:
        return self.outcome(())

    def _worked_out(self, chosen: frozenset[str]) -> Outcome:
        framework = self.framework
        sheet = apply_effects(
            framework,
            self.sheet,
            [self.solutions[ref] for ref in sorted(chosen)],
            self.profile,
            expected=self.expected,
        )
        evaluation = evaluate(framework, sheet, self.profile)
        level = reached_level(framework, evaluation)
        total = evaluation.by_part[framework.total_part]
        return Outcome(sheet, evaluation, total, level.rank if level else 0)
