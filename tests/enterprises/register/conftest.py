import pytest

from enterprises.register.services.loading import load_city
from gongfu.core.actor import Actor
from tests.factories import as_regulator


@pytest.fixture
def city(db: None) -> Actor:
    """The city's regulator, in a city whose districts and industries are loaded."""
    load_city()
    return as_regulator()


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
