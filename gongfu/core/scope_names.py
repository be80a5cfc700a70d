"""What the scope of a grant is called: the apps that keep firms and districts say it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from gongfu.core.models import RoleGrant

Source = Callable[[Collection[str]], Mapping[str, str]]
_sources: dict[str, str] = {}


def declare_names(kind: str, path: str) -> None:
    """Say by its dotted path which function names the scopes of a kind, key by key."""
    _sources[kind] = path


def names_of(grants: "Iterable[RoleGrant]") -> dict[int, str]:
    """The name of each grant's scope, by the grant's key; one statement for each kind."""
    keys: dict[str, dict[int, str]] = {}
    for grant in grants:
        keys.setdefault(grant.scope_kind, {})[grant.pk] = grant.scope_key
    return {
        grant: name for kind, wanted in keys.items() for grant, name in _named(kind, wanted).items()
    }


def _named(kind: str, wanted: Mapping[int, str]) -> dict[int, str]:
    if kind not in _sources:
        return {}
    source: Source = import_string(_sources[kind])
    names = source(set(wanted.values()))
    return {grant: names[key] for grant, key in wanted.items() if key in names}
