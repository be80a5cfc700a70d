"""Fixtures for every test: real processes and real browsers (services come from tests.services)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache

from tests.services.browser import browser, open_page, page
from tests.services.stack import Stack

__all__ = ["browser", "live_stack", "open_page", "page"]

StartStack = Callable[..., Stack]


@pytest.fixture(autouse=True)
def _unused_rate_limits() -> None:
    """No test feels how often another one has signed in, whichever ran before it."""
    cache.clear()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Stack:
    """The data of a system after its first start, made once: migrating takes many seconds."""
    stack = Stack(tmp_path_factory.mktemp("prepared"))
    stack.manage("migrate", "--verbosity=0")
    stack.manage("load_reference")
    stack.close()
    return stack


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
