"""The line of a YAML file at which the key of a complaint stands."""

import re
from typing import Any

import yaml

_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_LINE = re.compile(r"line (\d+)")


def line_of(text: str, key: str) -> int:
    """The line of the deepest thing that the key names; 0 where nothing of it is found."""
    if match := _LINE.match(key):
        return int(match[1])
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return 0
    line = 0
    for number, name in _STEP.findall(key):
        found = _item(node, int(number)) if number else _child(node, name)
        if found is None:
            break
        node, line = found
    return line


def _item(node: Any, number: int) -> tuple[Any, int] | None:
    items = node.value if isinstance(node, yaml.SequenceNode) else []
    return (items[number - 1], _line(items[number - 1])) if 0 < number <= len(items) else None


def _child(node: Any, name: str) -> tuple[Any, int] | None:
    """The value of a key, or the entry of a list, at whatever depth, that has the name as ref."""
    for key, value in _pairs(node):
        if key.value == name:
            return value, _line(key)
    waiting = [node]
    while waiting:
        node = waiting.pop(0)
        if any(key.value == "ref" and value.value == name for key, value in _pairs(node)):
            return node, _line(node)
        waiting += [value for _key, value in _pairs(node)]
        waiting += node.value if isinstance(node, yaml.SequenceNode) else []
    return None


def _pairs(node: Any) -> list[tuple[Any, Any]]:
    return node.value if isinstance(node, yaml.MappingNode) else []


def _line(node: Any) -> int:
    return int(node.start_mark.line) + 1
