"""How long it takes to fill in what is left, as people took who filled in the form."""

from collections.abc import Iterable
from math import ceil

from diagnosis.maturity.framework import Framework
from diagnosis.maturity.questions import Question

TYPED, CHOSEN, PLACED = 15, 10, 25  # seconds: a figure, a choice, the level of a scene
READ_AGAIN = 5  # to see that last year's answer still holds
STEP = 5 * 60


def minutes_left(
    framework: Framework, missing: Iterable[str], unconfirmed: Iterable[str] = ()
) -> int:
    """Minutes for the questions without an answer and those to read again, rounded up to five."""
    seconds = sum(seconds_for(framework.questions[ref]) for ref in missing)
    seconds += sum(READ_AGAIN for _ref in unconfirmed)
    return STEP // 60 * ceil(seconds / STEP)


def seconds_for(question: Question) -> int:
    """To read one question and to answer it: each figure and each row of a table counts."""
    if question.is_scene:
        return PLACED
    return TYPED * len(question.fields) or CHOSEN * max(1, len(question.rows))
