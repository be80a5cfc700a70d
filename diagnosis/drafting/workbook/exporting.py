"""From the trees of a framework to the sheets of a workbook."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from diagnosis.drafting.files import Trees
from diagnosis.drafting.gaps import leaves
from diagnosis.drafting.workbook.cells import Column, cells_of, cells_with, is_key
from diagnosis.drafting.workbook.shapes import (
    HEAD,
    IN_PART,
    IN_SCALE,
    ITEM,
    KEY,
    LINKS,
    LISTS,
    ORDER,
    PART_SHAPE,
    PARTS,
    SAMPLES,
    SCALE_SHAPE,
    SCALES,
    VALUE,
    Shape,
)
from diagnosis.drafting.writing import write_flow

MOST_INNER = 2  # keys of words below the thing they belong to

Path = tuple[str, ...]
Cells = dict[str, str]


@dataclass(slots=True)
class Sheet:
    """One sheet: rows map the head of a column to a text."""

    name: str
    rows: list[Cells] = field(default_factory=list)
    languages: tuple[str, ...] = ()

    @property
    def headers(self) -> list[str]:
        """All columns: links, rules, then words, the languages of each side by side."""
        found = dict.fromkeys(header for row in self.rows for header in row)
        if self.name == HEAD:  # a language without a word is a language still
            found |= dict.fromkeys(f"[{lang}]" for lang in self.languages)
        words = {header: _language(header) for header in found}
        rules = [header for header in found if not words[header]]
        rules.sort(key=lambda header: header != LINKS.get(self.name))
        about = list(dict.fromkeys(header.replace(f"[{words[header]}]", "[]") for header in found))

        def place(header: str) -> tuple[int, int]:
            lang = words[header]
            order = self.languages.index(lang) if lang in self.languages else 99
            return about.index(header.replace(f"[{lang}]", "[]")), order

        return rules + sorted((header for header in found if words[header]), key=place)


def _language(header: str) -> str:
    return header.partition("[")[2].partition("]")[0]


class Exporting:
    """Takes the trees apart, sheet by sheet; what no sheet has taken stands on the first one."""

    def __init__(self, trees: Trees) -> None:
        self.languages = tuple(trees.languages)
        self.sheets = {name: Sheet(name, languages=self.languages) for name in ORDER}
        self.rules = dict(trees.rules)
        self.samples = dict(trees.samples)
        self.words: dict[str, dict[Path, dict[Path, Any]]] = {}
        for lang, tree in trees.texts.items():
            self.words[lang] = {}
            for path, value in leaves(tree):
                self.words[lang].setdefault(path[:2], {})[path] = value

    def sheets_with_content(self) -> list[Sheet]:
        self._parts()
        self._scales()
        for shape in LISTS:
            self._list(shape)
        self._samples()
        self._head()
        return [sheet for sheet in self.sheets.values() if sheet.rows or sheet.name == HEAD]

    def _list(self, shape: Shape) -> None:
        items = self.rules.get(shape.name)
        if not is_table(items):
            return
        del self.rules[shape.name]
        owned = has_refs(items)
        for item in items:
            rest = self._without_inner(shape, item) if owned else item
            self._add(shape, rest, (), {})

    def _without_inner(self, shape: Shape, item: dict[str, Any]) -> dict[str, Any]:
        """Give the inner lists of an entry their rows on sheets of their own."""
        rest = dict(item)
        for inner in shape.inner:
            entries = rest.get(inner.key)
            if is_table(entries) or (inner.key == "rows" and is_names(entries)):
                del rest[inner.key]
                entry: Any
                for entry in entries:
                    self._add(inner, entry, (item["ref"],), {inner.link: item["ref"]})
        return rest

    def _parts(self) -> None:
        if is_part_tree(self.rules.get(PARTS)):
            self._parts_below(self.rules.pop(PARTS), "")

    def _parts_below(self, parts: list[dict[str, Any]], parent: str) -> None:
        for part in parts:
            rest = dict(part)
            inner = rest.pop("parts") if is_table(part.get("parts")) else []
            self._add(PART_SHAPE, rest, (), {IN_PART: parent} if parent else {})
            self._parts_below(inner, part["ref"])

    def _scales(self) -> None:
        scales = self.rules.get(SCALES)
        if not isinstance(scales, dict) or not scales or not all(map(is_key, scales)):
            return
        if all(is_table(options) for options in scales.values()):
            for name, options in self.rules.pop(SCALES).items():
                for option in options:
                    self._add(SCALE_SHAPE, option, (name,), {IN_SCALE: name})

    def _samples(self) -> None:
        entries = self.samples.get("samples")
        if is_table(entries):
            del self.samples["samples"]
            for entry in entries:
                self._put(SAMPLES, {}, cells_of(entry, flatten=False))

    def _head(self) -> None:
        """Everything else: one row for each key of the rules and of the words."""
        rows: dict[str, Cells] = {}
        for place, text in _rules_left(self.rules):
            header = str(Column((VALUE,), "", place.form, place.part))
            rows.setdefault(_key_text(place.path), {})[header] = text
        sides = {lang: self._words_left(lang) for lang in self.words}
        sides[SAMPLES] = [((key,), value) for key, value in self.samples.items()]
        for lang, left in sides.items():
            for path, value in left:
                for place, text in cells_with(Column((), lang), value):
                    rows.setdefault(_key_text(path), {})[str(place)] = text
        self.sheets[HEAD].rows = [{KEY: key, **cells} for key, cells in rows.items()]

    def _words_left(self, lang: str) -> list[tuple[Path, Any]]:
        return [leaf for inner in self.words[lang].values() for leaf in inner.items()]

    def _add(self, shape: Shape, entry: Any, owner: Path, link: Cells) -> None:
        """One entry of a list with the words that belong to it."""
        cells = cells_of(entry if isinstance(entry, dict) else {ITEM: entry}, flatten=True)
        ref = entry.get("ref") if isinstance(entry, dict) else entry
        words = self._words_of(shape, owner, ref) if isinstance(ref, str) else iter(())
        self._put(shape.name, link, cells, words)

    def _put(self, sheet: str, link: Cells, *cells: Iterator[tuple[Column, str]]) -> None:
        row = dict(link)
        for some in cells:
            row |= {str(place): text for place, text in some}
        self.sheets[sheet].rows.append(row)

    def _words_of(self, shape: Shape, owner: Path, ref: str) -> Iterator[tuple[Column, str]]:
        for alias, where in shape.words.items():
            base = words_base(where, owner, ref, inner=bool(shape.owner))
            for lang in self.words:
                taken = () if alias else tuple(shape.words)
                for rest, value in self._claimed(lang, base, taken):
                    path = (alias, *rest) if alias else rest
                    yield from cells_with(Column(path, lang), value)

    def _claimed(self, lang: str, base: Path, taken: Path) -> Iterator[tuple[Path, Any]]:
        """Take the words below a path that the head of a column can name."""
        bucket = self.words[lang].get(base[:2], {})
        for path in list(bucket):
            rest = path[len(base) :]
            named = len(rest) <= MOST_INNER and all(map(is_key, rest))
            if path[: len(base)] == base and named and not set(rest[:1]) & set(taken):
                yield rest, bucket.pop(path)


def words_base(where: Path, owner: Path, ref: str, *, inner: bool) -> Path:
    """Where the words of an entry begin: ("questions", "q1"), ("questions", "q1", "options", "A").

    The words of a condition stand by its ref alone, those of a scale below its name.
    """
    if not inner or where == ("conditions",):
        return (*where, ref)
    if where == ("scales",):
        return (*where, *owner, ref)
    return ("questions", *owner, *where, ref)


def _rules_left(rules: dict[str, Any]) -> Iterator[tuple[Column, str]]:
    for key, value in rules.items():
        if is_key(key):
            yield from cells_of({key: value}, flatten=True)
        else:
            yield from cells_with(Column((key,)), value)


def _key_text(path: Path) -> str:
    """A path as one text; keys that hold dots or blanks are written as a list."""
    return ".".join(path) if path and all(map(is_key, path)) else write_flow(list(path))


def is_table(items: Any) -> TypeGuard[list[dict[str, Any]]]:
    """Whether a list can be rows of a sheet: mappings with plain keys."""
    return (
        isinstance(items, list)
        and bool(items)
        and all(isinstance(item, dict) and item and ITEM not in item for item in items)
        and all(is_key(key) for item in items for key in item)
    )


def is_names(items: Any) -> TypeGuard[list[str]]:
    return isinstance(items, list) and bool(items) and all(isinstance(i, str) and i for i in items)


def has_refs(items: list[dict[str, Any]]) -> bool:
    """Whether other sheets can name each entry."""
    counts = Counter(item["ref"] if isinstance(item.get("ref"), str) else "" for item in items)
    return all(is_key(ref) and count == 1 for ref, count in counts.items())


def is_part_tree(parts: Any) -> bool:
    """Whether the tree can be rows that name the part above them."""
    every, waiting = [], [parts]
    while waiting:
        level = waiting.pop()
        if not is_table(level):
            return False
        every += level
        waiting += [part["parts"] for part in level if is_table(part.get("parts"))]
    return has_refs(every)


def to_sheets(trees: Trees) -> list[Sheet]:
    """The sheets that hold the whole framework."""
    return Exporting(trees).sheets_with_content()
