import pytest

from gongfu.core.models import Role
from tests.factories import UserFactory, as_role


@pytest.fixture
def demo(settings):
    """The simulated demo, in which staff need no second factor."""
    settings.GONGFU_DEMO = True


@pytest.fixture
def signed_in(client, db):
    """Sign a new person in with a role, or with none; the client answers in English."""

    def sign_in(role: Role | None = None, **fields):
        user = UserFactory.create(language="en", **fields)
        if role:
            as_role(role, user=user)
        client.force_login(user)
        return user

    return sign_in
