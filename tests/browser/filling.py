"""Fills in the questionnaire as a person at a keyboard does, with the release's own sample."""

from functools import cache
from typing import Any

import yaml
from playwright.sync_api import Locator, Page

from tests.browser.keyboard import Keyboard
from tests.services.stack import ROOT

SAMPLES = ROOT / "diagnosis/frameworks/samples/miit-sme-2024.yaml"
TYPICAL = "a typical firm, not far from level 3"


@cache
def sample() -> dict[str, Any]:
    """A sheet with the result that it must give."""
    samples = yaml.safe_load(SAMPLES.read_text(encoding="utf-8"))["samples"]
    return next(one for one in samples if one["name"] == TYPICAL)


def sheet() -> dict[str, Any]:
    """Question -> answer: a letter, several letters, or numbers by field; levels for scenes."""
    scenes = {ref: level for level, refs in sample()["place"].items() for ref in refs}
    return sample()["answers"] | scenes


def card_of(page: Page, ref: str) -> Locator:
    return page.locator(f"fieldset[id='{ref}']")


def answer(hands: Keyboard, ref: str, value: Any) -> None:
    """Give one answer and see that it is saved."""
    card = card_of(hands.page, ref)
    if isinstance(value, dict):
        for field, text in value["fields"].items():
            hands.fill(figure(hands.page, ref, field), text)
        hands.press("Tab")
    elif isinstance(value, list):
        for option in value:
            hands.tick(card.locator(f"input[value='{option}']"))
    else:
        choose(hands, card, value)
    saved(card)


def figure(page: Page, ref: str, field: str) -> Locator:
    """The input of a figure: of the question itself, or of the table that it takes it from."""
    own, shared = f"[name='{ref}.{field}']", f"[data-cards~='{ref}'][name$='.{field}']"
    return page.locator(f"{own}, {shared}")


def choose(hands: Keyboard, card: Locator, option: str) -> None:
    """Choose a radio; where counting is asked for first, the choices are opened before."""
    radios = card.locator("input[type=radio]")
    fold = card.locator("details:has(input[type=radio]):not([open]) > summary")
    if fold.count():
        hands.reach(fold)
        hands.press("Enter")
    values = radios.evaluate_all("all => all.map(each => each.value)")
    hands.choose(radios, values.index(option))


def saved(card: Locator) -> None:
    """Wait until the card says, in its colour and in words, that all is on the server."""
    card.and_(card.page.locator("[data-state=saved]:not([data-unsaved])")).wait_for()
    assert "已保存" in card.locator(".state").inner_text()


def refs_of(page: Page) -> list[str]:
    """The questions of the section that is open."""
    return page.locator("fieldset[data-autosave]").evaluate_all("all => all.map(each => each.id)")
