"""Which answers block the next level, as a set whose change reaches it.

The conditions are repaired one after the other, each with the fewest answers; where requirements
belong to levels, those above the next level are touched only if the others do not suffice. What the
others make needless is left out. Changing all that is listed raises the level; leaving any one out
does not.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import Any

from diagnosis.maturity.answers import check_value
from diagnosis.maturity.evaluation import Evaluation, Sheet, evaluate
from diagnosis.maturity.forms import Answer
from diagnosis.maturity.framework import IN_TURN, Framework, Question
from diagnosis.maturity.gaining import fewest_gains, is_plain_sum
from diagnosis.maturity.levels import ConditionCheck, check_levels, reached_level
from diagnosis.maturity.moves import Move, best_move, better_moves
from diagnosis.maturity.reaching import Reaching
from diagnosis.maturity.record import Record
from diagnosis.maturity.values import Value

ZERO = Fraction(0)
MOST_REPAIRS = 12


class Unblock(Record):
    """One answer to change: to what, what is new about it, and the points it gains."""

    ref: str
    value: Answer  # the answer to set
    options: tuple[str, ...]  # the options in it that are new
    gained: Value
    steps: int

    def as_dict(self) -> dict[str, Any]:
        return {
            "ref": self.ref,
            "option": self.value,
            "new": list(self.options),
            "gained": self.gained.as_dict(),
        }


def find_blocking(
    framework: Framework, sheet: Sheet, profile: Mapping[str, Any], evaluation: Evaluation
) -> tuple[Unblock, ...]:
    """Find the answers that block the next level; nothing at the top.

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
        level = reached_level(framework, evaluation)
        self.rank = level.rank if level else -1
        higher = (each for each in framework.levels if each.rank > self.rank)
        self.target = next(higher, None)

    def unblocks(self) -> tuple[Unblock, ...]:
        if self.target is None:
            return ()
        moves = self._moves()
        after = self._after(moves.values())
        return tuple(self._unblock(moves[r], after) for r in self.framework.questions if r in moves)

    def _unblock(self, move: Move, after: Evaluation) -> Unblock:
        gained = after.earned.get(move.ref, ZERO) - self.now.earned.get(move.ref, ZERO)
        value = Value(gained, self.framework.places, self.framework.rounding)
        return Unblock(move.ref, move.choice, move.options, value, move.steps)

    def _moves(self) -> dict[str, Move]:
        moves, repairs = self._repaired()
        if not self._reaches(moves):
            moves, repairs = self._all_at_best(), MOST_REPAIRS
            if not self._reaches(moves):
                return {}
        # One repair takes the fewest answers there are, unless they change what is asked.
        return moves if repairs == 1 and not self._decides(moves) else self._without_idle(moves)

    def _repaired(self) -> tuple[dict[str, Move], int]:
        """Repair one short condition after the other; like counts are repaired at once."""
        moves: dict[str, Move] = {}
        for repairs in range(MOST_REPAIRS):
            evaluation = self._after(moves.values())
            short = self._short(evaluation)
            found = list(self._repair(evaluation, short)) if short else []
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
        """The first condition that is short, with those that count the same items."""
        short = [check for check in self._asked_of(evaluation) if not check.met]
        return [check for check in short if _aim(check) == _aim(short[0])]

    def _asked_of(self, evaluation: Evaluation) -> Iterator[ConditionCheck]:
        """What the next level asks, and those below it where they must be climbed in turn."""
        for conditions in check_levels(self.framework, evaluation):
            below = conditions.rank <= self.target.rank if self.target else False
            if conditions.level == self.target or (below and self.framework.climb == IN_TURN):
                yield from conditions.checks

    def _repair(self, now: Evaluation, short: Sequence[ConditionCheck]) -> Iterable[Move]:
        first = short[0]
        if first.kind == "either":
            ways = [tuple(self._repair(now, [check])) for check in first.of]
            return min((way for way in ways if way), key=len, default=())
        if first.kind == "count":
            return self._raise_items(now, short)
        part = self.framework.part(first.condition.part)
        if first.kind == "passed":
            return Reaching(self.framework, now).moves_to_pass(part, first.condition.level or 0)
        if is_plain_sum(self.framework, part, now):
            questions = self._questions(part.all_questions)
            return fewest_gains(questions, first.missing, now, self._after)
        reaching = Reaching(self.framework, now)
        rank = self.target.rank if self.target else None
        return reaching.moves_to(part, first.needed, up_to=rank) or reaching.moves_to(
            part, first.needed
        )

    def _raise_items(self, now: Evaluation, short: Sequence[ConditionCheck]) -> Iterator[Move]:
        """Raise the items nearest to the level, binding ones first as far as they are needed."""
        open_refs = {ref for check in short for ref in check.short}
        reach = (self._raise_to(q, now, short[0]) for q in self._questions(open_refs))
        nearest = sorted(chain(*reach), key=lambda move: move.steps)
        binding = [move for move in nearest if self.framework.questions[move.ref].binding]
        needed = {check.condition.binding: int(check.missing) for check in short}
        chosen = binding[: needed.get(True, 0)]
        others = [move for move in nearest if move not in chosen]
        yield from chosen + others[: max(0, needed.get(False, 0) - len(chosen))]

    def _raise_to(self, question: Question, now: Evaluation, check: ConditionCheck) -> list[Move]:
        """The nearest move that makes the item count, if any does."""
        has = Fraction(now.placed.get(question.ref, 0)) if question.is_scene else None
        earned = now.earned[question.ref] if has is None else has
        mark = check.condition.points or Fraction(check.condition.level or 0)
        moves = better_moves(question, now.resolutions[question.ref])
        return [move for move in moves if earned + move.gain >= mark][:1]

    def _questions(self, refs: Collection[str]) -> list[Question]:
        return [question for ref, question in self.framework.questions.items() if ref in refs]

    def _all_at_best(self) -> dict[str, Move]:
        found = (
            best_move(question, self.now.resolutions[ref])
            for ref, question in self.framework.questions.items()
        )
        return {move.ref: move for move in found if move}

    def _decides(self, moves: Mapping[str, Move]) -> bool:
        """Whether an answer among the moves has a say in what is asked or computed."""
        return not self.framework.deciding.isdisjoint(moves)

    def _without_idle(self, moves: dict[str, Move]) -> dict[str, Move]:
        """Drop what the others make needless, until every single one is needed."""
        dropped = True
        while dropped:
            dropped = False
            for ref in list(moves):
                fewer = {other: move for other, move in moves.items() if other != ref}
                if self._reaches(fewer):
                    moves, dropped = fewer, True
        return moves


def _aim(check: ConditionCheck) -> tuple[object, ...]:
    condition = check.condition
    alike = condition.kind, condition.part, condition.level, condition.points
    return alike if condition.kind == "count" and not condition.questions else (*alike, condition)
