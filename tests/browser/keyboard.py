"""Hands that never touch a mouse: everything is reached by Tab and done by a key."""

from playwright.sync_api import Locator, Page

FAR = 150


class Keyboard:
    """Types into whatever has the focus, as a person would; a page that loads starts at its top."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str, times: int = 1) -> None:
        for _time in range(times):
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def reach(self, target: Locator) -> None:
        """Press Tab until the target has the focus, which must then be visible."""
        target.wait_for(state="attached")
        for _step in range(FAR):
            if self.is_on(target):
                assert_focus_shows(target)
                return
            self.press("Tab")
        raise AssertionError(f"{target} is not reached by Tab; focus is on {self.where()}")

    def is_on(self, target: Locator) -> bool:
        return bool(target.evaluate("node => node === document.activeElement"))

    def where(self) -> str:
        return str(self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))

    def fill(self, target: Locator, text: str) -> None:
        """Replace what stands in a field."""
        self.reach(target)
        self.press("Control+a")
        self.type(text)

    def enter(self, target: Locator) -> None:
        """Follow a link or press a button, and wait for the page it leads to."""
        self.reach(target)
        with self.page.expect_navigation():
            self.press("Enter")

    def tick(self, target: Locator) -> None:
        self.reach(target)
        self.press("Space")

    def choose(self, radios: Locator, number: int) -> None:
        """Reach a group of radios and choose one of them by the arrow keys."""
        checked = radios.and_(self.page.locator(":checked"))
        if checked.count():
            self.reach(checked)
            return
        self.reach(radios.first)
        self.press("Space")
        self.press("ArrowDown", number)


def assert_focus_shows(target: Locator) -> None:
    """The focused element, or the row it stands in, wears a ring and is within the window."""
    seen = target.evaluate(
        """node => {
            const ringed = [node, node.closest(".choice, .grid__cell")].filter(Boolean)
                .some((each) => getComputedStyle(each).outlineStyle !== "none");
            const box = node.getBoundingClientRect();
            return {ringed, within: box.bottom > 0 && box.top < innerHeight};
        }"""
    )
    assert seen["ringed"], f"no focus ring on {target}"
    assert seen["within"], f"{target} has the focus outside of the window"
