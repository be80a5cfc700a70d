"""Finds every message of the code and of the templates, and the catalogue it belongs to."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.readme import ROOT

# App -> where its code lives; its templates are in templates/<last part>.
APPS = {
    "core": ROOT / "gongfu",
    "enterprises": ROOT / "enterprises",
    "diagnosis": ROOT / "diagnosis",
    "reports": ROOT / "reports",
}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Key = tuple[str | None, str]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%|%[sd]")


def sources(app: str) -> Iterator[Path]:
    yield from sorted(APPS[app].rglob("*.py"))
    yield from sorted((ROOT / "templates" / app).rglob("*.*"))
    if app == "core":
        owned = {f"templates/{other}" for other in APPS}
        for path in sorted((ROOT / "templates").rglob("*.*")):
            if "/".join(path.relative_to(ROOT).parts[:2]) not in owned:
                yield path


def messages(app: str) -> dict[Key, str]:
    """Return (context, msgid) -> the place where it is first used."""
    found: dict[Key, str] = {}
    for path in sources(app):
        text = path.read_text(encoding="utf-8")
        source = text if path.suffix == ".py" else templatize(text, origin=str(path))
        for line, ids, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS):
            first = ids[0] if isinstance(ids, tuple) else ids
            if first:
                found.setdefault((context, first), f"{path.relative_to(ROOT)}:{line}")
    return found


def catalogue(app: str) -> Catalog:
    folder = APPS[app] / "core" if app == "core" else APPS[app]
    with (folder / "locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale="zh_Hans", domain="django")


def entries(app: str) -> dict[Key, Message]:
    """Return (context, msgid) -> the catalogue's entry, its heading left out."""
    found = {}
    for entry in catalogue(app):
        first = entry.id[0] if isinstance(entry.id, tuple | list) else entry.id
        if first:
            found[entry.context, first] = entry
    return found


def translations(entry: Message) -> list[str]:
    strings = entry.string if isinstance(entry.string, tuple | list) else [entry.string]
    return [text or "" for text in strings]


def placeholders(text: str) -> list[str]:
    return sorted(match[0] for match in PLACEHOLDER.finditer(text))
