"""What every page must hold, whatever it is about; each check returns the faults it found."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.tabbing import keyboard_faults
from tests.catalogues import APPS, entries, translations

LOOK = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SENTENCE = re.compile(r"(?:[A-Za-z]{2,}[,']? ){3,}[A-Za-z]{2,}")
LANGS = {"zh": "zh-Hans", "en": "en"}
PRODUCT = {"zh": "工赋", "en": "Gongfu"}
# Skeletons of pages in which axe has found nothing.
clean: set[str] = set()
# Ways of painting a text that axe has found readable, which is most of what it has to do.
readable: set[str] = set()
# Kinds of pages that Tab went through.
tabbed: set[str] = set()


def faults_of(page: Page, language: str) -> Iterator[str]:
    """All that is wrong with the page as it stands at this width."""
    seen = page.evaluate(LOOK)
    if seen["lang"] != LANGS[language]:
        yield f"lang is {seen['lang']}"
    if not re.fullmatch(rf"\S.* · {PRODUCT[language]}", seen["title"]):
        yield f"title is {seen['title']!r}"
    if seen["headings"] != 1:
        yield f"{seen['headings']} h1"
    if seen["sideways"]:
        yield f"scrolls sideways: {seen['sideways']}"
    if language == "zh":
        yield from untranslated(seen["words"])
        yield from keyboard(page)
    yield from axe(page, seen)


def axe(page: Page, seen: dict[str, Any]) -> list[str]:
    """What axe finds; a page built like one that was clean is not examined again."""
    if seen["skeleton"] in clean:
        return []
    if not seen["hasAxe"]:
        page.evaluate(AXE_SCRIPT)
    asked = {"tags": AXE_TAGS, "paints": list(set(seen["paints"]) - readable)}
    answer = page.evaluate(LOOK, asked)
    found: list[str] = answer["found"]
    readable.update(answer["passed"])
    if not found:
        clean.add(seen["skeleton"])
    return found


def keyboard(page: Page) -> list[str]:
    """What Tab finds; once at each width for pages of one kind, in one language."""
    kind = f"{page.viewport_size} {re.sub(r'[0-9]+', '0', urlsplit(page.url).path)}"
    if kind in tabbed:
        return []
    tabbed.add(kind)
    return keyboard_faults(page)


def untranslated(words: Iterable[str]) -> Iterator[str]:
    """English where Chinese was asked for: a message as it stands in the code, or a sentence."""
    for text in words:
        if text in english_messages():
            yield f"not translated: {text!r}"
        elif found := SENTENCE.search(text):
            yield f"English: {found[0]!r}"


@cache
def english_messages() -> frozenset[str]:
    """Every message whose Chinese differs from its English."""
    return frozenset(
        key[1]
        for app in APPS
        for key, entry in entries(app).items()
        if key[1] not in translations(entry)
    )
