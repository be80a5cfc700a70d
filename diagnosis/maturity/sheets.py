"""Reads sheets of answers and profiles from JSON files."""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from diagnosis.maturity.answers import AnswerError, check_sheet
from diagnosis.maturity.forms import Answer
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.reading import FrameworkError, one_line, read_bytes


def read_sheet(path: Path, framework: Framework) -> dict[str, Answer]:
    """Read and check a sheet; a key may be written `module:ref`, a value stand in an envelope."""
    raw: dict[str, object] = {}
    for key, value in _read_object(path).items():
        ref = key.rpartition(":")[2]
        if ref in raw:
            raise FrameworkError(path.name, ref, "expected one answer to a question, found two")
        raw[ref] = value["value"] if isinstance(value, dict) and "value" in value else value
    try:
        return check_sheet(framework, raw)
    except AnswerError as error:
        raise FrameworkError(path.name, "", error.message) from error


def read_profile(path: Path) -> Mapping[str, Any]:
    """Read what is known of the firm: texts by name."""
    profile = _read_object(path)
    for key, value in profile.items():
        if not isinstance(value, str):
            raise FrameworkError(path.name, key, "expected text")
    return profile


def _read_object(path: Path) -> dict[str, Any]:
    content = read_bytes(path)
    try:
        tree = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_without_doubles)
    except UnicodeDecodeError as error:
        raise FrameworkError(path.name, f"byte {error.start}", "expected UTF-8 text") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise FrameworkError(path.name, where, f"expected valid JSON ({error.msg})") from error
    except RecursionError as error:
        raise FrameworkError(path.name, "", "expected less deeply nested JSON") from error
    except ValueError as error:
        raise FrameworkError(path.name, "", f"expected valid JSON ({one_line(error)})") from error
    if not isinstance(tree, dict):
        raise FrameworkError(path.name, "", "expected a mapping of questions to answers")
    return tree


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice: JSON itself would silently keep the last."""
    tree = dict(pairs)
    if len(tree) < len(pairs):
        [(doubled, _)] = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"each key once, found {doubled} again")
    return tree
