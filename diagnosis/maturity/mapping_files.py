"""Mapping files, read and held against both releases; every complaint names file and key."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from diagnosis.maturity.choosing import profile_problems, read_release, read_traits
from diagnosis.maturity.composing import parse_tree
from diagnosis.maturity.fields import FieldPath
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.mapping import HIGHEST, LOWEST, AnswerMapping, Entry, Pull
from diagnosis.maturity.questions import UNVERIFIED, VERIFIED, Question, When
from diagnosis.maturity.reading import FrameworkError, Node, read_bytes
from diagnosis.maturity.testing import read_path, read_when

FORMAT = "1"

Tables = Mapping[str, Mapping[str, str]]  # options that several pulls share, by name
Problem = tuple[str, str]  # key, what was expected there


def load_mapping(path: Path, source: Framework, target: Framework) -> AnswerMapping:
    """Read a mapping between two releases; a complaint names file, key and what was expected."""
    found = read_mapping(path)
    for key, expected in _problems(found, source, target):
        raise FrameworkError(path.name, key, f"expected {expected}")
    return found


def read_mapping(path: Path) -> AnswerMapping:
    """Read the file by itself; whether what it names exists shows only beside both releases."""
    root = Node(path.name, "", parse_tree(read_bytes(path), path.name))
    root.choice("format", (FORMAT,))
    languages = root.texts("languages")
    found = AnswerMapping(
        source=read_release(root, "from"),
        target=read_release(root, "to"),
        when=_when(root),
        status=root.choice("status", (VERIFIED, UNVERIFIED)),
        note=root.node("note", partial(_words, languages)),
        entries=root.nodes("entries", partial(_entry, _tables(root))),
    )
    root.finish()
    if path.stem != "--".join(key.replace(" ", "-") for key in (found.source, found.target)):
        root.fail("from", "expected the file to be named after both releases, FROM--TO.yaml")
    return found


def _words(languages: Iterable[str], node: Node) -> dict[str, str]:
    return {language: node.text(language) for language in languages}


def _when(root: Node) -> When | None:
    if not root.has("when"):
        return None
    when, traits = root.node("when", read_when), read_traits(root)
    for expected in profile_problems(when, traits):
        root.fail("when", f"expected {expected}")
    return when


def _tables(root: Node) -> Tables:
    if not root.has("tables"):
        return {}
    return root.node("tables", lambda node: {ref: node.node(ref, _options) for ref in node.tree})


def _entry(tables: Tables, node: Node) -> Entry:
    pulls = node.nodes("from", partial(_pull, tables), required=not node.has("fields"))
    return Entry(
        target=node.text("to"),
        row=node.text("row") if node.has("row") else "",
        pulls=pulls,
        take=node.choice("take", (LOWEST, HIGHEST), "") if node.has("take") else "",
        partial=node.yes_no("partial"),
        fields=node.node("fields", _paths) if node.has("fields") else {},
    )


def _pull(tables: Tables, node: Node) -> Pull:
    shared = node.has("table")
    return Pull(
        question=node.text("question"),
        row=node.text("row") if node.has("row") else "",
        options=tables[node.choice("table", tuple(tables))]
        if shared
        else node.node("options", _options),
        otherwise=node.text("otherwise") if node.has("otherwise") else "",
    )


def _options(node: Node) -> dict[str, str]:
    return {ref: node.text(ref) for ref in node.tree}


def _paths(node: Node) -> dict[str, FieldPath]:
    return {ref: read_path(node, ref) for ref in node.tree}


def _problems(found: AnswerMapping, source: Framework, target: Framework) -> Iterator[Problem]:
    for key, named, framework in (("from", found.source, source), ("to", found.target, target)):
        if named != f"{framework.ref} {framework.version}":
            yield key, f"{framework.ref} {framework.version}, found {named}"
    seen: set[tuple[str, str]] = set()
    for number, entry in enumerate(found.entries, 1):
        key = f"entries[{number}]"
        question = target.questions.get(entry.target)
        if question is None:
            yield f"{key}.to", f"a question of {found.target}, found {entry.target}"
            return
        if (entry.target, entry.row) in seen:
            yield f"{key}.to", f"each question or row once, found {entry.target} again"
        seen.add((entry.target, entry.row))
        yield from _entry_problems(entry, question, key)
        yield from _pull_problems(entry, question, source, key)
        yield from _field_problems(entry, question, source, key)


def _entry_problems(entry: Entry, question: Question, key: str) -> Iterator[Problem]:
    if question.has_rows != bool(entry.row) or (entry.row and entry.row not in question.rows):
        expected = f"a row of {question.ref}" if question.has_rows else "no row"
        yield f"{key}.row", f"{expected}, found {entry.row or 'none'}"
    if (len(entry.pulls) > 1 and not question.takes_many) != bool(entry.take):
        yield f"{key}.take", "lowest or highest where several sources give one option, else nothing"


def _pull_problems(
    entry: Entry, question: Question, source: Framework, key: str
) -> Iterator[Problem]:
    for number, pull in enumerate(entry.pulls, 1):
        where = f"{key}.from[{number}]"
        asked = source.questions.get(pull.question)
        if asked is None:
            yield f"{where}.question", f"a question of the source, found {pull.question}"
            return
        if pull.row and pull.row not in asked.rows:
            yield f"{where}.row", f"a row of {asked.ref}, found {pull.row}"
        for given in pull.options.keys() - set(asked.option_refs):
            yield f"{where}.options", f"options of {asked.ref}, found {given}"
        yield from _taken_problems(pull, question, where)


def _taken_problems(pull: Pull, question: Question, where: str) -> Iterator[Problem]:
    for given, taken in pull.taken.items():
        if taken not in question.option_refs:
            yield f"{where}.{given}", f"an option of {question.ref}, found {taken}"
        elif question.option(taken).reason:
            yield f"{where}.{given}", f"an option without a reason, found {taken}"


def _field_problems(
    entry: Entry, question: Question, source: Framework, key: str
) -> Iterator[Problem]:
    own = {field.ref: field.unit for field in question.fields}
    for name, path in entry.fields.items():
        asked = source.questions.get(path.question)
        units = {field.ref: field.unit for field in asked.fields} if asked else {}
        if name not in own:
            yield f"{key}.fields", f"data fields of {question.ref}, found {name}"
        elif path.field not in units:
            yield f"{key}.fields.{name}", f"a data field of the source, found {path}"
        elif units[path.field] != own[name]:
            yield f"{key}.fields.{name}", f"the unit {own[name]}, found {units[path.field]}"
