"""One way to the next level: the answers to change, by steps as small as they can be.

No answer rises by more steps than all would have to if they rose together. Under that bound the
conditions are repaired one after the other, what must be counted first and points last, each by
the smallest steps and then by the fewest answers; where requirements belong to levels, those above
the next level are touched only if the others do not suffice. What the others make needless is left
out. Changing all that is listed raises the level; leaving any one out, or raising it by less, does
not. An answer is `needed` where every way changes it: all others at their best do not suffice.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import Any

from diagnosis.maturity.answers import check_value
from diagnosis.maturity.evaluation import Evaluation, Sheet, evaluate
from diagnosis.maturity.forms import Answer
from diagnosis.maturity.framework import IN_TURN, Framework
from diagnosis.maturity.gaining import is_plain_sum, smallest_gains
from diagnosis.maturity.levels import ConditionCheck, check_levels, reached_level
from diagnosis.maturity.moves import Move, Ways, better_moves
from diagnosis.maturity.questions import Question
from diagnosis.maturity.reaching import Reaching
from diagnosis.maturity.record import Record
from diagnosis.maturity.values import Value

ZERO = Fraction(0)
MOST_REPAIRS = 12
FIRST_COUNTED = ("count", "passed", "either", "score")  # what must be changed before what may be


class Unblock(Record):
    """One answer to change: to what, what is new about it, and the points it gains.

    `needed` tells whether no way to the level leaves it as it is.
    """

    ref: str
    value: Answer  # the answer to set
    options: tuple[str, ...]  # the options in it that are new
    gained: Value
    steps: int
    needed: bool

    def as_dict(self) -> dict[str, Any]:
        return {
            "ref": self.ref,
            "option": self.value,
            "new": list(self.options),
            "gained": self.gained.as_dict(),
            "steps": self.steps,
            "needed": self.needed,
        }


def find_blocking(
    framework: Framework, sheet: Sheet, profile: Mapping[str, Any], evaluation: Evaluation
) -> tuple[Unblock, ...]:
    """Find one way to the next level; nothing at the top.

    Nothing either where no change of answers that are shown now can reach it.
    """
    return _Search(framework, sheet, profile, evaluation).unblocks()


class _Search:
    def __init__(
        self,
        framework: Framework,
        sheet: Sheet,
        profile: Mapping[str, Any],
        evaluation: Evaluation,
    ) -> None:
        self.framework = framework
        self.sheet = sheet
        self.profile = profile
        self.now = evaluation
        self.tried: tuple[tuple[Move, ...], Evaluation] = ((), evaluation)
        self.moves = {
            ref: tuple(better_moves(question, evaluation.resolutions[ref]))
            for ref, question in framework.questions.items()
        }
        level = reached_level(framework, evaluation)
        self.rank = level.rank if level else -1
        higher = (each for each in framework.levels if each.rank > self.rank)
        self.target = next(higher, None)

    def unblocks(self) -> tuple[Unblock, ...]:
        if self.target is None:
            return ()
        moves = self._from_now(self._way())
        after = self._after(moves.values())
        needed = self._needed(moves)
        return tuple(
            self._unblock(moves[ref], after, needed=ref in needed)
            for ref in self.framework.questions
            if ref in moves
        )

    def _unblock(self, move: Move, after: Evaluation, *, needed: bool) -> Unblock:
        gained = after.earned.get(move.ref, ZERO) - self.now.earned.get(move.ref, ZERO)
        value = Value(gained, self.framework.places, self.framework.rounding)
        return Unblock(move.ref, move.choice, move.options, value, move.steps, needed)

    def _from_now(self, moves: Mapping[str, Move]) -> dict[str, Move]:
        """The same answers, each as one move from what was answered."""
        found = {}
        for ref, move in moves.items():
            same = (each for each in self.moves[ref] if each.choice == move.choice)
            found[ref] = next(same, move)
        return found

    def _needed(self, moves: Mapping[str, Move]) -> set[str]:
        """The answers that every way changes; of most ways there are none, and one look says so."""
        best = self._all_at_best(None, self.framework.questions)
        if not self._reaches(best) or self._reaches(_without(best, *moves)):
            return set()
        return {ref for ref in moves if not self._reaches(_without(best, ref))}

    def _way(self) -> dict[str, Move]:
        bound, refs = self._bound()
        moves, repairs = self._repaired(bound)
        if not self._reaches(moves):
            moves, repairs = self._all_at_best(bound, refs), MOST_REPAIRS
            if not self._reaches(moves):
                return {}
        # One repair takes the fewest answers there are, unless they change what is asked.
        return self._trimmed(moves, whole=repairs == 1 and not self._decides(moves))

    def _bound(self) -> tuple[int | None, Collection[str]]:
        """How many steps an answer may have to rise, and which answers may.

        No bound where raising answers is not enough.
        """
        bounds = sorted({move.steps for moves in self.moves.values() for move in moves})
        for refs in self._scopes():
            for bound in bounds:
                if self._reaches(self._all_at_best(bound, refs)):
                    return bound, refs
        return None, self.framework.questions

    def _scopes(self) -> Iterator[Collection[str]]:
        """Requirements of levels no higher than the next one first, then everything."""
        rank, questions = self.target.rank if self.target else 0, self.framework.questions
        near = [ref for ref, question in questions.items() if (question.of_level or 0) <= rank]
        if len(near) < len(questions):
            yield near
        yield questions

    def _repaired(self, bound: int | None) -> tuple[dict[str, Move], int]:
        """Repair one short condition after the other; like counts are repaired at once."""
        moves: dict[str, Move] = {}
        for repairs in range(MOST_REPAIRS):
            evaluation = self._after(moves.values())
            short = self._short(evaluation)
            ways = Ways(bound, moves)
            found = list(self._repair(evaluation, short, ways)) if short else []
            if not found:
                return moves, repairs
            moves |= {move.ref: move for move in found}
        return moves, MOST_REPAIRS

    def _after(self, moves: Iterable[Move]) -> Evaluation:
        """What the sheet would be with these moves; the last one tried is remembered."""
        made = tuple(moves)
        if not made:
            return self.now
        if made != self.tried[0]:
            changed = {m.ref: check_value(self.framework, m.ref, m.choice) for m in made}
            self.tried = made, evaluate(self.framework, {**self.sheet, **changed}, self.profile)
        return self.tried[1]

    def _reaches(self, moves: Mapping[str, Move]) -> bool:
        level = reached_level(self.framework, self._after(moves.values()))
        return level is not None and level.rank > self.rank

    def _short(self, evaluation: Evaluation) -> list[ConditionCheck]:
        """The condition to repair first, with those that count the same items."""
        short = [check for check in self._asked_of(evaluation) if not check.met]
        short.sort(key=self._order)
        return [check for check in short if _aim(check) == _aim(short[0])]

    def _order(self, check: ConditionCheck) -> tuple[int, bool]:
        """What is counted before points, and the total last of all."""
        return (
            FIRST_COUNTED.index(check.kind),
            check.condition.part == self.framework.total_part,
        )

    def _asked_of(self, evaluation: Evaluation) -> Iterator[ConditionCheck]:
        """What the next level asks, and those below it where they must be climbed in turn."""
        for conditions in check_levels(self.framework, evaluation):
            below = conditions.rank <= self.target.rank if self.target else False
            if conditions.level == self.target or (below and self.framework.climb == IN_TURN):
                yield from conditions.checks

    def _repair(
        self, now: Evaluation, short: Sequence[ConditionCheck], ways: Ways
    ) -> Iterable[Move]:
        first = short[0]
        if first.kind == "either":
            found = [tuple(self._repair(now, [check], ways)) for check in first.of]
            return min(filter(None, found), key=_size, default=())
        if first.kind == "count":
            return self._raise_items(now, short, ways)
        part = self.framework.part(first.condition.part)
        if first.kind == "passed":
            reaching = Reaching(self.framework, now, ways)
            return reaching.moves_to_pass(part, first.condition.level or 0)
        if is_plain_sum(self.framework, part, now):
            questions = self._questions(part.all_questions)

            def attempt(moves: Iterable[Move]) -> Evaluation:
                return self._after(({**ways.made, **{m.ref: m for m in moves}}).values())

            return smallest_gains(questions, first.missing, now, ways, attempt)
        reaching = Reaching(self.framework, now, ways)
        rank = self.target.rank if self.target else None
        return reaching.moves_to(part, first.needed, up_to=rank) or reaching.moves_to(
            part, first.needed
        )

    def _raise_items(
        self, now: Evaluation, short: Sequence[ConditionCheck], ways: Ways
    ) -> Iterator[Move]:
        """Raise the items nearest to the level, binding ones first as far as they are needed."""
        open_refs = {ref for check in short for ref in check.short}
        reach = (self._raise_to(q, now, short[0], ways) for q in self._questions(open_refs))
        nearest = sorted(chain(*reach), key=lambda move: move.steps)
        binding = [move for move in nearest if self.framework.questions[move.ref].binding]
        needed = {check.condition.binding: int(check.missing) for check in short}
        chosen = binding[: needed.get(True, 0)]
        others = [move for move in nearest if move not in chosen]
        yield from chosen + others[: max(0, needed.get(False, 0) - len(chosen))]

    def _raise_to(
        self, question: Question, now: Evaluation, check: ConditionCheck, ways: Ways
    ) -> list[Move]:
        """The nearest move that makes the item count, if any does."""
        has = Fraction(now.placed.get(question.ref, 0)) if question.is_scene else None
        earned = now.earned[question.ref] if has is None else has
        mark = check.condition.points or Fraction(check.condition.level or 0)
        moves = ways.of(question, now.resolutions[question.ref])
        return [move for move in moves if earned + move.gain >= mark][:1]

    def _questions(self, refs: Collection[str]) -> list[Question]:
        return [question for ref, question in self.framework.questions.items() if ref in refs]

    def _all_at_best(self, bound: int | None, refs: Iterable[str]) -> dict[str, Move]:
        found = {}
        for ref in refs:
            within = [move for move in self.moves[ref] if bound is None or move.steps <= bound]
            if within:
                found[ref] = within[-1]
        return found

    def _decides(self, moves: Mapping[str, Move]) -> bool:
        """Whether an answer among the moves has a say in what is asked or computed."""
        return not self.framework.deciding.isdisjoint(moves)

    def _trimmed(self, moves: dict[str, Move], *, whole: bool) -> dict[str, Move]:
        """Leave out what is needless, if not all is needed, and raise nothing more than it must."""
        if whole:
            return self._lowered(moves)
        before: dict[str, Move] = {}
        while moves != before:
            before = moves
            moves = self._lowered(self._without_idle(moves))
        return moves

    def _without_idle(self, moves: dict[str, Move]) -> dict[str, Move]:
        """Drop what the others make needless, the greatest steps first."""
        for ref in sorted(moves, key=lambda ref: -moves[ref].steps):
            fewer = _without(moves, ref)
            if self._reaches(fewer):
                moves = fewer
        return moves

    def _lowered(self, moves: dict[str, Move]) -> dict[str, Move]:
        """Take the nearest answer that is still enough, the greatest steps first."""
        for ref in sorted(moves, key=lambda ref: -moves[ref].steps):
            nearer = (each for each in self.moves[ref] if each.steps < moves[ref].steps)
            lower = ({**moves, ref: each} for each in nearer)
            moves = next(filter(self._reaches, lower), moves)
        return moves


def _aim(check: ConditionCheck) -> tuple[object, ...]:
    condition = check.condition
    alike = condition.kind, condition.part, condition.level, condition.points
    return alike if condition.kind == "count" and not condition.questions else (*alike, condition)


def _size(moves: Sequence[Move]) -> tuple[int, int, int]:
    """Which of several ways is smaller: by its greatest step, then by its answers and steps."""
    steps = [move.steps for move in moves]
    return max(steps), len(steps), sum(steps)


def _without(moves: Mapping[str, Move], *refs: str) -> dict[str, Move]:
    return {ref: move for ref, move in moves.items() if ref not in refs}
