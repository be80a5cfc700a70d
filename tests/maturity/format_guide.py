"""The documentation of the format, taken apart: its examples, and its tables of keys."""

import re
from pathlib import Path
from typing import Any, NamedTuple

from diagnosis.drafting.writing import write_tree
from diagnosis.maturity.composing import parse_tree

DOCS = Path(__file__).parents[2] / "docs"
LANGUAGES = ("en", "zh")

_FENCE = re.compile(r"^```yaml (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(
    r"^### .*?((?:`[^`\n]+`(?:, |、)?)+)\n\n\|.*\n\| ---.*\n((?:\|.*\n)+)", re.MULTILINE
)

HEAD = {
    "format": "1",
    "ref": "example",
    "version": "1",
    "publisher": "Nobody",
    "source": "An example",
    "issued_on": "2026",
    "languages": ["zh", "en"],
    "monotone": "yes",
    "total": "whole",
    "places": "1",
    "sources": [{"ref": "leaflet", "title": "Leaflet", "locator": "here", "grade": "A"}],
}


class Example(NamedTuple):
    """One block of YAML; `name` is its file, `example` or `texts`."""

    name: str
    content: str
    line: int

    @property
    def is_file(self) -> bool:
        return self.name.endswith(".yaml")

    @property
    def tree(self) -> dict[str, Any]:
        tree = parse_tree(self.content.encode(), self.name)
        assert isinstance(tree, dict)
        return tree


def guide(lang: str) -> str:
    return (DOCS / f"framework-format.{lang}.md").read_text(encoding="utf-8")


def examples(lang: str) -> list[Example]:
    """Every block of YAML, in order."""
    text = guide(lang)
    return [
        Example(found[1], found[2], text.count("\n", 0, found.start()) + 1)
        for found in _FENCE.finditer(text)
    ]


def keys(lang: str) -> dict[str, set[str]]:
    """The tables of keys: the places named in the heading, and the first column."""
    tables: dict[str, set[str]] = {}
    for heading, rows in _TABLE.findall(guide(lang)):
        places = re.findall(r"`([^`]+)`", heading)
        found = {match[1] for row in rows.splitlines() if (match := re.match(r"\| `(\w+)` ", row))}
        assert len(found) == len(rows.splitlines()), heading
        tables |= dict.fromkeys(places, found)
    return tables


def headings(lang: str) -> list[str]:
    """The depth of every heading, in order, with what it says in code."""
    prose = re.sub(r"^```.*?^```$", "", guide(lang), flags=re.MULTILINE | re.DOTALL)
    found = re.findall(r"^(#+) (.*)$", prose, re.MULTILINE)
    return [f"{depth} {' '.join(re.findall('`[^`]+`', words))}" for depth, words in found]


def completed(example: Example) -> tuple[str, str]:
    """A short example as a whole release: what it leaves out, and its samples."""
    tree = example.tree
    samples = tree.pop("samples", None)
    questions = tree.get("questions", [])
    given = {**tree.get("question_defaults", {})}
    scenes = [q["ref"] for q in questions if {**given, **q}["kind"] == "scene"]
    asked = [q["ref"] for q in questions if "asks" not in q and q["ref"] not in scenes]
    whole = {"ref": "whole", "rule": "mean", "max": "100", "questions": asked}
    section = {"part": "whole", "kind": "questions", "questions": asked}
    sections = [{"ref": "first", **section}]
    if scenes:
        sections.append({"ref": "second", "part": "scenes", "kind": "scenes", "questions": scenes})
    rules = {**HEAD, "parts": [whole], "sections": sections, **tree}
    return write_tree(rules), write_tree({"samples": samples}) if samples else ""


def completed_words(example: Example, lang: str) -> str:
    """A short example of words as a whole file, for the rules of the example before it."""
    head = dict.fromkeys(("name", "short_name", "summary", "level_rule", "source_note"), "Words")
    parts = {"whole": {"name": "Whole", "short": "All"}}
    sections = {"first": {"title": "First", "hint": "A hint"}}
    words = {"language": lang, **head, "parts": parts, "sections": sections, **example.tree}
    return write_tree(words)
