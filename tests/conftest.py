"""Fixtures for every test: real processes and real browsers (services come from tests.services)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.services.browser import browser, open_page, page
from tests.services.stack import Stack

__all__ = ["browser", "live_stack", "open_page", "page"]

StartStack = Callable[..., Stack]


@pytest.fixture
def live_stack(tmp_path: Path) -> Iterator[StartStack]:
    """Start whole systems: `live_stack(NAME=value)`; each is stopped when the test ends."""
    stacks: list[Stack] = []

    def start(**env: str) -> Stack:
        folder = tmp_path / f"stack-{len(stacks)}"
        folder.mkdir()
        stacks.append(Stack(folder, env=env))
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
