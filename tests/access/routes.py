"""Every route of the resolver, as the tests of access need it."""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

from gongfu.core.access import ROUTES


class Found(NamedTuple):
    """A route: its name as the access table spells it, and the converters of its arguments."""

    name: str
    converters: dict[str, object]


def all_routes() -> list[Found]:
    return sorted(set_of(get_resolver().url_patterns), key=lambda found: found.name)


def set_of(
    patterns: list[URLPattern | URLResolver], space: str = "", given: dict | None = None
) -> Iterator[Found]:
    for pattern in patterns:
        converters = {**(given or {}), **getattr(pattern.pattern, "converters", {})}
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from set_of(pattern.url_patterns, inner, converters)
        else:
            groups = dict.fromkeys(pattern.pattern.regex.groupindex)
            yield Found(f"{space}{pattern.name}", {**groups, **converters})


def unsafe_routes() -> list[Found]:
    """Routes that accept POST by the table."""
    return [found for found in all_routes() if found.name in ROUTES and ROUTES[found.name].write]
