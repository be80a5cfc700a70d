"""Finds every message of the code and of the templates, and the catalogue it belongs to.

`python -m tests.catalogues APP` writes the app's catalogue anew: what is translated stays, what is
new stands there untranslated (and fails the tests), what nobody uses any more is gone.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
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
HEADING = "# Simplified Chinese; `python -m tests.catalogues` brings it up to date with the code."
# Dates and placeholder names would change, or say nothing, in every commit.
IDLE_HEADINGS = (
    '"Project-Id',
    '"Report-Msgid',
    '"POT-Creation',
    '"PO-Revision',
    '"Last-Translator',
    '"Language-Team',
    '"Generated-By',
)
Key = tuple[str | None, str]
Ids = str | tuple[str, ...]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%|%[sd]")


def sources(app: str) -> Iterator[Path]:
    yield from sorted(APPS[app].rglob("*.py"))
    yield from sorted((ROOT / "templates" / app).rglob("*.*"))
    if app == "core":
        owned = {f"templates/{other}" for other in APPS}
        for path in sorted((ROOT / "templates").rglob("*.*")):
            if "/".join(path.relative_to(ROOT).parts[:2]) not in owned:
                yield path


class Use(NamedTuple):
    """A message and the place where it is first used."""

    ids: Ids
    path: str
    line: int


def messages(app: str) -> dict[Key, Use]:
    """Return (context, msgid) -> its first use."""
    found: dict[Key, Use] = {}
    for path in sources(app):
        text = path.read_text(encoding="utf-8")
        source = text if path.suffix == ".py" else flush_left(templatize(text, origin=str(path)))
        for line, ids, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS):
            first = ids[0] if isinstance(ids, tuple) else ids
            if first:
                use = Use(ids, str(path.relative_to(ROOT)), line)
                found.setdefault((context, first), use)
    return found


def flush_left(source: str) -> str:
    """A template has the indentation of HTML, at which the reader of Python takes offence."""
    return "\n".join(line.lstrip() for line in source.splitlines())


def catalogue_path(app: str) -> Path:
    folder = APPS[app] / "core" if app == "core" else APPS[app]
    return folder / "locale/zh_Hans/LC_MESSAGES/django.po"


def catalogue(app: str) -> Catalog:
    with catalogue_path(app).open("rb") as file:
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


def rewrite(app: str) -> int:
    """Bring the app's catalogue up to date; return how many messages wait for a translation."""
    known = entries(app) if catalogue_path(app).exists() else {}
    shared = entries("core") if app != "core" and catalogue_path("core").exists() else {}
    fresh = Catalog(locale="zh_Hans", domain="django", fuzzy=False, header_comment=HEADING)
    for key, use in messages(app).items():
        if key in known or key not in shared:
            string = known[key].string if key in known else ""
            fresh.add(use.ids, string, locations=[(use.path, use.line)], context=key[0])
    catalogue_path(app).parent.mkdir(parents=True, exist_ok=True)
    written = BytesIO()
    write_po(written, fresh, width=100, include_lineno=False)
    lines = written.getvalue().decode().splitlines(keepends=True)
    kept = "".join(line for line in lines if not line.startswith(IDLE_HEADINGS))
    catalogue_path(app).write_text(kept, encoding="utf-8")
    return sum(not all(translations(entry)) for entry in entries(app).values())


if __name__ == "__main__":
    for name in sys.argv[1:] or APPS:
        print(f"{name}: {rewrite(name)} without translation")
