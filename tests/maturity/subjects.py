"""Every release that laws must hold of: those that ship, and the small ones of the tests."""

from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from diagnosis.maturity import Framework, load_framework_text
from tests.maturity.kinds import kind_files, rules_of
from tests.maturity.sheets import FRAMEWORKS, RELEASES, ROOT

FOLDERS = (ROOT / "tests" / "releases", RELEASES, Path(__file__).parent / "foreign")


def _read(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}


SHIPPED = _read(FRAMEWORKS)
KINDS = {path.stem: rules_of(path) for path in kind_files()}
RULES = SHIPPED | KINDS | {name: text for folder in FOLDERS for name, text in _read(folder).items()}


@cache
def framework_of(name: str) -> Framework:
    return load_framework_text(RULES[name], f"{name}.yaml", {})


@cache
def reordered(name: str) -> Framework:
    """The same release with its questions and parts written down in another order."""
    random = Random(name)
    tree = yaml.load(RULES[name], yaml.BaseLoader)  # noqa: S506  texts only
    random.shuffle(tree["questions"])
    for root in tree["parts"]:
        _shuffle_below(root, random)
    return load_framework_text(yaml.safe_dump(tree, sort_keys=False), f"{name}.yaml", {})


def _shuffle_below(part: dict[str, Any], random: Random) -> None:
    for key in ("parts", "questions"):
        random.shuffle(part.get(key, []))
    for child in part.get("parts", []):
        _shuffle_below(child, random)
