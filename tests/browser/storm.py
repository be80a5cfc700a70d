"""Two people who type into the same questions while everything around them breaks.

Lines are cut, browsers closed, web processes killed, the whole system started anew. What a page
sent and what it called saved is written down outside of it, and held against the database.
"""

import json
import random
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import psutil
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

from tests.browser.city import City, Person
from tests.browser.verdict import TICKED, Verdict
from tests.browser.windows import Window
from tests.services.waiting import until

SECTION = "equipment-network"
OPTIONS = "BCDE"
NUMBERS = {"q2": "q2.equipment_digital", "q3": "q3.equipment_networked"}
MACHINES = "q2.equipment_total"
GIVING_UP = 10_000  # ms that a person tries to type into something that has gone
BREAKS = r"ERR_|console: |status (409|5\d\d)|no answer"
# Tells what a card sends, what it hears, and whether a conflict that it hears of can be seen.
LISTEN = """
const tell = (what) => (event) => {
    const card = event.target;
    if (!card.matches?.("[data-autosave]")) return;
    const sent = [...event.detail.requestConfig.formData.entries()];
    const status = event.detail.xhr?.status ?? 0;
    const revision = Number(card.querySelector(`input[name="${card.id}.rev"]`).value);
    window.heard(JSON.stringify({
        what, status, revision, ref: card.id,
        base: Number(sent.find(([name]) => name === `${card.id}.rev`)[1]),
        values: sent.filter(([name]) => name.split(".")[0] === card.id),
        state: card.dataset.state, told: Boolean(card.querySelector(".versus")),
    }));
};
document.addEventListener("htmx:beforeRequest", tell("sent"));
document.addEventListener("htmx:afterRequest", tell("heard"));
"""
STORED = """
import json
from diagnosis.models import AnswerSheet
sheet = AnswerSheet.objects.get(assessment={}, voice="self")
rows = sheet.changes.order_by("id").values_list("key", "revision", "old", "new", "by__email")
print(json.dumps({{"document": sheet.document, "changes": list(rows)}}))
"""


@dataclass
class Typist:
    """One person, window after window; `log` is what the pages told of themselves."""

    browser: Browser
    city: City
    person: Person
    assessment: int
    log: list[dict[str, Any]] = field(default_factory=list)
    window: Window | None = None

    @property
    def page(self) -> Page:
        assert self.window
        return self.window.page

    def come(self, storage: Any = None) -> None:
        """Open a browser, the one that was closed if there was one, and go to the questions."""
        self.window = Window(self.browser, self.city, storage=storage)
        self.window.expected.append(BREAKS)
        self.window.context.expose_binding("heard", lambda _source, said: self._hear(said))
        self.window.context.add_init_script(LISTEN)
        if storage is None:
            self.window.sign_in(self.person)
        self.page.goto(f"/assessments/{self.assessment}/sections/{SECTION}/")
        self.page.locator("fieldset.question").first.wait_for()
        self.page.set_default_timeout(GIVING_UP)

    def close_the_browser(self) -> None:
        """As a power cut would: nothing is asked, what the browser keeps on disk stays."""
        assert self.window
        storage = self.window.context.storage_state()
        self.window.close()
        until(lambda: self._came_back(storage), what="the page after a closed browser")

    def _came_back(self, storage: Any) -> bool:
        with suppress(BrowserError):
            self.come(storage)
            return True
        assert self.window
        self.window.close()
        return False

    def cut_the_line(self, cut: bool) -> None:
        assert self.window
        self.window.context.set_offline(cut)

    def type(self, rng: random.Random) -> None:
        """Give one of the questions another answer, or decide a conflict that stands there."""
        if self.decide(rng):
            return
        if rng.random() < 0.5:
            self.page.click(f"[name={TICKED}][value={rng.choice(OPTIONS)}]")
        else:
            name = NUMBERS[rng.choice(list(NUMBERS))]
            self.page.fill(f"[name='{name}']", str(rng.randint(1, 40)))

    def decide(self, rng: random.Random) -> bool:
        """Take one side of the first conflict; whether there was one."""
        side = self.page.locator(f"[data-take={rng.choice(['mine', 'theirs'])}]").first
        if not side.is_visible():
            return False
        side.click()
        return True

    def correct(self) -> None:
        """Enter a number that fits where one was refused because of what stands elsewhere."""
        for name in NUMBERS.values():
            field = self.page.locator(f"[data-state=invalid] [name='{name}']")
            if field.count():
                field.fill("1")
                field.blur()  # sent now: filled anew, it would wait for a rest without end

    @property
    def waiting(self) -> list[str]:
        """The cards that are not on the server yet, as the page shows them."""
        states = "[data-unsaved], [data-state=saving], [data-state=failed], [data-state=conflict]"
        tell = "cards => cards.map(card => `${card.id} ${JSON.stringify(card.dataset)}`)"
        return self.page.locator(states).evaluate_all(tell)

    def _hear(self, said: str) -> None:
        self.log.append(json.loads(said) | {"by": self.person.email})


