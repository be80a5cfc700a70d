"""R-A09: no change without our token, none by reading, and no redirect that leaves the host."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from gongfu.core.access import ROUTES, may
from gongfu.core.actor import PUBLIC
from gongfu.core.models import AuditEntry
from tests.access.conftest import undone
from tests.access.fixtures import EXAMPLES
from tests.access.routes import unsafe_routes
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

# The API takes tokens, never cookies: what a browser sends by itself opens nothing there.
PAGES = {found.name: found for found in unsafe_routes() if not found.name.startswith("api:")}
API = [found.name for found in unsafe_routes() if found.name.startswith("api:")]
ORIGINS = {
    "without a token": {},
    "with a wrong token": {"data": {"csrfmiddlewaretoken": "x" * 64}},
    "from another origin": {"headers": {"Origin": "https://evil.example"}},
    "as htmx": {"headers": {"HX-Request": "true"}},
    "as htmx from elsewhere": {"headers": {"HX-Request": "true", "Origin": "null"}},
}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_no_page_takes_a_change_without_our_token(name, world):
    allowed = [who for who, actor in world.actors.items() if may(actor, ROUTES[name].write)]
    allowed = [allowed[0], allowed[-1]]  # the token is asked for before anybody's rights
    accepted = []
    for who in allowed:
        for how, sent in ORIGINS.items():
            with undone():
                example = EXAMPLES.get(name)
                kwargs = example.own(world, world.actors[who]) if example else {}
                client = world.client(who, enforce_csrf_checks=True)
                status = client.post(reverse(name, kwargs=kwargs), **sent).status_code
                if status != 403:
                    accepted.append(f"{who} {how}: {status}")
    assert accepted == []


@pytest.mark.parametrize("name", API)
def test_the_api_opens_nothing_by_a_cookie(name, world):
    for who, session in world.sessions.items():
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        assert client.post(reverse(name)).status_code in (400, 401), who


def test_a_refused_form_says_what_to_do_and_is_in_the_trail(monkeypatch):
    monkeypatch.undo()  # the walk spares itself the pages of refusals; this one is read
    AuditEntry.objects.all().delete()
    strict = Client(enforce_csrf_checks=True, HTTP_ACCEPT_LANGUAGE="en")
    response = strict.post(reverse("core:language"), {"language": "en"})
    assert response.status_code == 403
    assert "load the page again" in response.content.decode()
    assert AuditEntry.objects.get().result == "refused"


HERE, THERE = "testserver", "evil.example"
LEAVING = [
    f"https://{THERE}",
    f"http://{THERE}",
    f"//{THERE}",
    f"///{THERE}",
    f"////{THERE}",
    f"/\\{THERE}",
    f"\\\\{THERE}",
    f"/\\/{THERE}",
    f"\\/\\/{THERE}",
    f"http:///{THERE}",
    f"http:\\\\{THERE}",
    f"https:{THERE}",
    f"http:/{THERE}",
    f"http:/\\{THERE}",
    f"HTTPS://{THERE}",
    f" https://{THERE}",
    f"\thttps://{THERE}",
    f"\nhttps://{THERE}",
    f"ht\ntps://{THERE}",
    f"/\t/{THERE}",
    f"\x00//{THERE}",
    f"\x08//{THERE}",
    f"https://{HERE}@{THERE}",
    f"https://{HERE}:80@{THERE}/",
    f"https://{THERE}#{HERE}",
    f"https://{THERE}?{HERE}",
    f"https://{THERE}\\@{HERE}",
    f"https://{HERE}.{THERE}",
    f"https://{THERE}/{HERE}",
    f"//{HERE}@{THERE}",
    f"//{THERE}%2f@{HERE}/",
    f"//{THERE}:443",
    "//0x7f000001",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    f"ftp://{THERE}",
    f"https://[::1]@{THERE}",
]


def stays(url: str) -> bool:
    """Whether a browser, which drops blanks and turns backslashes, would stay on the host."""
    seen = "".join(letter for letter in url if letter > " ").replace("\\", "/")
    return seen.startswith("/") and not seen.startswith("//")


@pytest.mark.parametrize("target", LEAVING, ids=repr)
def test_next_never_leaves_the_host(client, target):
    assert len(LEAVING) == 40
    switched = client.post(reverse("core:language"), {"language": "en", "next": target})
    assert stays(switched.url)
    signed_in = client.post(
        reverse("account_login"),
        {"login": UserFactory.create().email, "password": PASSWORD, "next": target},
    )
    assert signed_in.status_code == 302
    assert stays(signed_in.url)
    assert stays(client.get(reverse("account_login"), {"next": target}).url)
    assert stays(client.post(reverse("account_logout"), {"next": target}).url)


def test_next_leads_to_the_page_that_was_asked_for(client):
    target = "/about/definitions/?a=1"
    form = {"login": UserFactory.create().email, "password": PASSWORD, "next": target}
    assert client.post(reverse("account_login"), form).url == target


def test_reading_changes_nothing(world):
    """GET on what only takes POST is refused, whoever asks."""
    for found in unsafe_routes():
        if ROUTES[found.name].read is None and not found.converters:
            for who in world.actors:
                assert world.client(who).get(reverse(found.name)).status_code == 405


def test_what_is_typed_into_an_address_stays_one_line_in_the_trail(client):
    AuditEntry.objects.all().delete()
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "a-b"})
    client.post(path.replace("1-a-b", "1-a%0Ab%0d%E2%80%AE-secret"))
    entry = AuditEntry.objects.get()
    assert entry.target == "uidb36:1"
    assert PUBLIC.role == entry.role
