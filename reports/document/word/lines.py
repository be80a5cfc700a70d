"""Pieces of text put into lines: where a line of the PDF ends because its column does, it goes on.

In Chinese that is told by whether the next characters would have found room.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reports.document.word.runs import Run

SAME_LINE = 0.5  # of the size
GAP = 0.16  # of the size, from which two pieces of a line are apart
FAR = 1.2  # of the size, from which they are things of their own
ROOM = 1.5  # points that a line may lack to hold the next word
DIGEST = re.compile(r"[0-9a-f]{32}")
NOTHING = "\u200b"


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one style; `breaks` begins a new line before it."""

    text: str
    run: Run
    breaks: bool = False


def pieces_of(runs: Sequence[Run], width: float = 0.0) -> list[Piece]:
    """The text of a paragraph; `width` is what its column has at least, if that is known."""
    lines = _lines(runs)
    if not lines:
        return []
    widest = max(width, *(line[-1].end - line[0].x for line in lines))
    found = list(_inline(lines[0]))
    for above, below in pairwise(lines):
        first, *others = _inline(below)
        text = found[-1].text
        if _goes_on(above, below, widest):
            found[-1] = replace(found[-1], text=text.rstrip(NOTHING).rstrip())
            gap = _between(text, first.text)
            found += [replace(first, text=gap + first.text.lstrip()), *others]
        else:
            found += [replace(first, breaks=True), *others]
    return [replace(piece, text=piece.text.replace(NOTHING, "")) for piece in _merged(found)]


def text_of(runs: Sequence[Run]) -> str:
    """All of it as one text, a line for each that was begun on purpose."""
    return "".join(("\n" if each.breaks else "") + each.text for each in pieces_of(runs))


def _lines(runs: Sequence[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = []
    for run in runs:
        if not run.text:
            continue
        last = lines[-1][-1] if lines else None
        if last and _beside(last, run):
            lines[-1].append(run)
        else:
            lines.append([run])
    return lines


def _beside(last: Run, run: Run) -> bool:
    """Whether a piece stands on the same line, further to the right."""
    level = last.page == run.page and abs(last.y - run.y) < SAME_LINE * run.size
    return level and run.x >= last.x


def _inline(line: Sequence[Run]) -> Iterator[Piece]:
    """The pieces of one line, a space where they stand apart."""
    before: Run | None = None
    for run in line:
        yield Piece(_space(before, run) + run.text, run)
        before = run


def _space(before: Run | None, run: Run) -> str:
    """What stands between two pieces of a line: more where they are far from each other."""
    if before is None or run.x - before.end <= GAP * run.size:
        return ""
    if run.x - before.end > FAR * run.size:
        return "   "
    return "" if before.text.endswith(" ") or run.text.startswith(" ") else " "


def _goes_on(above: Sequence[Run], below: Sequence[Run], widest: float) -> bool:
    """Whether the line was only ended for want of room; English keeps the space at its end."""
    last, first = above[-1], below[0]
    if last.text.endswith((" ", NOTHING)):
        return True
    if _style(last) != _style(first):
        return False
    if DIGEST.fullmatch(last.text):
        return True
    if not (_is_wide(last.text[-1]) or _is_wide(first.text[0])):
        return False
    return last.end - above[0].x + _first_word(first) > widest - ROOM


def _first_word(run: Run) -> float:
    """The room of the first word; in Chinese of three characters, as no comma begins a line."""
    letters = next((no for no, char in enumerate(run.text) if char == " " or _is_wide(char)), 0)
    return min((letters or 3) / len(run.text), 1) * (run.end - run.x)


def _between(above: str, below: str) -> str:
    """What stands where a line ended: the space that was there, if words need one."""
    wide = above.rstrip() and below.strip() and (_is_wide(above.rstrip()[-1]) or _is_wide(below[0]))
    return " " if above.endswith(" ") and not wide else ""


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _merged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours in one style are one piece."""
    held: Piece | None = None
    for piece in pieces:
        if held and not piece.breaks and _style(held.run) == _style(piece.run):
            held = replace(held, text=held.text + piece.text)
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


def _style(run: Run) -> tuple[object, ...]:
    return (run.size, run.colour, run.font)
