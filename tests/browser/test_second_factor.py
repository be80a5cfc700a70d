"""Outside of the demo staff need a second factor: set up once, asked for each time."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from gongfu.core.models import Role, ScopeKind, User
from tests.authenticator import code_of
from tests.factories import PASSWORD, UserFactory, grant
from tests.services.browser import follow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def operator() -> User:
    user = UserFactory.create()
    grant(Role.OPERATOR, ScopeKind.CITY, user=user)
    return user


def test_staff_set_up_an_app_and_come_back_with_a_code(live_server, open_page, operator):
    page = open_page()
    sign_in(page, live_server.url, operator)
    page.goto(f"{live_server.url}/admin/jobs/")
    assert urlsplit(page.url).path == "/account/confirm/"  # what protects the account asks again
    page.fill("[name=password]", PASSWORD)
    follow(page.locator("main form button").first)
    assert urlsplit(page.url).path == "/account/second-factor/app/"
    set_up_the_app(page)
    page.goto(f"{live_server.url}/account/second-factor/codes/")
    recovery = re.search(r"\b[0-9a-f]{8}\b", page.inner_text("main"))
    assert recovery
    follow(page.get_by_role("button", name="退出"))

    sign_in(page, live_server.url, operator)
    assert page.url.endswith("/login/second-factor/")
    page.goto(f"{live_server.url}/admin/jobs/")
    assert "/login/" in page.url  # the password alone opens nothing
    page.goto(f"{live_server.url}/login/second-factor/")
    page.fill("[name=code]", recovery[0])
    follow(page.locator("main form button").first)
    page.goto(f"{live_server.url}/admin/jobs/")
    assert page.url.endswith("/admin/jobs/")


def set_up_the_app(page: Page) -> None:
    """Type the key into an authenticator, and its code into the page."""
    secret = page.locator("main .code").inner_text().strip()
    page.fill("[name=code]", code_of(secret))
    follow(page.locator("main form button").first)


def sign_in(page: Page, url: str, user: User) -> None:
    page.goto(f"{url}/login/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    follow(page.locator("main form button").first)
