"""What the consultant says in words of their own, apart from everything that was computed."""

from dataclasses import dataclass
from datetime import date

from reports.document.values import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One text under its heading; may have several paragraphs."""

    name: Text
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """The consultant's words, as they stood when the report was issued."""

    author: Text
    provider: Text | None
    written_on: date
    passages: tuple[Passage, ...]  # at least one
