"""A person's browser: signed in as somebody, and complaining whenever the page does."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Response
from playwright.sync_api import Request as Sent

from tests.browser.city import City, Person
from tests.services.browser import follow
from tests.services.waiting import PATIENCE

LOCALES = {"zh": "zh-CN", "en": "en-GB"}


class Window:
    """One browser context of its own; `complaints` must be empty when the test ends.

    `expect` takes patterns of complaints that a test provokes, such as being offline.
    """

    def __init__(
        self,
        browser: Browser,
        city: City,
        *,
        language: str = "zh",
        width: int = 1280,
        scripts: bool = True,
        dark: bool = False,
        storage: Any = None,
    ) -> None:
        self.city = city
        self.complaints: list[str] = []
        self.expected: list[str] = []
        self.context = browser.new_context(
            base_url=city.url,
            viewport={"width": width, "height": 900},
            locale=LOCALES[language],
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            accept_downloads=True,
            storage_state=storage,
        )
        self.context.set_default_timeout(PATIENCE * 1000)
        self.page = self.new_page()

    def new_page(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.complain(f"script error: {error}"))
        page.on("console", self._heard)
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)
        return page

    def sign_in(self, person: Person, language: str | None = None) -> Page:
        """Sign in through the form, in the language of the browser or in another one."""
        self.page.goto("/login/")
        self.page.fill("[name=login]", person.email)
        self.page.fill("[name=password]", person.password)
        follow(self.page.locator("main form button").first)
        assert "/login/" not in self.page.url, self.page.inner_text("main")
        if language:
            self.speak(language)
        return self.page

    def sign_out(self) -> None:
        follow(self.page.locator("form[action*='/logout/'] button").first)

    def speak(self, language: str) -> None:
        """Choose a language by the switch, unless it is spoken already."""
        code = {"zh": "zh-hans", "en": "en"}[language]
        button = self.page.locator(f"button[name=language][value={code}]")
        if button.count():
            follow(button)

    @contextmanager
    def expect(self, *patterns: str) -> Iterator[None]:
        """Complaints that match are wanted while the block runs."""
        self.expected += patterns
        yield
        del self.expected[-len(patterns) :]

    def complain(self, text: str) -> None:
        if not any(re.search(pattern, text) for pattern in self.expected):
            self.complaints.append(f"{urlsplit(self.page.url).path}: {text}")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complain(f"console: {message.text}")

    def _failed(self, sent: Sent) -> None:
        if "ERR_ABORTED" not in (sent.failure or ""):  # a download, or a page left meanwhile
            self.complain(f"no answer: {sent.url} {sent.failure}")

    def _answered(self, response: Response) -> None:
        if not response.url.startswith(self.city.url):
            self.complain(f"foreign address: {response.url}")
        elif response.status >= 400:
            self.complain(f"status {response.status}: {response.url}")

    def close(self) -> None:
        self.context.close()
