"""The small releases under tests/cases/kinds, one for each kind of rule, with worked samples.

A file holds what matters of a release and its samples; head and sections are the same for all.
"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from diagnosis.maturity import Framework, load_framework_text
from diagnosis.maturity.samples import Sample, read_samples
from tests.maturity.sheets import CASES

KINDS = CASES / "kinds"
HEAD = {
    "format": "1",
    "version": "1",
    "publisher": "Nobody",
    "source": "Made up for the tests",
    "issued_on": "2026",
    "languages": ["en"],
    "monotone": "yes",
    "places": "1",
    "sources": [{"ref": "made-up", "title": "Made up", "locator": "here", "grade": "A"}],
}


def kind_files() -> list[Path]:
    return sorted(KINDS.glob("*.yaml"))


def read_kind(path: Path) -> tuple[Framework, tuple[Sample, ...]]:
    """The release of a file, and its samples."""
    framework = load_framework_text(rules_of(path), path.name, {})
    samples = yaml.safe_dump({"samples": _tree(path)["samples"]}, sort_keys=False)
    return framework, read_samples(framework, samples.encode(), path.name)


def rules_of(path: Path) -> str:
    """The rules whole, as the file of a release has them."""
    rules = HEAD | {"ref": path.stem} | _tree(path)["release"]
    rules["question_defaults"] = {"sources": ["made-up"]} | rules.get("question_defaults", {})
    rules["sections"] = list(_sections(rules))
    return yaml.safe_dump(rules, sort_keys=False)


def _tree(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  texts only


def _sections(rules: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A page for each root; questions that belong to no part stand on the first."""
    asked = [list(_asked(root)) for root in rules["parts"]]
    known = set(chain(*asked))
    apart = [q["ref"] for q in rules["questions"] if q["ref"] not in known]
    for number, (root, refs) in enumerate(zip(rules["parts"], asked, strict=True)):
        kind = "scenes" if root["rule"] == "placed" else "questions"
        questions = refs if number else apart + refs
        yield {"ref": root["ref"], "part": root["ref"], "kind": kind, "questions": questions}


def _asked(part: dict[str, Any]) -> Iterator[str]:
    for question in part.get("questions", []):
        yield question if isinstance(question, str) else question["ref"]
    for child in part.get("parts", []):
        yield from _asked(child)
