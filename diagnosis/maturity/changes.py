"""What changed between two sheets of one firm, and what each change moved in the total.

The old sheet becomes the new one step by step: first the release, then what is known of the firm,
then one question after the other in the order of the questionnaire. A question takes its step with
all that its answer amounts to, its numbers included, whichever question they were entered in. What
a step moved is the total after it less the total before it; so the steps add up to the whole
difference by whatever rules the parts are worked out. Where points are added up, a step is what
its own question earns more; where the lowest part decides or levels build on each other, another
order may share the same sum out differently.
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from diagnosis.maturity.evaluation import Evaluation, evaluate, work_out
from diagnosis.maturity.forms import Answer
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.record import Record
from diagnosis.maturity.resolving import HIDDEN, Reading, Resolution
from diagnosis.maturity.scoring import Score, seen_of
from diagnosis.maturity.values import Value

Sheet = dict[str, Answer]


class Change(Record):
    """One question whose answer, or the number behind it, is another now.

    `before` and `after` are None where it was not asked or not answered; they are the same where
    only a number that it takes from another question has changed.

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
    start = evaluate(framework, _given(sheet), seen_of(framework, before.profile))
    met = evaluate(framework, _given(sheet), after.profile)
    walk = _Walk(framework, _Ends(sheet, new, met, after.evaluation), after.profile)
    same_release = framework.digest == before.framework.digest
    met_anew = seen_of(framework, before.profile) != after.profile
    return Comparison(
        before=before,
        after=after,
        release=None if same_release else walk.less(start, before.total.exact),
        profile=walk.less(met, _total(start)) if met_anew else None,
        changes=tuple(walk.step(ref) for ref in order or framework.questions if walk.differs(ref)),
        apart=tuple(ref for ref in framework.questions if ref not in common),
    )


def seen_answers(score: Score) -> Sheet:
    """The answers that count; what branching hides is neither scored nor compared."""
    found = score.evaluation.resolutions
    return {ref: value for ref, value in score.sheet.items() if found[ref].how != "hidden"}


class _Ends(NamedTuple):
    """The sheets that the walk leads from and to, read for the firm as it is now."""

    old: Mapping[str, Answer]
    new: Mapping[str, Answer]
    before: Evaluation
    after: Evaluation


class _Between(Reading):
    """A sheet on its way: what has taken its step amounts to what it does in the end, the rest to
    what it did before; questions without an answer come and go with what leads to them."""

    def __init__(self, framework: Framework, ends: _Ends, profile: Mapping[str, Any]) -> None:
        self.ends = ends
        self.changing = {ref for ref in framework.questions if _differs(ref, ends)}
        self.following = {ref for ref in framework.questions if _comes_or_goes(ref, ends)}
        self.following -= self.changing
        self.turned: set[str] = set()
        super().__init__(framework, _given(ends.old), profile)

    def turn(self, ref: str) -> None:
        self.turned.add(ref)
        self.sheet = _given({**self.sheet, ref: self.ends.new.get(ref)})
        self._known = {}

    def resolution(self, ref: str) -> Resolution:
        if ref in self.following:
            return super().resolution(ref)
        return (self.ends.after if ref in self.turned else self.ends.before).resolutions[ref]


class _Walk:
    """Goes from one end to the other, a question at a time."""

    def __init__(self, framework: Framework, ends: _Ends, profile: Mapping[str, Any]) -> None:
        self.framework = framework
        self.ends = ends
        self.between = _Between(framework, ends, profile)
        self.now = _total(ends.before)

    def differs(self, ref: str) -> bool:
        return ref in self.between.changing

    def less(self, found: Evaluation, earlier: Fraction) -> Value:
        return self._value(_total(found) - earlier)

    def step(self, ref: str) -> Change:
        """Let one question take its step."""
        ends, earlier = self.ends, self.now
        self.between.turn(ref)
        self.now = _total(work_out(self.between))
        way = _way(ref, ends.before, ends.after)
        return Change(
            ref=ref,
            before=ends.old.get(ref),
            after=ends.new.get(ref),
            moved=self._value(self.now - earlier),
            way=way,
            within=0 if way else _within(ref, ends.before, ends.after),
        )

    def _value(self, exact: Fraction) -> Value:
        return Value(exact, self.framework.places, self.framework.rounding)


def _total(found: Evaluation) -> Fraction:
    return found.by_part[found.weighing.framework.total_part]


def _differs(ref: str, ends: _Ends) -> bool:
    """Whether the answer is another one, or amounts to something else."""
    if ends.old.get(ref) != ends.new.get(ref):
        return True
    before, after = _resolved(ref, ends)
    if HIDDEN in (before.how, after.how):
        return False
    return before.options != after.options or _number(ends.before, ref) != _number(ends.after, ref)


def _comes_or_goes(ref: str, ends: _Ends) -> bool:
    before, after = _resolved(ref, ends)
    return (before.how == HIDDEN) != (after.how == HIDDEN)


def _resolved(ref: str, ends: _Ends) -> tuple[Resolution, Resolution]:
    return ends.before.resolutions[ref], ends.after.resolutions[ref]


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
