"""The smallest steps that bring a part to a mark, by the rules of the parts below it.

No answer rises by more steps than all would have to if they rose together. Under that bound, for
each part: the best rate that can be reached with so many changed answers. Every changed answer
goes as far as the bound first; then each is brought back as far as the mark allows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from heapq import nlargest
from math import lcm
from operator import itemgetter
from typing import NamedTuple

from diagnosis.maturity.evaluation import Evaluation
from diagnosis.maturity.framework import LEVELS, LOWEST, Framework, Part
from diagnosis.maturity.moves import Move, Ways
from diagnosis.maturity.weighing import Weighing

ONE, ZERO = Fraction(1), Fraction(0)
FEW = 10


class _Reach(NamedTuple):
    """A rate, how many answers it takes, and which: a question, or two reaches put together."""

    changes: int
    rate: Fraction | int
    of: tuple["_Reach | str", ...] = ()

    def refs(self) -> Iterator[str]:
        for each in self.of:
            if isinstance(each, str):
                yield each
            else:
                yield from each.refs()


Frontier = list[_Reach]  # rising in changes and in rate


class Reaching:
    """One evaluated sheet and what its answers could become at best."""

    def __init__(self, framework: Framework, evaluation: Evaluation, ways: Ways) -> None:
        self.framework = framework
        self.evaluation = evaluation
        self.weighing: Weighing = evaluation.weighing
        self.most = len(framework.questions)
        self.up_to: int | None = None
        self.moves = {
            ref: moves
            for ref, question in framework.questions.items()
            if question.max_points and (moves := ways.of(question, evaluation.resolutions[ref]))
        }
        self.best: dict[str, Move] = {}
        self.gain: dict[str, Fraction] = {}  # of the rate of a question, at its best

    def moves_to(self, part: Part, mark: Fraction, *, up_to: int | None = None) -> tuple[Move, ...]:
        """The smallest steps with which the part earns the mark, none higher than it needs.

        `up_to` leaves requirements of higher levels as they are; there may be no way then.
        """
        self.up_to = up_to
        for _bound in self._bounds():
            if self._can_earn(part, mark):
                return self._fewest(part, mark)
        return ()

    def moves_to_pass(self, part: Part, level: int) -> tuple[Move, ...]:
        """The smallest steps with which the part passes one level."""
        for _bound in self._bounds():
            found = self._first(self._linear(part, level), part.pass_mark)
            if found:
                return tuple(self.best[ref] for ref in found.refs())
        return ()

    def _bounds(self) -> Iterator[int]:
        """Give every number of steps worth trying, lowest first, with what it allows at best."""
        questions = self.framework.questions
        for bound in sorted({move.steps for moves in self.moves.values() for move in moves}):
            within = ([m for m in moves if m.steps <= bound] for moves in self.moves.values())
            self.best = {moves[-1].ref: moves[-1] for moves in within if moves}
            self.gain = {ref: m.gain / questions[ref].max_points for ref, m in self.best.items()}
            yield bound

    def _can_earn(self, part: Part, mark: Fraction) -> bool:
        """Whether the mark is reached with all at their best."""
        levels = {ref: self.framework.questions[ref].of_level for ref in self.best}
        rises = {
            ref: move
            for ref, move in self.best.items()
            if self.up_to is None or (levels[ref] or 0) <= self.up_to
        }
        value = self.weighing.value_if(part, self._rates(rises))
        return value is not None and value >= mark

    def _fewest(self, part: Part, mark: Fraction) -> tuple[Move, ...]:
        for most in (FEW, len(self.best)):  # most sheets need few, and few are found quickly
            self.most = most
            found = self._first(self._frontier(part), mark / part.max_points)
            if found:
                return self._chosen(part, found, mark)
        return ()

    def _first(self, frontier: Frontier, wanted: Fraction | int) -> _Reach | None:
        return next((reach for reach in frontier if reach.rate >= wanted), None)

    def _chosen(self, part: Part, reach: _Reach, mark: Fraction) -> tuple[Move, ...]:
        chosen = {
            ref: self.best[ref] for ref in self.framework.questions if ref in set(reach.refs())
        }
        for ref in chosen:
            self._lower(part, mark, ref, chosen)
        return tuple(chosen.values())

    def _lower(self, part: Part, mark: Fraction, ref: str, chosen: dict[str, Move]) -> None:
        """Take the nearest better answer with which the mark is still reached."""
        for move in self.moves[ref]:
            if move.gain >= chosen[ref].gain:
                return
            value = self.weighing.value_if(part, self._rates({**chosen, ref: move}))
            if value is not None and value >= mark:
                chosen[ref] = move
                return

    def _rates(self, chosen: Mapping[str, Move]) -> dict[str, Fraction]:
        questions, now = self.framework.questions, self.weighing.question_rates
        return {ref: now[ref] + m.gain / questions[ref].max_points for ref, m in chosen.items()}

    def _frontier(self, part: Part) -> Frontier:
        if part.rule == LEVELS:
            return self._climb(part)
        if part.rule == LOWEST:
            return self._lowest(part)
        return self._linear(part, None)

    def _climb(self, part: Part) -> Frontier:
        """Levels are independent of one another: each asks its own questions."""
        levels = self.weighing.level_rates.get(part.ref, {})
        fronts = [_rising(_climbing(self._at(part, level), part.pass_mark)) for level in levels]
        unit = lcm(*(reach.rate.denominator for front in fronts for reach in front))
        whole: Frontier = [_Reach(0, ZERO)]
        for front in fronts:  # whole numbers of the unit are far quicker to add and to compare
            whole = self._merged(whole, [r._replace(rate=int(r.rate * unit)) for r in front])
        return [r._replace(rate=Fraction(r.rate) / unit / len(levels)) for r in whole]

    def _at(self, part: Part, level: int) -> Frontier:
        """What one level can come to; one that is too high to think of stays as it is."""
        front = self._linear(part, level)
        return front if self.up_to is None or level <= self.up_to else front[:1]

    def _lowest(self, part: Part) -> Frontier:
        """All children must come as high as the lowest is to be."""
        fronts = [front for ref, _ in self.weighing.children(part) if (front := self._of(ref))]
        top = min((front[-1].rate for front in fronts), default=ZERO)
        marks = sorted({reach.rate for front in fronts for reach in front if reach.rate <= top})
        found = []
        for mark in marks:
            each = [reach for front in fronts if (reach := self._first(front, mark))]
            found.append(_Reach(sum(r.changes for r in each), mark, tuple(each)))
        return _rising(found)

    def _of(self, ref: str) -> Frontier:
        if ref not in self.framework.questions:
            return self._frontier(self.framework.part(ref))
        now = self.weighing.question_rates.get(ref)
        if now is None:
            return []
        gain = self.gain.get(ref)
        return [_Reach(0, now), *([_Reach(1, now + gain, (ref,))] if gain else [])]

    def _linear(self, part: Part, level: int | None) -> Frontier:
        """Where rates are means of means, the questions that bring most come first."""
        base, gains, fronts = ZERO, [], []
        for ref, share in self._leaves(part, ONE, level):
            if ref in self.framework.questions:
                base += share * self.weighing.question_rates[ref]
                if ref in self.gain:
                    gains.append((share * self.gain[ref], ref))
            else:
                front = self._frontier(self.framework.part(ref))
                fronts.append([_Reach(r.changes, r.rate * share, r.of) for r in front])
        gains = nlargest(self.most, gains, key=itemgetter(0))
        whole = list(_steps(base, gains))
        for front in fronts:
            whole = self._merged(whole, front)
        return whole

    def _leaves(
        self, part: Part, share: Fraction, level: int | None
    ) -> Iterator[tuple[str, Fraction]]:
        """The questions below, and parts of other rules, with their shares in the rate."""
        counted = [(ref, w) for ref, w in self.weighing.children(part) if self._counts(ref, level)]
        whole = sum((weight for _, weight in counted), ZERO)
        for ref, weight in counted:
            own = share * weight / whole
            below = None if ref in self.framework.questions else self.framework.part(ref)
            if below is None or below.rule in (LOWEST, LEVELS):
                yield ref, own
            else:
                yield from self._leaves(below, own, level)

    def _merged(self, one: Frontier, other: Frontier) -> Frontier:
        """The best sums of two frontiers."""
        best: dict[int, _Reach] = {}
        for a in one:
            for b in other:
                changes, rate = a.changes + b.changes, a.rate + b.rate
                if changes > self.most:
                    break
                if changes not in best or best[changes].rate < rate:
                    best[changes] = _Reach(changes, rate, (a, b))
        return _rising([best[changes] for changes in sorted(best)])

    def _counts(self, ref: str, level: int | None) -> bool:
        question = self.framework.questions.get(ref)
        if question:
            return ref in self.weighing.question_rates and question.of_level in (
                (question.of_level, None) if level is None else (level,)
            )
        if level is None:
            return ref in self.weighing.rates
        return level in self.weighing.level_rates.get(ref, {})


def _steps(base: Fraction, gains: Iterable[tuple[Fraction, str]]) -> Iterator[_Reach]:
    reach = _Reach(0, base)
    yield reach
    for gain, ref in gains:
        reach = _Reach(reach.changes + 1, reach.rate + gain, (reach, ref))
        yield reach


def _climbing(front: Frontier, mark: Fraction) -> Frontier:
    """A level that is passed counts whole."""
    return [reach._replace(rate=ONE) if reach.rate >= mark else reach for reach in front]


def _rising(reaches: Sequence[_Reach]) -> Frontier:
    """Keep what is better than everything that takes no more answers."""
    kept: Frontier = []
    for reach in sorted(reaches, key=lambda r: (r.changes, -r.rate)):
        if not kept or reach.rate > kept[-1].rate:
            kept.append(reach)
    return kept
