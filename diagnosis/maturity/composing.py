"""YAML as plain text, lists and mappings: every scalar stays text, nothing expands."""

from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from diagnosis.maturity.reading import MAX_BYTES, FrameworkError, Tree, one_line

MAX_DEPTH = 20

_EventLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_tree(content: bytes, name: str) -> Tree:
    """Parse one YAML document whose scalars all stay text; no aliases, tags or doubled keys."""
    if len(content) > MAX_BYTES:
        raise FrameworkError(name, "", "expected a file of at most 1 MB")
    try:
        events = yaml.parse(content.decode("utf-8-sig"), Loader=_EventLoader)
        return _Composer(name, events).document()
    except UnicodeDecodeError as error:
        raise FrameworkError(name, f"byte {error.start}", "expected UTF-8 text") from error
    except yaml.YAMLError as error:
        raise FrameworkError(
            name, _line(error), f"expected valid YAML ({_problem(error)})"
        ) from error


class _Composer:
    """Builds the tree from the parser's events, so that nothing is expanded before it is judged."""

    def __init__(self, name: str, events: Iterator[Any]) -> None:
        self.name = name
        self.events = events

    def document(self) -> Tree:
        self._expect(yaml.StreamStartEvent, "a YAML document")
        self._expect(yaml.DocumentStartEvent, "a YAML document, found an empty file")
        tree = self._node(next(self.events), 1)
        self._expect(yaml.DocumentEndEvent, "the end of the document")
        self._expect(yaml.StreamEndEvent, "one document in the file, found a second")
        return tree

    def _expect(self, kind: type[Any], expected: str) -> None:
        event = next(self.events)
        if not isinstance(event, kind):
            self._fail(event, f"expected {expected}")

    def _node(self, event: Any, depth: int) -> Tree:
        self._judge(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return [self._node(item, depth + 1) for item in self._until(yaml.SequenceEndEvent)]
        return self._mapping(depth)

    def _mapping(self, depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for event in self._until(yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key, str):
                self._fail(event, "expected text as a key")
            if key in mapping:
                self._fail(event, f"expected each key once, found {one_line(key)!r} again")
            mapping[key] = self._node(next(self.events), depth + 1)
        return mapping

    def _until(self, end: type[Any]) -> Iterator[Any]:
        while not isinstance(event := next(self.events), end):
            yield event

    def _judge(self, event: Any, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self._fail(event, "expected no anchors or aliases (& and *)")
        if event.tag is not None:
            self._fail(event, f"expected no tags, found {one_line(event.tag)}")
        if depth > MAX_DEPTH:
            self._fail(event, f"expected at most {MAX_DEPTH} levels of nesting")

    def _fail(self, event: Any, expected: str) -> NoReturn:
        raise FrameworkError(self.name, f"line {event.start_mark.line + 1}", expected)


def _line(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}" if mark else ""


def _problem(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable")
