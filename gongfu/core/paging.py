"""Pages of a list by key: the last page costs what the first costs."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from gongfu.core.errors import Invalid

SIZES = (12, 50, 100)
M = TypeVar("M", bound=Model)
R = TypeVar("R")


@dataclass(frozen=True)
class Page(Generic[R]):
    """One page as the pager shows it: `first` to `last` of `total`; no link where no page is."""

    rows: list[R]
    size: int
    total: int | None
    first: int
    previous: str
    next: str
    sizes: list[tuple[int, str]]

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def may_resize(self) -> bool:
        """Whether another size could show other rows."""
        return self.total is None or self.total > SIZES[0]


@dataclass(frozen=True)
class _Cursor:
    """Where a page begins: the keys of the row beside it and how many rows lie before the page."""

    offset: int
    keys: list[str]

    def text(self) -> str:
        raw = json.dumps([self.offset, *self.keys], separators=(",", ":"))
        return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")

    @classmethod
    def of(cls, text: str, length: int) -> "_Cursor":
        try:
            padded = text + "=" * (-len(text) % 4)
            offset, *keys = json.loads(base64.urlsafe_b64decode(padded))
            if len(keys) != length or not all(isinstance(key, str) for key in keys):
                raise ValueError(text)
            return cls(min(max(int(offset), 0), 10**9), keys)
        except (ValueError, TypeError, binascii.Error) as error:
            raise _damaged() from error


def by_key(
    queryset: QuerySet[M],
    params: QueryDict,
    *,
    ordering: tuple[str, ...],
    size: int = 50,
    count: bool = True,
    size_param: str = "size",
) -> Page[M]:
    """Return the page that `params` asks for by `after`, `before` and `size` (or another name).

    `ordering` names fields or annotations that are never null; the primary key is added last.
    """
    order = ordering if ordering[-1].lstrip("-") in ("pk", "id") else (*ordering, "pk")
    size = next((known for known in SIZES if str(known) == params.get(size_param)), size)
    total = queryset.count() if count else None
    backwards = bool(params.get("before"))
    given = params.get("before") or params.get("after")
    cursor = _Cursor.of(given, len(order)) if given else None
    rows = _rows(queryset, _turned(order) if backwards else order, cursor, size + 1)
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    offset = cursor.offset if cursor else 0
    if backwards:
        offset = max(0, offset - len(rows))
    has_next = more or backwards
    has_previous = more if backwards else cursor is not None and bool(rows)
    return Page(
        rows=rows,
        size=size,
        total=total,
        first=offset + 1 if rows else 0,
        previous=link(params, before=_mark(rows[0], order, offset))
        if has_previous and rows
        else "",
        next=link(params, after=_mark(rows[-1], order, offset + len(rows)))
        if has_next and rows
        else "",
        sizes=[(known, link(params, **{size_param: str(known)})) for known in SIZES],
    )


def _rows(
    queryset: QuerySet[M], order: tuple[str, ...], cursor: _Cursor | None, limit: int
) -> list[M]:
    chosen = queryset.order_by(*order)
    if cursor is not None:
        values = [_value(queryset, name, key) for name, key in zip(order, cursor.keys, strict=True)]
        chosen = chosen.filter(_beyond(order, values))
    return list(chosen[:limit])


def _beyond(order: tuple[str, ...], values: list[Any]) -> Q:
    """What lies after the values; the bound on the first key alone lets an index be used."""
    terms: list[Q] = []
    equal: dict[str, Any] = {}
    for name, value in zip(order, values, strict=True):
        field, sign = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        terms.append(Q(**equal, **{f"{field}__{sign}": value}))
        equal[field] = value
    first, sign = order[0].lstrip("-"), "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{first}__{sign}": values[0]}) & reduce(Q.__or__, terms)


def _turned(order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)


def _value(queryset: QuerySet[M], name: str, key: str) -> Any:
    try:
        return _field(queryset, name.lstrip("-")).to_python(key)
    except ValidationError as error:
        raise _damaged() from error


def _field(queryset: QuerySet[M], name: str) -> "Field[Any, Any]":
    annotation = queryset.query.annotations.get(name)
    if annotation is not None:
        return annotation.output_field
    model: Any = queryset.model
    *path, last = name.split("__")
    for part in path:
        model = model._meta.get_field(part).related_model
    try:
        return model._meta.get_field(last)
    except FieldDoesNotExist:
        return model._meta.pk


def _mark(row: M, order: tuple[str, ...], offset: int) -> str:
    keys = [str(reduce(getattr, name.lstrip("-").split("__"), row)) for name in order]
    return _Cursor(offset, keys).text()


def link(params: Mapping[str, str], **change: str) -> str:
    """The address of another page of the same list; what said where this one begins is left out."""
    query = params.copy() if isinstance(params, QueryDict) else QueryDict(mutable=True)
    for name in ("after", "before", "page"):
        query.pop(name, None)
    for name, value in change.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _damaged() -> Invalid:
    return Invalid(_("This link to a page of the list is damaged; open the list from its start."))
