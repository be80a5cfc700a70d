"""Reads sheets of answers and profiles from JSON files."""

import json
from collections import Counter
from collections.abc import Mapping
from os.path import basename
from typing import Any

from diagnosis.maturity.answers import AnswerError, check_sheet
from diagnosis.maturity.forms import Answer
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.reading import FrameworkError, one_line, read_bytes


def read_sheet(path: str, framework: Framework) -> dict[str, Answer]:
    """Read and check a sheet; a key may be written `module:ref`, a value stand in an envelope."""
    raw: dict[str, object] = {}
    for key, value in _read_object(path).items():
        ref = key.rpartition(":")[2]
        if ref in raw:
            raise FrameworkError(
                basename(path), ref, "expected one answer to a question, found two"
            )
        raw[ref] = value["value"] if isinstance(value, dict) and "value" in value else value
    try:
        return check_sheet(framework, raw)
    except AnswerError as error:
        raise FrameworkError(basename(path), "", error.message) from error


def read_profile(path: str, framework: Framework) -> Mapping[str, Any]:
    """Read what is known of the firm, texts by name; more than the release looks at may stand."""
    profile, name = _read_object(path), basename(path)
    for key, value in profile.items():
        if not isinstance(value, str):
            raise FrameworkError(name, key, "expected text")
        trait = framework.traits.get(key)
        if trait and value not in trait.values:
            allowed, found = ", ".join(trait.values), one_line(value)
            raise FrameworkError(name, key, f"expected one of {allowed}, found {found!r}")
    return profile


def _read_object(path: str) -> dict[str, Any]:
    content, name = read_bytes(path), basename(path)
    try:
        tree = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_without_doubles)
    except UnicodeDecodeError as error:
        raise FrameworkError(
            basename(path), f"byte {error.start}", "expected UTF-8 text"
        ) from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise FrameworkError(name, where, f"expected valid JSON ({error.msg})") from error
    except RecursionError as error:
        raise FrameworkError(name, "", "expected less deeply nested JSON") from error
    except ValueError as error:
        raise FrameworkError(
            basename(path), "", f"expected valid JSON ({one_line(error)})"
        ) from error
    if not isinstance(tree, dict):
        raise FrameworkError(name, "", "expected a mapping of questions to answers")
    return tree


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice: JSON itself would silently keep the last."""
    tree = dict(pairs)
    if len(tree) < len(pairs):
        [(doubled, _)] = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"each key once, found {doubled} again")
    return tree
