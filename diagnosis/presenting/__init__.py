"""Answers and results in words: the one source of what page, PDF and API show.

`result_of(assessment, lang)` gives a `Result`, frozen and free of queries; its fields are described
in `shapes`. All figures come from the stored score, none is computed again.
"""

from .building import result_of
from .shapes import (
    Amount,
    Answer,
    Axis,
    Blocker,
    Calculation,
    Condition,
    Declaration,
    Dimension,
    Entry,
    Level,
    Other,
    Question,
    Result,
    RowAnswer,
    Scene,
    SceneGroup,
    Source,
)
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
    "Question",
    "Result",
    "RowAnswer",
    "Scene",
    "SceneGroup",
    "Source",
    "answer_in_words",
    "numbering",
    "points_text",
    "result_of",
]
