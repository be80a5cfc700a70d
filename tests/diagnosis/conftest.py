from collections.abc import Callable

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import translation
from playwright.sync_api import Page

from diagnosis.drafting.starting import BLANK
from diagnosis.models import Assessment, Draft
from diagnosis.services.drafting import start_draft
from gongfu.core.actor import Actor
from gongfu.core.languages import django_code
from gongfu.core.models import Role, User
from tests.browser.keyboard import Keyboard
from tests.diagnosis.rounds import next_round
from tests.factories import as_role, member_of, submitted

SignIn = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def _files_apart(settings, tmp_path):
    """Uploads of a test go to its own folder; staff need no second factor here."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.GONGFU_DEMO = True


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def sign_in() -> SignIn:
    """A browser of the person, in English; it shows error pages instead of raising."""

    def sign_in(actor: Actor) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(person(actor))
        client.cookies["gongfu-language"] = "en"
        return client

    return sign_in


@pytest.fixture
def firm(sign_in) -> Callable[..., Client]:
    """A browser of a member of the assessment's firm."""
    return lambda opened: sign_in(member_of(opened))


def person(actor: Actor) -> User:
    return User.objects.get(pk=actor.user_id)


@pytest.fixture
def last() -> Assessment:
    """The submitted and scored assessment of the firm's first round."""
    return submitted(q5="C", q6=["B"], s01="2")


@pytest.fixture
def again(last) -> Assessment:
    """The empty one of its second round."""
    return next_round(last)


@pytest.fixture
def author() -> Actor:
    """A framework author."""
    return as_role(Role.AUTHOR)


@pytest.fixture
def desk(author, sign_in) -> Client:
    """The author's browser."""
    return sign_in(author)


@pytest.fixture
def draft(author) -> Draft:
    """A draft of the blank framework."""
    return start_draft(files=BLANK, actor=author)


@pytest.fixture
def fill(open_page, live_server):
    """Hands of a member of the firm on a page of the assessment, in English."""

    def fill(opened, path="", *, language="en", **how) -> Keyboard:
        person = User.objects.get(pk=member_of(opened).user_id)
        code = django_code(language)
        User.objects.filter(pk=person.pk).update(language=code)
        client = Client()
        client.force_login(person)
        page: Page = open_page(language=language, **how)
        name = django_settings.SESSION_COOKIE_NAME
        cookies = {name: client.cookies[name].value, django_settings.LANGUAGE_COOKIE_NAME: code}
        page.context.add_cookies(
            [{"name": key, "value": text, "url": live_server.url} for key, text in cookies.items()]
        )
        page.goto(f"{live_server.url}/assessments/{opened.pk}/{path}")
        return Keyboard(page)

    return fill
