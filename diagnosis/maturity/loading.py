"""From a release file to a Framework; every complaint names file, key and what was expected."""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from diagnosis.maturity.building import build_framework
from diagnosis.maturity.composing import parse_tree
from diagnosis.maturity.framework import Framework, TextsReader
from diagnosis.maturity.reading import Node, read_bytes
from diagnosis.maturity.soundness import check_soundness
from diagnosis.maturity.texts import Texts
from diagnosis.maturity.wording import read_texts
from diagnosis.maturity.years import names_years


def load_framework(path: Path) -> Framework:
    """Read one release and, when asked for words, the text files in `texts/` beside it."""
    files = sorted((path.parent / "texts").glob(f"{path.stem}.*.yaml"))
    texts = tuple((file.name.split(".")[-2], read_bytes(file)) for file in files)
    return _load(read_bytes(path), path.name, texts)


def load_framework_text(text: str, name: str, texts: Mapping[str, str]) -> Framework:
    """Read a release that is kept elsewhere than in a file; `texts` maps language to YAML."""
    encoded = tuple((lang, words.encode()) for lang, words in sorted(texts.items()))
    return _load(text.encode(), name, encoded)


def check_content(content: bytes, name: str) -> None:
    """Refuse a release that is broken or does not hold together."""
    _load(content, name, ())


@lru_cache(maxsize=64)
def _load(content: bytes, name: str, texts: tuple[tuple[str, bytes], ...]) -> Framework:
    root = Node(name, "", parse_tree(content, name))
    framework = build_framework(root, sha256(content).hexdigest(), _texts_reader(name, dict(texts)))
    check_soundness(framework, name)
    return framework


def _texts_reader(name: str, texts: Mapping[str, bytes]) -> TextsReader:
    """Give a reader that parses a language when it is first wanted; scoring never needs words."""
    stem = name.removesuffix(".yaml")
    known: dict[tuple[str, int | None], Texts] = {}

    def read(framework: Framework, lang: str) -> Texts:
        content = texts.get(lang)
        key = lang, framework.year if content and names_years(content) else None
        if key not in known:
            known[key] = read_texts(framework, lang, content, f"{stem}.{lang}.yaml")
        return known[key]

    return read
