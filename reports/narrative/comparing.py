"""Two versions of the consultant's words beside each other: what was added, what taken away."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from diagnosis.library import solution_name
from reports.narrative.models import Narrative
from reports.narrative.passages import INTEREST, Passage

TOKEN = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)  # a word of letters, or one Chinese character


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: `same`, `new` or `gone`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One passage with its pieces."""

    label: str
    pieces: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        return any(piece.kind != "same" for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All passages that either version has, and the solutions that either picked."""

    lines: tuple[Line, ...]
    solutions: tuple[Piece, ...]


def compare(
    old: Narrative, new: Narrative, passages: Sequence[Passage], interest: str
) -> Comparison:
    """`interest` is the label of the statement of interests."""
    labels = {each.key: each.label for each in passages} | {INTEREST: interest}
    written = [key for key in labels if key in old.texts or key in new.texts]
    return Comparison(
        lines=tuple(
            Line(labels[key], tuple(_pieces(old.texts.get(key, ""), new.texts.get(key, ""))))
            for key in written
        ),
        solutions=tuple(_picked(old, new)),
    )


def _pieces(old: str, new: str) -> Iterator[Piece]:
    was, will = TOKEN.findall(old), TOKEN.findall(new)
    for kind, a, b, c, d in SequenceMatcher(None, was, will).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(was[a:b]))
            continue
        if b > a:
            yield Piece("gone", "".join(was[a:b]))
        if d > c:
            yield Piece("new", "".join(will[c:d]))


def _picked(old: Narrative, new: Narrative) -> Iterator[Piece]:
    for ref in sorted({*old.solutions, *new.solutions}):
        kind = "same" if ref in old.solutions and ref in new.solutions else ""
        kind = kind or ("new" if ref in new.solutions else "gone")
        yield Piece(kind, solution_name(ref))
