"""Years in the words of a release: `{last_year}`, `{year_before}` and `{third_year}`.

Where it is known in which year a sheet is answered they become a year, elsewhere the words that the
language gives for them.
"""

import re
from collections.abc import Mapping
from typing import NoReturn

from diagnosis.maturity.reading import FrameworkError, Node, Tree

BACK = {"last_year": 1, "year_before": 2}  # years before the one in which a sheet is answered
FURTHER = {"third_year": 3}  # for which a language needs words only where a release names it
_MARK = re.compile(r"\{([^{}]*)\}")


def names_years(content: bytes) -> bool:
    """Whether words differ from year to year."""
    return any(b"{%s}" % name.encode() in content for name in BACK | FURTHER)


def year_words(root: Node, year: int | None) -> Mapping[str, str]:
    """What each mark stands for; nothing where the language has no words for years."""
    if not root.has("year"):
        return {}
    back = BACK | {name: years for name, years in FURTHER.items() if root.has(name)}
    form, words = root.text("year"), {name: root.text(name) for name in back}
    if form.count("{year}") != 1:
        root.fail("year", "expected text with {year} in it")
    if year is None:
        return words
    return {name: form.replace("{year}", str(year - ago)) for name, ago in back.items()}


def with_years(root: Node, key: str, words: Mapping[str, str]) -> None:
    """Put years for the marks below a key; a mark that stands for nothing is refused."""
    if key in root.tree:
        root.tree[key] = _told(root.file, key, root.tree[key], words)


def _told(file: str, key: str, tree: Tree, words: Mapping[str, str]) -> Tree:
    if isinstance(tree, dict):
        return {name: _told(file, f"{key}.{name}", each, words) for name, each in tree.items()}
    if isinstance(tree, list):
        return [_told(file, key, each, words) for each in tree]
    for name in _MARK.findall(tree):
        if name not in words:
            _refuse(file, key, name, words)
    return _MARK.sub(lambda mark: words[mark[1]], tree).strip() if "{" in tree else tree


def _refuse(file: str, key: str, name: str, words: Mapping[str, str]) -> NoReturn:
    known = " or ".join(f"{{{each}}}" for each in BACK)
    need = "" if words else ", and year, last_year and year_before in the head"
    raise FrameworkError(file, key, f"expected {known}{need}, found {{{name}}}")
