"""Whether Tab alone reaches everything on a page, and shows where it is."""

from pathlib import Path

from playwright.sync_api import Page

WATCH = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
SPARE = 2  # the window itself and the frame of the browser
ROUNDS = 2  # what a script draws later moves what comes after it
MOST = 120  # of pages with endless rows the beginning will do


def keyboard_faults(page: Page) -> list[str]:
    """Hold Tab through the page, once or until nothing is missed; leaves the focus anywhere."""
    stops = min(MOST, page.evaluate(WATCH))
    found: list[str] = []
    for _round in range(ROUNDS):
        for _stop in range(stops + SPARE):
            page.keyboard.down("Tab")
        page.keyboard.up("Tab")
        found = page.evaluate("tabbed()")
        if not found:
            break
    return found
