"""Answers and results in words: the one source of what page, PDF and API show.

`result_of(assessment, lang)` gives a `Result`, frozen and free of queries; its fields are described
in `shapes`. All figures come from the stored score, none is computed again.
"""

from .asked import Amount, Answer, Calculation, Entry, Question, RowAnswer
from .building import result_of
from .computing import joined, listed
from .ladder import Condition, Level
from .shapes import (
    Axis,
    Declaration,
    Dimension,
    Other,
    PartLine,
    Result,
    Scene,
    SceneGroup,
    Source,
    Step,
)
from .way import Blocker
from .wording import answer_in_words, numbering, points_text

__all__ = [
    "Amount",
    "Answer",
    "Axis",
    "Blocker",
    "Calculation",
    "Condition",
    "Declaration",
    "Dimension",
    "Entry",
    "Level",
    "Other",
    "PartLine",
    "Question",
    "Result",
    "RowAnswer",
    "Scene",
    "SceneGroup",
    "Source",
    "Step",
    "answer_in_words",
    "joined",
    "listed",
    "numbering",
    "points_text",
    "result_of",
]
