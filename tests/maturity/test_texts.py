"""The words of a release can be walked by attribute, by ref and by dotted key."""

import re

import pytest

from diagnosis.maturity import load_framework, load_framework_text
from tests.maturity.sheets import MIIT, SMALL_FILE


def test_words_are_found_by_ref():
    texts = MIIT.texts("en")
    assert texts.question("q5").label == "System coverage"
    assert texts.option("q12", "C") == "Down"
    assert texts.part("base").short == "Foundations"
    assert texts.section("security").title == "Information security"
    assert texts.questions["q2"].fields["equipment_total"].unit == "machines"


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("questions.q5.label", "System coverage"),
        ("questions.s01.options.1", "Drawn with CAD or similar software"),
        ("levels.2.name", "Normalised"),
        ("short_name", "SME digital level (2024)"),
        ("questions.q99.label", ""),
        ("questions", ""),
        ("nothing.at.all", ""),
    ],
)
def test_words_are_found_by_a_dotted_key(key, text):
    assert MIIT.texts("en").get(key) == text


@pytest.mark.parametrize(("lang", "found"), [("zh-hans", "zh"), ("EN-GB", "en"), ("fr", "zh")])
def test_a_language_falls_back_to_one_the_release_has(lang, found):
    assert MIIT.texts(lang).lang == found


def test_a_release_is_loaded_once():
    assert load_framework(SMALL_FILE) is load_framework(SMALL_FILE)
    assert MIIT.texts("en") is MIIT.texts("en-us")


def test_a_release_may_come_from_elsewhere_than_a_file():
    folder = SMALL_FILE.parent
    words = {"en": (folder / "texts" / "small-1.en.yaml").read_text()}
    framework = load_framework_text(SMALL_FILE.read_text(), SMALL_FILE.name, words)
    assert framework.digest == load_framework(SMALL_FILE).digest
    assert framework.texts("en").name == "A small framework"


def test_a_release_without_levels_needs_no_words_for_them():
    folder = SMALL_FILE.parent
    rules, words = SMALL_FILE.read_text(), (folder / "texts" / "small-1.en.yaml").read_text()
    rules = re.sub(r"^levels:.*?(?=^checks:)", "", rules, flags=re.MULTILINE | re.DOTALL)
    words = re.sub(r"^level.*?(?=^[a-z_]+:)", "", words, flags=re.MULTILINE | re.DOTALL)
    texts = load_framework_text(rules, SMALL_FILE.name, {"en": words}).texts("en")
    assert (texts.level_rule, dict(texts.levels)) == ("", {})
