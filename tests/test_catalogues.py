"""Everything that people read exists in Chinese as well as in English."""

import pytest

from tests.catalogues import APPS, entries, messages, placeholders, translations


@pytest.fixture(params=sorted(APPS))
def app(request) -> str:
    return request.param


def test_every_message_is_translated(app):
    """In the app's own catalogue, or in that of the core, which holds the words all share."""
    known = entries("core") | entries(app)
    missing = {
        key[1]: f"{use.path}:{use.line}"
        for key, use in messages(app).items()
        if key not in known or not all(translations(known[key]))
    }
    assert missing == {}


def test_no_translation_is_a_guess(app):
    assert [key for key, entry in entries(app).items() if entry.fuzzy] == []


def test_no_translation_is_left_behind(app):
    used = messages(app)
    assert [key[1] for key in entries(app) if key not in used] == []


def test_a_translation_fills_the_same_places(app):
    wrong = [
        key[1]
        for key, entry in entries(app).items()
        for text in translations(entry)
        if placeholders(text) != placeholders(plural(entry))
    ]
    assert wrong == []


def test_one_english_text_has_one_translation_everywhere():
    """Django merges the catalogues of all apps, so two translations of one text would race."""
    seen: dict[tuple[str | None, str], dict[str, str]] = {}
    for app in APPS:
        for key, entry in entries(app).items():
            seen.setdefault(key, {})[app] = "|".join(translations(entry))
    assert {key[1]: by for key, by in seen.items() if len(set(by.values())) > 1} == {}


def plural(entry) -> str:
    """The English text with all places: a singular may spell its number out."""
    return entry.id[-1] if isinstance(entry.id, tuple | list) else entry.id
