"""What changed between two sheets of one firm, and what each change moved in the total.

The old sheet becomes the new one step by step: first the release, then what is known of the firm,
then one answer after the other in the order of the questionnaire. What a step moved is the total
after it less the total before it; so the steps add up to the whole difference by whatever rules
the parts are worked out. Another order may share the same sum out differently.
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any

from diagnosis.maturity.evaluation import Evaluation, evaluate
from diagnosis.maturity.forms import Answer
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.record import Record
from diagnosis.maturity.scoring import Score, seen_of
from diagnosis.maturity.values import Value

Sheet = dict[str, Answer]


class Change(Record):
    """One answer that is another now; None where the question was not asked or not answered.

    `way` is 1 where the answer itself earns more or stands at a higher level, -1 where less.
    `within` is the same of the number behind a computed answer that earns what it did: up or down
    inside one band; 0 where none is computed, or only whether it rises.
    """

    ref: str
    before: Answer
    after: Answer
    moved: Value
    way: int
    within: int = 0


class Comparison(Record):
    """Two scores of one firm and the steps between them.

    `release` is what the change of release moved, with the questions that are not asked alike;
    `profile` what became known of the firm. Either is None where nothing of the kind changed.
    """

    before: Score
    after: Score
    release: Value | None
    profile: Value | None
    changes: tuple[Change, ...]
    apart: tuple[str, ...]  # questions of the new release that the old one did not ask alike

    @property
    def old_answers(self) -> Sheet:
        """What the firm was asked last time and answered."""
        return seen_answers(self.before)

    @property
    def difference(self) -> Value:
        total = self.after.total
        exact = total.exact - self.before.total.exact
        return Value(exact, total.places, total.rounding)

    @property
    def steps(self) -> tuple[Value, ...]:
        """Everything that adds up to the difference."""
        first = (step for step in (self.release, self.profile) if step is not None)
        return (*first, *(change.moved for change in self.changes))


def compare(
    before: Score,
    after: Score,
    *,
    alike: Collection[str] | None = None,
    order: Sequence[str] | None = None,
) -> Comparison:
    """Go from one score to the other; of two releases `alike` names what both ask alike.

    `order` takes the answers in another order than that of the questionnaire.
    """
    framework, old, new = after.framework, seen_answers(before), seen_answers(after)
    common = framework.questions.keys() if alike is None else alike
    sheet = {ref: (old if ref in common else new).get(ref) for ref in framework.questions}
    walk = _Walk(framework, _given(sheet), seen_of(framework, before.profile))
    same_release = framework.digest == before.framework.digest
    return Comparison(
        before=before,
        after=after,
        release=None if same_release else walk.less(before.total.exact),
        profile=walk.meet(after.profile),
        changes=tuple(
            walk.answer(ref, new.get(ref))
            for ref in order or framework.questions
            if sheet[ref] != new.get(ref)
        ),
        apart=tuple(ref for ref in framework.questions if ref not in common),
    )


def seen_answers(score: Score) -> Sheet:
    """The answers that count; what branching hides is neither scored nor compared."""
    found = score.evaluation.resolutions
    return {ref: value for ref, value in score.sheet.items() if found[ref].how != "hidden"}


class _Walk:
    """A sheet on its way from the old answers to the new ones."""

    def __init__(self, framework: Framework, sheet: Sheet, profile: Mapping[str, Any]) -> None:
        self.framework = framework
        self.sheet = sheet
        self.profile = profile
        self.now: Evaluation = evaluate(framework, sheet, profile)

    def less(self, earlier: Fraction) -> Value:
        return self._value(self._total - earlier)

    def meet(self, profile: Mapping[str, Any]) -> Value | None:
        """Look at the firm as it is now; None where nothing about it changed."""
        if profile == self.profile:
            return None
        self.profile = profile
        return self._step()

    def answer(self, ref: str, value: Answer) -> Change:
        """Change one answer."""
        before, earlier = self.sheet.get(ref), self.now
        self.sheet = _given({**self.sheet, ref: value})
        moved = self._step()
        way = _way(ref, earlier, self.now)
        return Change(ref, before, value, moved, way, 0 if way else _within(ref, earlier, self.now))

    @property
    def _total(self) -> Fraction:
        return self.now.by_part[self.framework.total_part]

    def _step(self) -> Value:
        earlier = self._total
        self.now = evaluate(self.framework, self.sheet, self.profile)
        return self.less(earlier)

    def _value(self, exact: Fraction) -> Value:
        return Value(exact, self.framework.places, self.framework.rounding)


def _given(sheet: Mapping[str, Answer]) -> Sheet:
    return {ref: value for ref, value in sheet.items() if value is not None}


def _way(ref: str, before: Evaluation, after: Evaluation) -> int:
    worth = [(each.earned.get(ref, 0), each.placed.get(ref, 0)) for each in (before, after)]
    return (worth[1] > worth[0]) - (worth[1] < worth[0])


def _within(ref: str, before: Evaluation, after: Evaluation) -> int:
    """Whether the number behind the answer rose or fell."""
    values = [_number(each, ref) for each in (before, after)]
    if values[0] is None or values[1] is None:
        return 0
    return (values[1] > values[0]) - (values[1] < values[0])


def _number(evaluation: Evaluation, ref: str) -> Fraction | None:
    calculation = evaluation.resolutions[ref].calculation
    return calculation.value if calculation and calculation.kind != "trend" else None
