"""R-A01 and R-A14: every route, every role, every method, own and foreign; and the entry it leaves.

The access table decides. A route without a row fails here, and so does one with arguments for which
no example in tests/access/fixtures says how they are built.
"""

from typing import Any, NamedTuple

import pytest
from django.urls import reverse

from gongfu.core.access import ROUTES, capability_for, may
from gongfu.core.actor import PUBLIC, Actor
from gongfu.core.models import AuditEntry
from tests.access.conftest import undone
from tests.access.fixtures import EXAMPLES, Example
from tests.access.fixtures.examples import nothing
from tests.access.routes import Found, all_routes
from tests.access.world import BOUND, World

pytestmark = pytest.mark.django_db

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
READING = ("GET", "HEAD")
FOUND = {found.name: found for found in all_routes()}
OPEN = Example(nothing, None, nothing)
BIG = 2**31 - 1


class Cell(NamedTuple):
    """One square of the walk: who asked how for what, what came, how many entries it left."""

    who: str
    method: str
    whose: str
    status: int
    location: str
    entries: int

    def __str__(self) -> str:
        return f"{self.who} {self.method} {self.whose}: {self.status} ({self.entries} entries)"


@pytest.fixture(params=sorted(FOUND))
def route(request) -> Found:
    return FOUND[request.param]


def test_every_route_has_a_row():
    assert sorted(set(FOUND) - set(ROUTES)) == []


def test_every_row_has_a_route():
    assert sorted(set(ROUTES) - set(FOUND)) == []


def test_every_route_with_arguments_has_an_example():
    missing = [name for name, found in FOUND.items() if found.converters and name not in EXAMPLES]
    assert not missing, "say in tests/access/fixtures how their arguments are built"


def test_no_example_is_left_behind():
    assert sorted(set(EXAMPLES) - set(FOUND)) == []


def test_the_table_is_kept_for_every_role_and_method(route, world):
    """And every request that may change something, or exports, leaves one entry; reading none."""
    export = ROUTES[route.name].export
    wrong = []
    for cell, expected in walk(route, world):
        if not fits(cell, expected, route):
            wrong.append(f"{cell}, expected: {expected}")
        if cell.entries != int(export or cell.method not in READING):
            wrong.append(f"{cell}, entries")
    assert not wrong, "\n".join(wrong)


def walk(route: Found, world: World):
    """Ask for everything in every way; yield what came beside what the table wants."""
    for who, person in world.actors.items():
        actor = seen_as(person, route)
        for method in METHODS:
            for whose, built in targets(route, actor, method):
                with undone():
                    expected = wanted(route, actor, method, whose)
                    yield ask(route, world, who, method, whose, built), expected


def seen_as(person: Actor, route: Found) -> Actor:
    """Pages know sessions only, the API knows tokens only."""
    return person if route.name.startswith("api:") == bool(person.partner_id) else PUBLIC


def targets(route: Found, actor: Actor, method: str):
    """What to ask for: a method that no page has is tried on one's own only."""
    example = EXAMPLES.get(route.name, OPEN)
    yield "own", example.own
    if example.foreign is None or method not in ("GET", "POST"):
        return
    if actor.role in BOUND or actor.partner_id:
        yield "foreign", example.foreign
    yield "missing", lambda world, actor: absent(example.own(world, actor))


def absent(kwargs: dict[str, Any]) -> dict[str, Any]:
    """The same address with a number or a credit code that nothing has."""
    changed = {name: BIG for name, value in kwargs.items() if isinstance(value, int)}
    return kwargs | (changed or {"uscc": "0" * 18})


def wanted(route: Found, actor: Actor, method: str, whose: str) -> str:
    capability = capability_for(route.name, method)
    if capability is None:
        return "no such method"
    if not may(actor, capability):
        return "refused" if actor.is_signed_in or actor.partner_id else "sent to sign in"
    return "not found" if whose != "own" else "open"


def ask(route: Found, world: World, who: str, method: str, whose: str, built) -> Cell:
    actor = world.actors[who]
    kwargs = built(world, actor)
    if route.converters and not kwargs:
        pytest.fail(f"{route.name} has no example in tests/access/fixtures")
    path = reverse(route.name, kwargs=kwargs)
    form = EXAMPLES.get(route.name, OPEN).form(world, actor) if method == "POST" else {}
    before = AuditEntry.objects.count()
    response = getattr(world.client(who), method.lower())(path, data=form or None)
    if response.streaming:
        b"".join(response.streaming_content)
    location = response.get("Location", "")
    left = AuditEntry.objects.count() - before
    return Cell(who, method, whose, response.status_code, location, left)


def fits(cell: Cell, expected: str, route: Found) -> bool:
    sign_in = reverse("account_login")
    to_sign_in = cell.status == 302 and cell.location.startswith(f"{sign_in}?next=")
    if expected == "no such method":
        return cell.status == 405
    if expected == "sent to sign in":
        if route.name.startswith("api:"):
            return cell.status == 401
        return to_sign_in if cell.method in READING else cell.status == 403
    if expected == "refused":
        return cell.status == 403
    if expected == "not found":
        return cell.status == 404
    if ROUTES[route.name].read == "account.use":  # the views themselves ask who is there
        return cell.status not in (403, 405) and cell.status < 500
    return cell.status not in (403, 404, 405) and cell.status < 500
