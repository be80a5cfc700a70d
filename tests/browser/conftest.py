"""A running city for the browser tests of a process; tests.services deals them to two."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.city import City
from tests.browser.windows import Window
from tests.services.migrated import migrated

OpenWindow = Callable[..., Window]


@pytest.fixture(scope="session")
def city(browser: Browser, tmp_path_factory) -> Iterator[City]:
    city = City(tmp_path_factory.mktemp("city"), like=migrated())
    try:
        yield city.start()
    finally:
        city.close()


@pytest.fixture
def open_window(browser: Browser, city: City) -> Iterator[OpenWindow]:
    """Open browsers of people; any complaint of a page fails the test."""
    windows: list[Window] = []

    def open_window(**how) -> Window:
        windows.append(Window(browser, city, **how))
        return windows[-1]

    yield open_window
    complaints = [complaint for window in windows for complaint in window.complaints]
    for window in windows:
        window.close()
    assert complaints == []
