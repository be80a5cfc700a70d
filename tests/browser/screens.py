"""`python -m tests.browser.screens OUT [ROLE ...]`: photographs of every page of every role.

Both languages, 1280 and 390 px wide: OUT/<role>/<route>-<width>-<language>.png. `--dark` makes them
dark, `--size N` seeds a larger city.
"""

import argparse
import os
import tempfile
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongfu.settings.test")
django.setup()

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from tests.browser.city import City  # noqa: E402
from tests.browser.roles import VISITOR, start_of  # noqa: E402
from tests.browser.walking import walk  # noqa: E402
from tests.browser.windows import Window  # noqa: E402
from tests.services.browser import ARGUMENTS, chromium  # noqa: E402

WIDTHS = (1280, 390)


def main() -> None:
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="gongfu-screens-") as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        city = City(Path(folder), size=asked.size)
        try:
            city.start()
            for role in asked.role or [*city.people, VISITOR]:
                for language in ("zh", "en"):
                    photograph(browser, city, role, language, asked)
        finally:
            city.close()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("role", nargs="*")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--size", type=int, default=48)
    return parser.parse_args()


def photograph(
    browser: Browser, city: City, role: str, language: str, asked: argparse.Namespace
) -> None:
    window = Window(browser, city, language=language, dark=asked.dark)
    if role != VISITOR:
        window.sign_in(city.people[role], language)
    for stop in walk(window.page, start_of(city, role)):
        for width in WIDTHS:
            name = f"{stop.name}-{width}-{language}{'-dark' if asked.dark else ''}.png"
            shoot(window.page, width, asked.out / role / name)
    for complaint in window.complaints:
        print(f"{role} {language} {complaint}")  # noqa: T201
    window.close()


def shoot(page: Page, width: int, path: Path) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # charts draw when they come near
    page.wait_for_timeout(300)
    page.evaluate("scrollTo(0, 0)")
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)


if __name__ == "__main__":
    main()
