"""What the answers of one release say about the result in another: a range, never a result."""

from collections.abc import Mapping
from typing import Any

from diagnosis.maturity.filling import Progress, progress
from diagnosis.maturity.forms import Answers
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.mapping import AnswerMapping, Carried, carry
from diagnosis.maturity.moves import best_move
from diagnosis.maturity.record import Record
from diagnosis.maturity.resolving import Reading
from diagnosis.maturity.scoring import Score, score


class Estimate(Record):
    """The scores between which the result lies, if the mapping is right.

    `low` knows only what came over; in `high` all that is `open` has its best answer.
    """

    carried: Mapping[str, Carried]
    progress: Progress
    open: tuple[str, ...]
    low: Score
    high: Score

    @property
    def answered(self) -> int:
        """How many of the questions that are asked came over whole."""
        return self.progress.total - len(self.open)


def estimate(
    mapping: AnswerMapping,
    source: Framework,
    sheet: Answers,
    target: Framework,
    profile: Mapping[str, Any] | None = None,
) -> Estimate:
    """Score what comes over, and the best that what stays open could add to it."""
    carried = carry(mapping, source, sheet, target, profile)
    values = {ref: each.value for ref, each in carried.items()}
    done = progress(target, values, profile)
    partial = {ref for ref, each in carried.items() if each.partial}
    reading = Reading(target, values, profile)
    asked = (ref for section in target.sections for ref in section.questions)
    still = tuple(
        ref for ref in asked if ref in done.missing or (ref in partial and reading.is_shown(ref))
    )
    moves = {ref: best_move(target.questions[ref], reading.resolution(ref)) for ref in still}
    best = {ref: move.choice for ref, move in moves.items() if move}
    return Estimate(
        carried=carried,
        progress=done,
        open=still,
        low=score(target, values, profile),
        high=score(target, {**values, **best}, profile),
    )
