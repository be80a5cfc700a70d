"""The input that a complaint about a key is about."""

import re

from diagnosis.cataloguing.forms import effects_in
from diagnosis.cataloguing.rules import answers_in
from diagnosis.cataloguing.sources import SPANS, TEXTS
from diagnosis.drafting.files import Tree, listed, mapped

_EFFECT = re.compile(r"effects\.([^\[.]+)(?:\[(\d+)\])?(?:\.(\w+))?")
_RULE = re.compile(r"(fit|preconditions)\[(\d+)\]\.?(.*)")


def input_of(key: str, tree: Tree) -> str:
    """The name of the input; the first of its kind where the key is of several."""
    if match := _EFFECT.match(key):
        return _effect(tree, *match.groups())
    if match := _RULE.match(key):
        kind, number, rest = match.groups()
        return f"{kind}.{int(number) - 1}.{_part(tree, kind, int(number) - 1, rest)}"
    return f"{key}.zh" if key in TEXTS else f"{key}.low" if key in SPANS else key


def _effect(tree: Tree, release: str, number: str | None, part: str | None) -> str:
    before = [each for each, _effect in effects_in(tree)]
    first = before.index(release) if release in before else 0
    return f"effects.{first + int(number or 1) - 1}.{part if number and part else 'release'}"


def _part(tree: Tree, kind: str, at: int, rest: str) -> str:
    if rest.startswith("text."):
        return rest
    if not rest.startswith("tests"):
        return "when"
    items = listed(tree.get(kind))
    tests = mapped(mapped(items[at]).get("tests")) if at < len(items) else {}
    rows = answers_in(tests)
    if rows is None:
        return "tests"
    release = rest.removeprefix("tests.")
    place = next((no for no, row in enumerate(rows) if row[0] == release), 0)
    return f"tests.{place}.{'release' if release == '-' else 'question'}"