class Storm:
    """Lets things break at the moments that the seed says; `verdict` tells what came of it."""

    def __init__(self, browser: Browser, city: City, *, seed: int) -> None:
        self.city = city
        self.rng = random.Random(seed)
        people = (city.people["owner"], city.people["editor"])
        self.typists = [Typist(browser, city, person, city.opened) for person in people]
        self.broken: dict[str, int] = {}

    def rage(self, seconds: float) -> None:
        for typist in self.typists:
            typist.come()
        self._begin()
        end = time.monotonic() + seconds
        plan = self._plan(seconds)
        while plan or time.monotonic() < end:
            typist = self.rng.choice(self.typists)
            with suppress(BrowserError):  # a card may be drawn anew under one's hands
                typist.type(self.rng)
            typist.page.wait_for_timeout(self.rng.uniform(50, 600))
            if plan and time.monotonic() > end - seconds * (1 - plan[0][0]):
                self._break(plan.pop(0)[1])
        self._settle()

    def _begin(self) -> None:
        """The number that the others stay below, and one sure conflict."""
        first, second = self.typists
        first.page.fill(f"[name='{MACHINES}']", "48")
        first.page.keyboard.press("Tab")
        until(lambda: self._pause(first) and not first.waiting, what="a first answer")
        second.page.reload()
        for typist, option in zip(self.typists, OPTIONS, strict=False):
            typist.page.click(f"[name={TICKED}][value={option}]")
            self._pause(typist, 500)

    def _plan(self, seconds: float) -> list[tuple[float, str]]:
        """When what breaks, as shares of the time: each at least once."""
        kinds = ["line", "browser", "worker"] * max(1, round(seconds / 20)) + ["system"]
        kinds += ["system"] * round(seconds / 120)
        return sorted((self.rng.uniform(0.1, 0.9), kind) for kind in kinds)

    def _break(self, kind: str) -> None:
        self.broken[kind] = self.broken.get(kind, 0) + 1
        typist, other = self.rng.sample(self.typists, 2)
        if kind == "line":
            typist.cut_the_line(True)
            for _turn in range(3):
                with suppress(BrowserError):
                    self.rng.choice((typist, other)).type(self.rng)
                self._pause(typist, self.rng.uniform(200, 900))
            typist.cut_the_line(False)
        elif kind == "browser":
            typist.close_the_browser()
        elif kind == "worker":
            with suppress(psutil.Error, IndexError):
                self.rng.choice(self.city.stack.pool("web")).kill()
        else:
            self.city.stack.stop()
            with suppress(BrowserError):
                typist.type(self.rng)
            self.city.stack.start()

    def _settle(self) -> None:
        """Nothing breaks any more; conflicts are decided and refused numbers corrected until
        everything is sent."""
        self._wait_for("the last answers")
        for typist in self.typists:
            assert typist.window
            self._pause(typist, 1500)  # what was typed last is sent after a rest
        self._wait_for("the very last answers")

    def _wait_for(self, what: str) -> None:
        try:
            until(self._is_settled, what=what)
        except AssertionError as error:
            waiting = {typist.person.email: typist.waiting for typist in self.typists}
            raise AssertionError(f"{error}; waiting: {waiting}") from error

    def _is_settled(self) -> bool:
        for typist in self.typists:
            with suppress(BrowserError):
                typist.decide(self.rng)
                typist.correct()
            self._pause(typist, 100)
        return not any(typist.waiting for typist in self.typists)

    def _pause(self, typist: Typist, ms: float = 100) -> bool:
        typist.page.wait_for_timeout(ms)
        return True

    def verdict(self) -> Verdict:
        said = self.city.stack.manage("shell", "-c", STORED.format(self.city.opened))
        stored = json.loads(said.strip().splitlines()[-1])
        log = [entry for typist in self.typists for entry in typist.log]
        return Verdict(log, stored["document"], stored["changes"])

    def close(self) -> None:
        for typist in self.typists:
            if typist.window:
                typist.window.close()
