"""Pages of a list that is put together in memory, in the shape that the pager shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from gongfu.core.paging import SIZES


@dataclass(frozen=True, slots=True)
class Slice:
    """One page; see `gongfu.core.paging.Page`."""

    rows: list[Any]
    size: int
    total: int
    first: int
    previous: str
    next: str
    sizes: list[tuple[int, str]]

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def sliced(rows: Sequence[Any], params: QueryDict, *, size: int = 50) -> Slice:
    """The page that `page` and `size` ask for; the last one where there is no such page."""
    size = next((known for known in SIZES if str(known) == params.get("size")), size)
    pages = -(-len(rows) // size) or 1
    wanted = params.get("page", "1")[:9]
    at = min(max(int(wanted), 1), pages) if wanted.isascii() and wanted.isdecimal() else 1
    shown = list(rows[(at - 1) * size : at * size])
    return Slice(
        rows=shown,
        size=size,
        total=len(rows),
        first=(at - 1) * size + 1 if shown else 0,
        previous=_link(params, page=str(at - 1)) if at > 1 else "",
        next=_link(params, page=str(at + 1)) if at < pages else "",
        sizes=[(known, _link(params, size=str(known))) for known in SIZES],
    )


def _link(params: Mapping[str, str], **change: str) -> str:
    query = params.copy() if isinstance(params, QueryDict) else QueryDict(mutable=True)
    query.pop("page", None)
    for name, value in change.items():
        query[name] = value
    return f"?{query.urlencode()}"
