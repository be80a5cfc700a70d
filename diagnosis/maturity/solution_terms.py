"""The terms under which solutions are filed: areas and their gaps, classes, origins, sources."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from diagnosis.maturity.building import by_ref
from diagnosis.maturity.composing import parse_tree
from diagnosis.maturity.reading import Node, read_bytes
from diagnosis.maturity.record import Record

FORMAT = "1"

Words = Mapping[str, str]  # language to words


class Term(Record):
    """One term with its name in every language."""

    ref: str
    names: Words


class Area(Record):
    """A part of the business that may lag behind, and the gaps that can open in it."""

    ref: str
    names: Words
    gaps: tuple[Term, ...]


class Basis(Record):
    """Where figures come from and how sure we are of them."""

    ref: str
    names: Words
    locator: str
    grade: str


class Terms(Record):
    """Everything that a solution file may refer to, besides releases and other solutions."""

    languages: tuple[str, ...]
    traits: Mapping[str, tuple[str, ...]]
    areas: Mapping[str, Area]
    classes: Mapping[str, Term]
    origins: Mapping[str, Term]
    sources: Mapping[str, Basis]

    @property
    def gaps(self) -> Iterator[Term]:
        for area in self.areas.values():
            yield from area.gaps


def load_terms(path: Path) -> Terms:
    """Read the terms; a complaint names file, key and what was expected."""
    root = Node(path.name, "", parse_tree(read_bytes(path), path.name))
    root.choice("format", (FORMAT,))
    languages = root.texts("languages")
    term = partial(_term, languages)
    terms = Terms(
        languages=languages,
        traits=dict(root.nodes("profile", lambda node: (node.name("ref"), node.texts("values")))),
        areas=by_ref(root, "areas", root.nodes("areas", partial(_area, languages))),
        classes=by_ref(root, "classes", root.nodes("classes", term)),
        origins=by_ref(root, "origins", root.nodes("origins", term)),
        sources=by_ref(root, "sources", root.nodes("sources", partial(_basis, languages))),
    )
    root.finish()
    by_ref(root, "areas", terms.gaps)  # a gap belongs to one area
    return terms


def read_words(languages: tuple[str, ...], node: Node, key: str) -> Words:
    """Read one text in every language: none may be missing."""
    return node.node(key, lambda words: {lang: words.text(lang) for lang in languages})


def _term(languages: tuple[str, ...], node: Node) -> Term:
    return Term(node.name("ref"), read_words(languages, node, "names"))


def _area(languages: tuple[str, ...], node: Node) -> Area:
    names = read_words(languages, node, "names")
    return Area(node.name("ref"), names, node.nodes("gaps", partial(_term, languages)))


def _basis(languages: tuple[str, ...], node: Node) -> Basis:
    names = read_words(languages, node, "names")
    return Basis(node.name("ref"), names, node.text("locator"), node.text("grade"))
