"""The ways in which one answer can become better."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from diagnosis.maturity.framework import Option, Question

Choice = str | tuple[str, ...]  # the new answer: an option, or all ticked options


@dataclass(frozen=True, slots=True)
class Move:
    """A better answer: the options that are new, what they add, and how many steps away."""

    ref: str
    choice: Choice
    options: tuple[str, ...]
    gain: Fraction
    steps: int


def better_moves(question: Question, present: tuple[str, ...]) -> Iterator[Move]:
    """Give every better answer, nearest first. A step is one rung up, or one more tick."""
    return _ticks(question, present) if question.is_multi else _rungs(question, present)


def next_move(question: Question, present: tuple[str, ...]) -> Move | None:
    """Give the nearest better answer; None at the top."""
    return next(better_moves(question, present), None)


def _rungs(question: Question, present: tuple[str, ...]) -> Iterator[Move]:
    """Climb the ladder of distinct worths; no answer stands below or on its lowest rung."""
    worths = sorted({_worth(option) for option in question.options})
    here = _worth(question.option(present[0])) if present else worths[0]
    for rung, worth in enumerate(worths):
        if worth > here:
            option = next(o for o in question.options if _worth(o) == worth)
            steps = rung - worths.index(here)
            yield Move(question.ref, option.ref, (option.ref,), worth - here, steps)


def _ticks(question: Question, present: tuple[str, ...]) -> Iterator[Move]:
    """Tick one more each time, the most valuable first; an exclusive "none" gives way."""
    free = [o for o in question.options if not o.exclusive and o.ref not in present and o.points]
    free.sort(key=lambda option: -option.points)
    kept = {ref for ref in present if not question.option(ref).exclusive}
    for count in range(1, len(free) + 1):
        new = {option.ref for option in free[:count]}
        choice = tuple(ref for ref in question.option_refs if ref in kept | new)
        added = tuple(ref for ref in question.option_refs if ref in new)
        gain = sum((option.points for option in free[:count]), Fraction(0))
        yield Move(question.ref, choice, added, gain, count)


def _worth(option: Option) -> Fraction:
    """What an option is good for: its points, or the level at which it places a scene."""
    return option.points if option.level is None else Fraction(option.level)
