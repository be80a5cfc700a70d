"""A reader of trees of plain text that names file and key in every complaint."""

import re
from collections.abc import Callable
from fractions import Fraction
from os import PathLike
from os.path import basename
from typing import Any, NoReturn, TypeVar

from diagnosis.maturity.numbers import NumberError, parse_number

MAX_BYTES = 1_000_000

Tree = str | list[Any] | dict[str, Any]
Item = TypeVar("Item")

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


class FrameworkError(ValueError):
    """A broken file, told in one line: which file, which key, what was expected."""

    def __init__(self, file: str, key: str, expected: str) -> None:
        self.file, self.key, self.expected = file, key, one_line(expected, 300)
        where = f"{file}: {one_line(key, 120)}" if key else file
        super().__init__(f"{where}: {self.expected}")


def one_line(text: object, longest: int = 60) -> str:
    """Make text from outside fit for one line of a message."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in str(text)[:2000]).split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def has_hidden(text: str) -> bool:
    """Whether the text holds control, direction or zero-width characters."""
    return bool(_HIDDEN.search(text))


def read_bytes(path: "str | PathLike[str]") -> bytes:
    """Read a file whole, but never more than the limit."""
    try:
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FrameworkError(basename(path), "", f"cannot be read ({error.strerror})") from error
    if len(content) > MAX_BYTES:
        raise FrameworkError(basename(path), "", "expected a file of at most 1 MB")
    return content


class Node:
    """A mapping with its path; every read says what was expected when it is not there."""

    def __init__(self, file: str, key: str, tree: Tree, given: "Node | None" = None) -> None:
        self.file = file
        self.key = key
        if not isinstance(tree, dict):
            raise FrameworkError(file, key, "expected a mapping of keys to values")
        self.tree: dict[str, Any] = {**(given.tree if given else {}), **tree}
        self.unread = set(tree)
        self.given = given  # keys that stand elsewhere and hold here too
        self.defaults: dict[str, Node] = {}

    def path(self, key: str) -> str:
        return f"{self.key}.{key}" if self.key else key

    def fail(self, key: str, expected: str) -> NoReturn:
        raise FrameworkError(self.file, self.path(key) if key else self.key, expected)

    def has(self, key: str) -> bool:
        return key in self.tree

    def raw(self, key: str) -> Any:
        if key not in self.tree:
            self.fail(key, "expected this key, it is missing")
        self.unread.discard(key)
        if self.given:
            self.given.unread.discard(key)
        return self.tree[key]

    def text(self, key: str, default: str | None = None) -> str:
        if default is not None and not self.has(key):
            return default
        value = self.raw(key)
        if not isinstance(value, str) or not value.strip():
            self.fail(key, "expected text")
        if has_hidden(value):
            self.fail(key, "expected text without control or direction characters")
        return str(value)

    def name(self, key: str, *, dots: bool = False) -> str:
        """Read a short name that can stand in keys, file names and addresses."""
        value = self.text(key)
        self._named(key, value.replace(".", "_") if dots else value)
        return value

    def _named(self, key: str, value: str) -> None:
        if not _NAME.fullmatch(value):
            self.fail(key, f"expected letters, digits, - and _, found {one_line(value)!r}")

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            self.fail(key, f"expected one of {', '.join(allowed)}, found {one_line(value)!r}")
        return value

    def yes_no(self, key: str, default: str = "no") -> bool:
        return self.choice(key, ("yes", "no"), default) == "yes"

    def number(self, key: str) -> Fraction:
        try:
            return parse_number(self.text(key))
        except NumberError as error:
            self.fail(key, f"{error.message}, found {one_line(self.tree[key])!r}")

    def whole(self, key: str, at_most: int = 1_000_000) -> int:
        value = self.number(key)
        if value.denominator != 1 or not 0 <= value <= at_most:
            found = one_line(self.tree[key])
            self.fail(key, f"expected a whole number from 0 to {at_most}, found {found!r}")
        return int(value)

    def items(self, key: str, *, required: bool = True) -> list[Any]:
        if not required and not self.has(key):
            return []
        value = self.raw(key)
        if not isinstance(value, list) or not value:
            self.fail(key, "expected a list with at least one entry")
        return list(value)

    def nodes(
        self, key: str, build: Callable[["Node"], Item], *, required: bool = True
    ) -> tuple[Item, ...]:
        """Build one value from each mapping of a list and complain about keys left over."""
        children = self.items(key, required=required)
        given = self.defaults.get(key)
        built = tuple(
            self.child(f"{key}[{number}]", tree, build, given)
            for number, tree in enumerate(children, 1)
        )
        if given:
            given.finish()
        return built

    def spread(self, key: str, over: str) -> None:
        """Let the mapping at `key` give what the entries of the list `over` do not state."""
        self.defaults[over] = Node(self.file, self.path(key), self.raw(key))

    def node(self, key: str, build: Callable[["Node"], Item]) -> Item:
        return self.child(key, self.raw(key), build)

    def child(
        self,
        key: str,
        tree: Tree,
        build: Callable[["Node"], Item],
        given: "Node | None" = None,
    ) -> Item:
        node = Node(self.file, self.path(key), tree, given)
        value = build(node)
        node.finish()
        return value

    def texts(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """Read a list of distinct texts."""
        values = self.items(key, required=required)
        if not all(isinstance(value, str) for value in values):
            self.fail(key, "expected a list of texts")
        if len(set(values)) != len(values):
            self.fail(key, "expected each entry once")
        return tuple(values)

    def names(self, key: str) -> tuple[str, ...]:
        """Read a list of distinct short names."""
        for value in self.texts(key):
            self._named(key, value)
        return self.texts(key)

    def finish(self) -> None:
        """Refuse keys that nothing has read: a misspelt key must not pass unseen."""
        if self.unread:
            key = min(self.unread)
            torn = not self.tree[key] and not _NAME.fullmatch(key)
            advice = "; a text with a comma needs quotes inside brackets" if torn else ""
            self.fail(key, f"expected no such key here{advice}")
