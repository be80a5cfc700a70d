"""Chromium of the distribution, driven by Playwright; pages that complain fail their test."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from .waiting import PATIENCE

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "Chromium is missing, so no browser test ran; install it, e.g. apt-get install chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

OpenPage = Callable[..., Page]


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium per process; missing it is a visible skip, and a failure where CI=true."""
    path = chromium()
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(MISSING)
    # Playwright's loop lives in this thread; the ORM is used between its calls, never inside.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        expect.set_options(timeout=PATIENCE * 1000)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open pages of any width and language, each with cookies of its own.

    A script error or a message of the content policy on any of them fails the test.
    """
    complaints: list[str] = []
    contexts = []

    def open_page(
        *, width: int = 1280, height: int = 900, language: str = "zh-CN", scripts: bool = True
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale=language,
            java_script_enabled=scripts,
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: note(message.text))
        return page

    def note(text: str) -> None:
        if "Content Security Policy" in text:
            complaints.append(text)

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


def follow(target: Locator) -> None:
    """Click what leads to another page, and wait until that page is there."""
    with target.page.expect_navigation():
        target.click()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()
