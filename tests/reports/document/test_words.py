"""The fixed words of the report: the same keys in both languages, each used, each drawable."""

import json
import re
from pathlib import Path

import pytest

from reports.document.fonts import drawable
from reports.document.render import HERE
from tests.reports.document.paper import LANGUAGES

WORDS = {
    lang: json.loads(Path(HERE, f"strings.{lang}.json").read_text("utf-8")) for lang in LANGUAGES
}
SOURCES = "\n".join(path.read_text("utf-8") for path in Path(HERE, "template").glob("*.typ"))
WHOLE_KEYS = set(re.findall(r'\bt\("([a-z0-9.]+)"[,)]', SOURCES))
WHOLE_KEYS |= set(re.findall(r'words\.at\("([a-z.]+)"', SOURCES))
# t("cond." + c.kind, ...), t(if x { "short.one." } else { "short." } + c.kind, ...)
BEGINNINGS = set(re.findall(r'"([a-z.]+\.)"(?: \}| \+)', SOURCES))


def placeholders(value):
    texts = value if isinstance(value, list) else [value]
    return [set(re.findall(r"\{(\w+)\}", text)) for text in texts]


def test_both_languages_have_the_same_keys():
    assert WORDS["zh"].keys() == WORDS["en"].keys()


def test_both_languages_fill_the_same_places():
    zh, en = WORDS["zh"], WORDS["en"]
    assert [key for key in zh if placeholders(zh[key]) != placeholders(en[key])] == []


def test_every_key_used_exists():
    assert WHOLE_KEYS - WORDS["zh"].keys() == set()


def test_every_key_is_used():
    unused = {
        key
        for key in WORDS["zh"].keys() - WHOLE_KEYS
        if not any(key.startswith(beginning) for beginning in BEGINNINGS)
    }
    assert unused == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_can_be_drawn(lang):
    text = json.dumps(WORDS[lang], ensure_ascii=False)
    assert [char for char in set(text) - {"\n"} if ord(char) not in drawable()] == []
