"""What each solution can add to the answer of a question, in parts that may be added up.

Solutions raise an answer together: a choice to the best of what they say, ticks to all of them. A
gain is a part of that which one of its solutions is enough for, so that the sum of the gains is
what the answer earns more; where an answer has a cap or a floor the sum may be too high, never too
low.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from diagnosis.maturity.effects import at_least, lifts, present_rows
from diagnosis.maturity.evaluation import Evaluation, out_of, points_of, row_points
from diagnosis.maturity.forms import Answers
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.questions import TABLE, Question
from diagnosis.maturity.resolving import CHOSEN, Resolution
from diagnosis.maturity.solutions import Solution

ZERO = Fraction(0)

Options = tuple[str, ...]
Backers = frozenset[str]  # refs of solutions, any one of which is enough
Wanted = Mapping[str, Mapping[str, Options]]  # solution to row to options


class Gain(NamedTuple):
    """So much more, once any of the backers is chosen."""

    more: Fraction
    backers: Backers


class Gains:
    """What solutions can make of the answers of one sheet."""

    def __init__(
        self,
        framework: Framework,
        sheet: Answers,
        now: Evaluation,
        solutions: Iterable[Solution],
        *,
        expected: bool = False,
    ) -> None:
        self.framework, self.sheet, self.now = framework, sheet, now
        self._wanted: dict[str, dict[str, dict[str, Options]]] = defaultdict(dict)
        for solution in solutions:
            for effect in solution.raises(framework.key, expected=expected):
                rows = self._wanted[effect.question].setdefault(solution.ref, {})
                for row, options in effect.rows.items():
                    rows[row] = (*rows.get(row, ()), *options)

    def points(self, ref: str) -> tuple[Gain, ...]:
        """What can be added to the points of a question."""
        question = self.framework.questions[ref]
        whole = out_of(question, self.now.resolutions[ref])
        if not question.max_points or not whole:
            return ()
        scale = question.max_points / whole
        found = _merged(self._raw(question))
        return tuple(Gain(more * scale, backers) for more, backers in found if more > 0)

    def placing(self, ref: str, level: int) -> Backers:
        """The solutions that place a scene at a level or above it."""
        question = self.framework.questions[ref]
        wanted = self._wanted.get(ref, {}).items()
        return frozenset(
            solution
            for solution, rows in wanted
            if any((question.option(o).level or 0) >= level for o in rows.get("", ()))
        )

    def _raw(self, question: Question) -> Iterator[Gain]:
        wanted = self._wanted.get(question.ref)
        if not wanted:
            return
        present = present_rows(
            question, self.now.resolutions[question.ref], self.sheet.get(question.ref)
        )
        yield from self._counted_again(question, present, wanted)
        for row in question.rows or ("",):
            here = {ref: rows[row] for ref, rows in wanted.items() if row in rows}
            yield from _in_row(question, present.get(row, ()), here)

    def _counted_again(
        self, question: Question, present: Mapping[str, Options], wanted: Wanted
    ) -> Iterator[Gain]:
        """What stands already and starts to count with the first better answer."""
        options = tuple(present.get("", ()))
        stands = Resolution(options, CHOSEN, rows=present if question.has_rows else {})
        more = points_of(question, stands) - self.now.earned.get(question.ref, ZERO)
        yield Gain(more * out_of(question, stands) / question.max_points, frozenset(wanted))


def _in_row(question: Question, present: Options, wanted: Mapping[str, Options]) -> Iterator[Gain]:
    better = {}
    for ref, options in wanted.items():
        after = at_least(question, present, options)
        if lifts(question, {"": present}, "", after):
            better[ref] = after
    if question.takes_many and not (question.kind == TABLE and question.row_rule == "best"):
        yield from _ticks(question, present, better)
    else:
        yield from _rungs(question, present, better)


def _ticks(question: Question, present: Options, better: Mapping[str, Options]) -> Iterator[Gain]:
    for option in question.options:
        backers = frozenset(ref for ref, options in better.items() if option.ref in options)
        if option.ref in present and option.exclusive:
            yield Gain(-option.points, frozenset(better))  # "none" gives way
        elif option.ref not in present:
            yield Gain(option.points, backers)


def _rungs(question: Question, present: Options, better: Mapping[str, Options]) -> Iterator[Gain]:
    """From each value to the next, backed by everything that comes at least as far."""
    here = _value(question, present)
    values = {ref: _value(question, options) for ref, options in better.items()}
    for value in sorted({each for each in values.values() if each > here}):
        yield Gain(value - here, frozenset(ref for ref, v in values.items() if v >= value))
        here = value


def _value(question: Question, options: Sequence[str]) -> Fraction:
    return row_points(question, [question.option(ref) for ref in options])


def _merged(gains: Iterable[Gain]) -> list[Gain]:
    """Gains with the same backers as one; what only loses stays out, to be on the high side."""
    sums: dict[Backers, Fraction] = {}
    for more, backers in gains:
        if more > 0 and backers:
            sums[backers] = sums.get(backers, ZERO) + more
    return [Gain(more, backers) for backers, more in sums.items()]
