from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from diagnosis.drafting.starting import BLANK
from diagnosis.models import Draft
from diagnosis.services.drafting import start_draft
from gongfu.core.actor import Actor
from gongfu.core.models import Role, User
from tests.factories import as_role, member_of

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
