"""The parsed and checked tree of a release file, kept beside it as Python keeps its bytecode.

Scoring one sheet should not wait for a parser. What is kept is named by the digest of the file and
the version of the core, may be deleted at any time, and is not missed where it cannot be written.
"""

import json
import os
from hashlib import sha256
from os.path import basename, dirname, join
from typing import Any

from diagnosis.maturity.building import build_framework
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.reading import FrameworkError, Node, read_bytes
from diagnosis.maturity.version import CORE_VERSION


def load_compiled(path: str) -> Framework:
    """Read one release to score with; it has no words. Raises FrameworkError as loading does."""
    content, name = read_bytes(path), basename(path)
    digest = sha256(content).hexdigest()
    kept = join(dirname(path), "__pycache__", f"{name}.{digest[:20]}-{CORE_VERSION}.json")
    tree = _kept_tree(kept)
    if tree is None:
        tree = _checked_tree(content, name)
        _keep(kept, tree)
    return build_framework(Node(name, "", tree), digest, _without_words)


def _kept_tree(path: str) -> Any:
    try:
        return json.loads(read_bytes(path))
    except (FrameworkError, ValueError):
        return None


def _checked_tree(content: bytes, name: str) -> Any:
    # Only here: the parser and the checks take longer to import than a sheet takes to score.
    from diagnosis.maturity.composing import parse_tree  # noqa: PLC0415
    from diagnosis.maturity.loading import check_content  # noqa: PLC0415

    check_content(content, name)
    return parse_tree(content, name)


def _keep(path: str, tree: Any) -> None:
    """Write it whole or not at all."""
    own = f"{path}.{os.getpid()}"
    try:
        os.makedirs(dirname(path), exist_ok=True)
        with open(own, "w", encoding="utf-8") as file:
            json.dump(tree, file, ensure_ascii=False)
        os.replace(own, path)
    except OSError:
        return


def _without_words(framework: Framework, lang: str) -> Any:
    raise FrameworkError(f"{framework.key}.{lang}.yaml", "", "expected to be read for its words")
