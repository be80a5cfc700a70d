"""Pages of a list that is put together in memory, in the shape that the pager shows."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from gongfu.core.paging import SIZES, Page, link


def sliced(rows: Sequence[Any], params: QueryDict, *, size: int = 50) -> Page[Any]:
    """The page that `page` and `size` ask for; the last one where there is no such page."""
    size = next((known for known in SIZES if str(known) == params.get("size")), size)
    pages = -(-len(rows) // size) or 1
    wanted = params.get("page", "1")[:9]
    at = min(max(int(wanted), 1), pages) if wanted.isascii() and wanted.isdecimal() else 1
    shown = list(rows[(at - 1) * size : at * size])
    return Page(
        rows=shown,
        size=size,
        total=len(rows),
        first=(at - 1) * size + 1 if shown else 0,
        previous=link(params, page=str(at - 1)) if at > 1 else "",
        next=link(params, page=str(at + 1)) if at < pages else "",
        sizes=[(known, link(params, size=str(known))) for known in SIZES],
    )
