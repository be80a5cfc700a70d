"""Which groups of firms may be shown, so that no few firms can be told from them. Pure.

The groups form a ladder from the city down to industry, size and district; each lies within the
one above. A group is shown only with at least k firms besides the one that looks. And because a
reader may subtract, what a shown group holds beyond the shown groups within it is no one, or more
than k firms as well; where it would be fewer, the smallest of those within is hidden.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

K = 5  # others that a group must hold


class Cell(NamedTuple):
    """Where a firm stands in the register; an empty size is unknown."""

    industry: str
    size: str
    district: str


class Group(NamedTuple):
    """Firms of one industry, size and district; what is empty is not looked at."""

    industry: str = ""
    size: str = ""
    district: str = ""

    @property
    def above(self) -> "Group":
        """The next wider group."""
        if self.district:
            return self._replace(district="")
        if self.size:
            return self._replace(size="")
        return CITY


CITY = Group()


def ladder_of(cell: Cell) -> tuple[Group, ...]:
    """The groups of a firm, the narrowest first; a firm of unknown size has fewer."""
    wide = (Group(cell.industry), CITY)
    if not cell.size:
        return wide
    return (Group(*cell), Group(cell.industry, cell.size), *wide)


def shown_groups(cells: Iterable[Cell], k: int = K) -> dict[Group, int]:
    """The groups that may be shown with their numbers of firms, wider ones first."""
    counts = Counter(group for cell in cells for group in ladder_of(cell))
    within: dict[Group, list[Group]] = defaultdict(list)
    for group in counts:
        if group != CITY:
            within[group.above].append(group)
    shown: dict[Group, int] = {}
    waiting = [CITY] if counts[CITY] > k else []
    while waiting:
        group = waiting.pop()
        shown[group] = counts[group]
        waiting += _showable(group, within[group], counts, k)
    return shown


def _showable(group: Group, within: list[Group], counts: Counter[Group], k: int) -> list[Group]:
    """The groups within one that can be shown beside it; those in a hidden one stay hidden."""
    large = sorted((each for each in within if counts[each] > k), key=lambda e: (counts[e], e))
    rest = counts[group] - sum(counts[each] for each in large)
    return large[1:] if 0 < rest <= k else large
