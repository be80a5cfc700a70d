"""From the rows of a workbook back to the trees of a framework, and to where each thing stood."""

from typing import Any

from django.utils.translation import gettext as _

from diagnosis.drafting.files import Tree, Trees
from diagnosis.drafting.workbook.cells import Column
from diagnosis.drafting.workbook.entries import Entries, Entry, read_entries
from diagnosis.drafting.workbook.exporting import words_base
from diagnosis.drafting.workbook.faults import Faulty
from diagnosis.drafting.workbook.places import Places
from diagnosis.drafting.workbook.shapes import (
    HEAD,
    IN_PART,
    IN_SCALE,
    ITEM,
    KEY,
    LISTS,
    PART_SHAPE,
    PARTS,
    SAMPLES,
    SCALE_SHAPE,
    SCALES,
    VALUE,
    Shape,
)
from diagnosis.maturity import FrameworkError
from diagnosis.maturity.composing import parse_tree
from gongfu.core.workbooks.reading import Row

Path = tuple[str, ...]


def from_rows(rows: list[Row]) -> tuple[Trees, Places]:
    """Put the framework together; raises Faulty with everything that is wrong."""
    return Importing(read_entries(rows)).trees()


class Importing:
    """Builds the trees sheet by sheet."""

    def __init__(self, entries: Entries) -> None:
        self.entries = entries
        self.rules: Tree = {}
        self.samples: Tree = {}
        self.texts: dict[str, Tree] = {lang: {} for lang in entries.languages if lang != SAMPLES}
        self.places = Places()

    def trees(self) -> tuple[Trees, Places]:
        self._head()
        self._parts()
        self._scales()
        for shape in LISTS:
            self._list(shape)
        self._samples()
        if self.entries.faults:
            raise Faulty(self.entries.faults)
        return Trees(self.rules, self.texts, self.samples), self.places

    def _of(self, sheet: str) -> list[Entry]:
        return self.entries.by_sheet.get(sheet, [])

    def _head(self) -> None:
        for entry in self._of(HEAD):
            path = self._key_path(entry)
            if not path:
                continue
            self.places.note(".".join(path), entry)
            for (lang, below), value in entry.values.items():
                if below != ((VALUE,) if not lang else ()):
                    self.entries.fault(
                        entry, str(Column(below, lang)), _("expected no such column")
                    )
                    continue
                tree = self._side(lang)
                self._put(tree, path, value, entry)

    def _side(self, lang: str) -> Tree:
        if not lang:
            return self.rules
        return self.samples if lang == SAMPLES else self.texts[lang]

    def _key_path(self, entry: Entry) -> Path:
        text = entry.links.get(KEY, "")
        if not text:
            self.entries.fault(entry, KEY, _("expected a key"))
        if not text.startswith("["):
            return tuple(text.split(".")) if text else ()
        try:
            path = parse_tree(text.encode(), "cell")
        except FrameworkError:
            path = []
        if not path or not all(isinstance(key, str) for key in path):
            self.entries.fault(entry, KEY, _("expected a key"))
            return ()
        return tuple(path)

    def _list(self, shape: Shape) -> None:
        owners: dict[str, Any] = {}
        for number, entry in enumerate(self._of(shape.name), start=1):
            item = self._item(entry)
            self._append(self.rules, shape.name, item, entry)
            ref = item.get("ref")
            self._words(shape, (), ref, entry)
            self.places.note(f"{shape.name}[{number}]", entry)
            if isinstance(ref, str):
                self.places.note(f"{shape.name}.{ref}", entry)
                owners[ref] = None if ref in owners else (number, item)
        for inner in shape.inner:
            self._inner_list(shape, inner, owners)

    def _inner_list(self, shape: Shape, inner: Shape, owners: dict[str, Any]) -> None:
        for entry in self._of(inner.name):
            name = entry.links.get(inner.link, "")
            if not owners.get(name):
                expected = _("expected the ref of one row of the sheet %(sheet)s, found %(found)s")
                found = {"sheet": shape.name, "found": name or _("nothing")}
                self.entries.fault(entry, inner.link, expected % found)
                continue
            number, owner = owners[name]
            item = self._item(entry)
            if set(item) == {ITEM}:
                item = item[ITEM]
            self._append(owner, inner.key, item, entry)
            ref = item.get("ref") if isinstance(item, dict) else item
            self._words(inner, (name,), ref, entry)
            at = len(owner[inner.key]) if isinstance(owner[inner.key], list) else 0
            self.places.note(f"{shape.name}[{number}].{inner.key}[{at}]", entry)
            for key in (f"{shape.name}.{name}.{inner.key}.{ref}", f"{shape.name}.{name}.{ref}"):
                self.places.note(key, entry)

    def _parts(self) -> None:
        """Hang every part below the one it names; those that hang in a circle are told."""
        known: dict[str, Tree] = {}
        items = [(entry, self._item(entry)) for entry in self._of(PARTS)]
        for entry, item in items:
            ref = item.get("ref")
            if isinstance(ref, str) and ref not in known:
                known[ref] = item
                self.places.note(f"parts.{ref}", entry)
            self._words(PART_SHAPE, (), ref, entry)
        for entry, item in items:
            parent = entry.links.get(IN_PART, "")
            if not parent:
                self._append(self.rules, PARTS, item, entry)
            elif parent in known and not _hangs_in_circle(entry, items):
                self._append(known[parent], PARTS, item, entry)
            else:
                expected = _("expected the ref of a part above, found %(found)s")
                self.entries.fault(entry, IN_PART, expected % {"found": parent})
        self._note_parts(self.rules.get(PARTS), "parts", {id(i): e for e, i in items})

    def _note_parts(self, parts: Any, key: str, entries: dict[int, Entry]) -> None:
        for number, part in enumerate(parts if isinstance(parts, list) else (), start=1):
            if id(part) in entries:
                self.places.note(f"{key}[{number}]", entries[id(part)])
                self._note_parts(part.get(PARTS), f"{key}[{number}].parts", entries)

    def _scales(self) -> None:
        for entry in self._of(SCALES):
            name = entry.links.get(IN_SCALE, "")
            if not name:
                self.entries.fault(entry, IN_SCALE, _("expected the name of a scale"))
                continue
            scales = self.rules.setdefault(SCALES, {})
            if not isinstance(scales, dict):
                self.entries.fault(entry, IN_SCALE, _("expected the scales on one sheet only"))
                continue
            self._append(scales, name, self._item(entry), entry)
            self._words(SCALE_SHAPE, (name,), scales[name][-1].get("ref"), entry)
            self.places.note(f"scales.{name}[{len(scales[name])}]", entry)

    def _samples(self) -> None:
        for number, entry in enumerate(self._of(SAMPLES), start=1):
            self._append(self.samples, "samples", self._item(entry), entry)
            self._words(Shape(SAMPLES), (), None, entry)
            self.places.note(f"samples[{number}]", entry)

    def _item(self, entry: Entry) -> Tree:
        item: Tree = {}
        for path, value in entry.of(""):
            self._put(item, path, value, entry)
        if not item:
            self.entries.fault(entry, "ref", _("expected a value, found an empty row"))
        return item

    def _append(self, tree: Tree, key: str, item: Any, entry: Entry) -> None:
        held = tree.setdefault(key, [])
        if isinstance(held, list):
            held.append(item)
        else:
            expected = _("expected %(key)s either here or as rows, found both") % {"key": key}
            self.entries.fault(entry, key, expected)

    def _words(self, shape: Shape, owner: Path, ref: Any, entry: Entry) -> None:
        for (lang, path), value in entry.values.items():
            if not lang:
                continue
            alias = path[0] if path and path[0] in shape.words else ""
            where = shape.words.get(alias)
            if where is None or not isinstance(ref, str) or lang == SAMPLES:
                expected = _("expected words only beside something that has a ref")
                self.entries.fault(entry, str(Column(path, lang)), expected)
                continue
            base = words_base(where, owner, ref, inner=bool(shape.owner))
            rest = path[1:] if alias else path
            self._put(self.texts[lang], (*base, *rest), value, entry)

    def _put(self, tree: Tree, path: Path, value: Any, entry: Entry) -> None:
        """Set a value deep in a tree; what stands there already is never written over."""
        for key in path[:-1]:
            tree = tree.setdefault(key, {}) if isinstance(tree, dict) else {}
        if not isinstance(tree, dict) or path[-1] in tree:
            expected = _("expected %(key)s once, found it twice") % {"key": ".".join(path)}
            self.entries.fault(entry, "", expected)
            return
        tree[path[-1]] = value


def _hangs_in_circle(entry: Entry, items: list[tuple[Entry, Tree]]) -> bool:
    above = {item.get("ref"): other.links.get(IN_PART, "") for other, item in reversed(items)}
    seen, at = set(), entry.links.get(IN_PART, "")
    while at and at not in seen:
        seen.add(at)
        at = above.get(at, "")
    return bool(at)
