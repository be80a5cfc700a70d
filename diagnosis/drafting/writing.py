"""The one writer of framework files: a tree of texts, lists and mappings as tidy YAML.

What is read back is the same tree, and any other YAML reader takes every scalar for text too, but
for `yes` and `no`, which the format writes plainly.
"""

import re
from typing import Any

from diagnosis.maturity.reading import Tree

WIDTH = 96
MAX_KEY = 100  # a longer key needs the explicit form

# A letter begins it, no `#` stands in it, and a colon only inside a word.
_SAFE = re.compile(r"[^\W\d_][^\n:#]*(?::[^\s:#][^\n:#]*)*")
# In a workbook `_x0041_` would be read as the letter A.
_LIKE_A_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WORDS_OF_YAML = {"null", "true", "false", "on", "off", "y", "n"}
_IN_FLOW = re.compile(r"[,\[\]{}?:]")


def write_tree(tree: Tree) -> str:
    """Write a whole file; lists and mappings that fit stand on one line."""
    if not isinstance(tree, dict) or not tree:
        return write_flow(tree) + "\n"
    blocks = []
    for key, value in tree.items():
        lines = _entry(key, value, 0, top=True)
        blocks.append("\n".join(lines))
    return _spaced(blocks) + "\n"


def write_flow(tree: Tree) -> str:
    """Write a tree on one line."""
    if isinstance(tree, dict):
        inner = ", ".join(f"{_flow_key(key)}: {write_flow(value)}" for key, value in tree.items())
        return "{" + inner + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(write_flow(item) for item in tree) + "]"
    return write_scalar(tree, flow=True)


def write_scalar(text: str, *, flow: bool = False) -> str:
    """Write one text, in quotes unless it is a plain word or sentence that nothing misreads."""
    return text if _is_plain(text, flow) else _quoted(text)


def _is_plain(text: str, flow: bool) -> bool:
    return bool(
        _SAFE.fullmatch(text)
        and text == text.strip()
        and text.isprintable()
        and text.lower() not in _WORDS_OF_YAML
        and not _LIKE_A_CODE.search(text)
        and not (flow and _IN_FLOW.search(text))
    )


def _quoted(text: str) -> str:
    return '"' + _LIKE_A_CODE.sub(r"\\u005F", "".join(map(_escaped, text))) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    if letter == "\n":
        return "\\n"
    if letter == " " or letter.isprintable():
        return letter
    code = ord(letter)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _entry(key: str, value: Tree, indent: int, *, top: bool = False) -> list[str]:
    """One key of a mapping with all that stands below it."""
    pad, name = " " * indent, write_scalar(key)
    if len(name) > MAX_KEY:
        return [f"{pad}? {name}", f"{pad}: {write_flow(value)}"]
    start = f"{pad}{name}:"
    if isinstance(value, str):
        return [f"{start} {write_scalar(value)}"]
    if _fits(value, len(start), top=top):
        return [f"{start} {write_flow(value)}"]
    return [start, *_block(value, indent + 2)]


def _block(tree: Tree, indent: int) -> list[str]:
    """A list or mapping that is not empty, over several lines."""
    if isinstance(tree, dict):
        return [line for key, value in tree.items() for line in _entry(key, value, indent)]
    return [line for item in tree for line in _item(item, indent)]


def _item(item: Tree, indent: int) -> list[str]:
    pad = " " * indent
    if isinstance(item, str) or _fits(item, indent):
        return [f"{pad}- {write_flow(item) if not isinstance(item, str) else write_scalar(item)}"]
    first, *rest = _block(item, indent + 2)
    return [f"{pad}- {first.lstrip(' ')}", *rest]


def _fits(tree: Any, indent: int, *, top: bool = False) -> bool:
    """Whether a list or mapping is simple and short enough for one line."""
    if not tree:
        return True
    if isinstance(tree, dict) and any(len(key) > MAX_KEY for key in tree):
        return False
    limit = 1 if top or _has_mappings(tree) else 2
    return _depth(tree) <= limit and indent + 1 + len(write_flow(tree)) <= WIDTH


def _has_mappings(tree: Any) -> bool:
    return isinstance(tree, list) and any(isinstance(item, dict) for item in tree)


def _depth(tree: Any) -> int:
    if isinstance(tree, str) or not tree:
        return 0
    inner = tree.values() if isinstance(tree, dict) else tree
    return 1 + max(_depth(item) for item in inner)


def _flow_key(key: str) -> str:
    return write_scalar(key, flow=True)


def _spaced(blocks: list[str]) -> str:
    """Long keys of the file stand apart from each other by an empty line."""
    text = ""
    for number, block in enumerate(blocks):
        apart = number and ("\n" in block or "\n" in blocks[number - 1])
        text += ("\n\n" if apart else "\n" if number else "") + block
    return text
