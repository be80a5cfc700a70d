"""Fixtures for every test: real processes and real browsers (services come from tests.services)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection

from tests.services.browser import browser, open_page, page
from tests.services.migrated import begin_with, migrated
from tests.services.stack import Beginning, Stack

__all__ = ["browser", "live_stack", "open_page", "page"]

StartStack = Callable[..., Stack]


@pytest.fixture(autouse=True)
def _unused_rate_limits() -> None:
    """No test feels how often another one has signed in, whichever ran before it."""
    cache.clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Let pytest-django begin with a migrated database; it still migrates what is missing."""
    begin_with(migrated(), connection.settings_dict)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The copy of a file is there before Django makes one; it goes with its folder."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Beginning:
    """The data of a system after its first start."""
    stack = Stack(tmp_path_factory.mktemp("prepared"), like=migrated())
    stack.manage("load_reference")
    stack.close()
    return stack.beginning


@pytest.fixture
def live_stack(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[StartStack]:
    """Start whole systems: `live_stack(NAME=value)`; each is stopped when the test ends.

    They begin with prepared data, unless the test is about an empty folder.
    """
    stacks: list[Stack] = []

    def start(*, empty: bool = False, **env: str) -> Stack:
        folder = tmp_path / f"stack-{len(stacks)}"
        folder.mkdir()
        like = None if empty else request.getfixturevalue("prepared")
        stacks.append(Stack(folder, env=env, like=like))
        return stacks[-1].start()

    yield start
    for stack in stacks:
        stack.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses these fixtures: `-m "not process and not browser"` is the quick part."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if "live_stack" in names:
            item.add_marker("process")
        if "browser" in names:
            item.add_marker("browser")
