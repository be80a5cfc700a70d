import pytest

from gongfu.core.models import Role
from tests.factories import (
    as_firm,
    assessment,
    member_of,
)


@pytest.fixture
def opened():
    return assessment()


@pytest.fixture
def team(opened):
    """The three who are asked; the workshop only has a viewer's rights."""
    return {
        "management": member_of(opened),
        "it": as_firm(opened.enterprise, Role.EDITOR),
        "workshop": as_firm(opened.enterprise, Role.VIEWER),
    }
