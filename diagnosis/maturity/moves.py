"""The ways in which one answer can become better."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import takewhile

from diagnosis.maturity.evaluation import points_of, row_points
from diagnosis.maturity.forms import Answer
from diagnosis.maturity.questions import MULTI, ROWS, SCENE, SINGLE, TABLE, Option, Question
from diagnosis.maturity.record import Record
from diagnosis.maturity.resolving import CHOSEN, Resolution

ZERO = Fraction(0)


class Move(Record):
    """A better answer: the options that are new, what it adds, and how many steps away it is."""

    ref: str
    choice: Answer
    options: tuple[str, ...]  # in a question with rows written row.option
    gain: Fraction
    steps: int

    def after(self, earlier: "Move | None") -> "Move":
        """The same answer seen from before an earlier move."""
        if earlier is None:
            return self
        return Move(
            self.ref,
            self.choice,
            (*earlier.options, *self.options),
            self.gain,
            self.steps + earlier.steps,
        )


class Ways:
    """The better answers no more than so many steps from where the sheet stood, if bounded at all.

    `made` are the moves that are decided already: their steps count, what they gained does not.
    """

    def __init__(self, most: int | None, made: Mapping[str, Move]) -> None:
        self.most = most
        self.made = made

    def of(self, question: Question, present: Resolution) -> tuple[Move, ...]:
        """The moves of one question from where it stands now, nearest first."""
        earlier = self.made.get(question.ref)
        moves = (move.after(earlier) for move in better_moves(question, present))
        most = self.most
        return tuple(moves if most is None else takewhile(lambda move: move.steps <= most, moves))


def better_moves(question: Question, present: Resolution) -> Iterator[Move]:
    """Give every better answer, nearest first; none where the question does not count.

    A step is one rung up, one more tick, or either of these in one row.
    """
    if not _can_better(question, present):
        return iter(())
    if question.has_rows:
        return _row_by_row(question, present)
    if question.kind == MULTI:
        return _ticks(question, present)
    return _rungs(question, present.options)


def next_move(question: Question, present: Resolution) -> Move | None:
    """Give the nearest better answer; None at the top."""
    return next(better_moves(question, present), None)


def best_move(question: Question, present: Resolution) -> Move | None:
    """Give the best answer there is; None where it stands already."""
    if question.kind in (SINGLE, SCENE):
        return _rung(question, present.options, -1) if _can_better(question, present) else None
    *_, best = [None, *better_moves(question, present)]
    return best


def _can_better(question: Question, present: Resolution) -> bool:
    return present.counts and not question.apart


def _rungs(question: Question, present: tuple[str, ...]) -> Iterator[Move]:
    """Climb the ladder of distinct worths; no answer stands below or on its lowest rung."""
    found = (_rung(question, present, place) for place in range(len(question.ladder)))
    return (move for move in found if move)


def _rung(question: Question, present: tuple[str, ...], place: int) -> Move | None:
    """The move to one rung; None from there or from above it."""
    here = question.option(present[0]).worth if present else question.ladder[0].worth
    option = question.ladder[place]
    if option.worth <= here:
        return None
    gain = option.worth - here
    steps = sum(here < other.worth <= option.worth for other in question.ladder)
    points = gain if question.is_scene else _scaled(question, gain)
    return Move(question.ref, option.ref, (option.ref,), points, steps)


def _scaled(question: Question, points: Fraction) -> Fraction:
    return points * question.max_points / question.out_of if question.out_of else ZERO


def _ticks(question: Question, present: Resolution) -> Iterator[Move]:
    """Tick one more each time, the most valuable first; an exclusive "none" gives way."""
    before = points_of(question, present)
    kept = {ref for ref in present.options if _stays(question.option(ref))}
    new: set[str] = set()
    for steps, option in enumerate(_free(question, present.options), 1):
        new.add(option.ref)
        choice = [ref for ref in question.option_refs if ref in kept | new]
        gain = points_of(question, Resolution(tuple(choice), CHOSEN)) - before
        added = tuple(ref for ref in question.option_refs if ref in new)
        if gain > 0:
            yield Move(question.ref, choice, added, gain, steps)
        if gain + before >= question.max_points:
            return


def _free(question: Question, present: tuple[str, ...]) -> list[Option]:
    """The options worth a tick, best first."""
    taken = set(present)
    free = [o for o in question.options if o.points > 0 and not o.exclusive and not o.reason]
    return sorted((o for o in free if o.ref not in taken), key=lambda option: -option.points)


def _stays(option: Option) -> bool:
    """A tick that costs points is taken away on the way up, and so is "none"."""
    return not option.exclusive and option.points >= 0


def _row_by_row(question: Question, present: Resolution) -> Iterator[Move]:
    """Raise one row by one step each time, in the order of the rows."""
    rows = dict(present.rows)
    before = points_of(question, present)
    added: list[str] = []
    steps = 0
    while raised := _raised(question, rows):
        row, options, new = raised
        rows[row] = options
        steps += 1
        added = [ref for ref in added if question.kind == TABLE or not ref.startswith(f"{row}.")]
        added.append(f"{row}.{new}")
        gain = points_of(question, Resolution((), CHOSEN, rows=rows)) - before
        if gain > 0:
            yield Move(question.ref, {"rows": _written(question, rows)}, tuple(added), gain, steps)


def _raised(
    question: Question, rows: Mapping[str, tuple[str, ...]]
) -> tuple[str, tuple[str, ...], str] | None:
    """The first row that can be better: its options then, and the one that is new."""
    for row in question.rows:
        present = [question.option(ref) for ref in rows.get(row, ())]
        if present and all(option.excluded for option in present):
            continue
        better = _better_row(question, present)
        if better:
            return row, *better
    return None


def _better_row(question: Question, present: list[Option]) -> tuple[tuple[str, ...], str] | None:
    here = row_points(question, present)
    open_ = [o for o in question.options if not o.reason and not o.exclusive and o not in present]
    if question.kind == ROWS:
        higher = sorted((o for o in open_ if o.points > here), key=lambda option: option.points)
        return ((higher[0].ref,), higher[0].ref) if higher else None
    kept = [option for option in present if not option.exclusive]
    for option in sorted(open_, key=lambda option: -option.points):
        options = [*kept, option]
        if row_points(question, options) > here:
            ordered = tuple(ref for ref in question.option_refs if ref in {o.ref for o in options})
            return ordered, option.ref
    return None


def _written(question: Question, rows: Mapping[str, tuple[str, ...]]) -> dict[str, str | list[str]]:
    """The rows as they are kept: one option, or a list where several may be chosen."""
    many = question.kind == TABLE
    return {row: list(rows[row]) if many else rows[row][0] for row in question.rows if row in rows}
