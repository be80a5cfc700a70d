"""The radar as a drawing of lines, for paper and for browsers that run no script."""

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 560, 400
RADIUS, GAP = 130, 14
LINE = 16  # from one line of a name to the next
WIDEST = 22  # of a line beside the figure, in Latin letters
RINGS = (25, 50, 75, 100)
FEWEST = 3  # sides of a figure


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a side in short lines, each with its own height."""

    x: str
    anchor: str
    lines: tuple[tuple[str, str], ...]  # height, words


@dataclass(frozen=True, slots=True)
class Radar:
    """Corners as SVG writes them."""

    width: int
    height: int
    rings: tuple[str, ...]
    spokes: tuple[tuple[str, str], ...]  # where each ends
    centre: tuple[int, int]
    labels: tuple[Label, ...]
    shapes: tuple[str, ...]  # the last lies on top


def radar_of(names: Sequence[str], *shapes: Sequence[float]) -> Radar | None:
    """Each shape in per cent, side by side; None for fewer sides than make a figure."""
    count = len(names)
    if count < FEWEST:
        return None
    return Radar(
        width=WIDTH,
        height=HEIGHT,
        rings=tuple(_corners([share] * count) for share in RINGS),
        spokes=tuple(_at(place, count, 100) for place in range(count)),
        centre=(WIDTH // 2, HEIGHT // 2),
        labels=tuple(_label(name, place, count) for place, name in enumerate(names)),
        shapes=tuple(_corners(shares) for shares in shapes),
    )


def _corners(shares: Sequence[float]) -> str:
    corners = (_at(place, len(shares), share) for place, share in enumerate(shares))
    return " ".join(f"{x},{y}" for x, y in corners)


def _at(place: int, count: int, share: float, beyond: float = 0) -> tuple[str, str]:
    turn = 2 * math.pi * place / count
    out = RADIUS * share / 100 + beyond
    across, down = math.sin(turn) * out, -math.cos(turn) * out
    return _text(WIDTH / 2 + across), _text(HEIGHT / 2 + down)


def _label(name: str, place: int, count: int) -> Label:
    turn = 2 * math.pi * place / count
    across, up = math.sin(turn), math.cos(turn)
    beside = abs(across) > 0.1
    anchor = ("start" if across > 0 else "end") if beside else "middle"
    lines = list(_lines(name, WIDEST if beside else 2 * WIDEST))
    x, y = _at(place, count, 100, GAP)
    first = float(y) - LINE * (len(lines) - 1) * (1 + up) / 2 + 4
    heights = (_text(first + LINE * number) for number in range(len(lines)))
    return Label(x, anchor, tuple(zip(heights, lines, strict=True)))


def _lines(name: str, widest: int) -> Iterator[str]:
    """Words stay whole; Chinese breaks between any two characters."""
    line = ""
    for piece in re.findall(r"[\u2e80-\uffef]|[^\u2e80-\uffef\s]+\s*", name):
        if line and _width(line + piece.rstrip()) > widest:
            yield line.rstrip()
            line = ""
        line += piece
    yield line.rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _text(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
