"""What can be recommended to a firm, and what it changes: one file for each solution.

Every figure is somebody's judgement and says so; what a solution does to a score is never one of
them, but follows from its effects on answers.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache, partial
from pathlib import Path

from diagnosis.maturity.composing import parse_tree
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.loading import load_framework
from diagnosis.maturity.questions import UNVERIFIED, VERIFIED, When
from diagnosis.maturity.reading import FrameworkError, Node, read_bytes
from diagnosis.maturity.record import Record
from diagnosis.maturity.solution_terms import Terms, Words, load_terms, read_words
from diagnosis.maturity.sound_solutions import solution_problems
from diagnosis.maturity.testing import read_when

FORMAT = "1"
WHOLE = ""  # stands for the row of a question that has none


class Span(Record):
    """From low to high, in the unit of its key: 10k yuan, months or person-days."""

    low: Fraction
    high: Fraction
    status: str
    source: str


class Raise(Record):
    """After the solution the answer to a question is at least this.

    `rows` maps a row to options; a question without rows has the one row "". An `expected` raise is
    no part of what is delivered: it is a result that use of the solution is expected to bring.
    """

    question: str
    rows: Mapping[str, tuple[str, ...]]
    expected: bool


class Precondition(Record):
    """What must be in place before; where a release asks about it, a test says whether it is."""

    text: Words
    tests: Mapping[str, When]  # key of a release to a test of its answers


class Fit(Record):
    """Which firms a solution is for."""

    text: Words
    when: When


class Solution(Record):
    """One thing a firm can buy or do; costs in 10k yuan, effort in person-days of its own staff."""

    file: str
    ref: str
    area: str
    gap: str
    software_class: str
    origin: str
    status: str
    names: Words
    summary: Words
    requires: tuple[str, ...]
    preconditions: tuple[Precondition, ...]
    fit: tuple[Fit, ...]
    cost: Span
    months: Span
    effort: Span
    effects: Mapping[str, tuple[Raise, ...]]  # key of a release to what is raised in it
    benefit: Words
    network: Words
    risks: Words
    evidence: Words

    def raises(self, release: str, *, expected: bool = False) -> Iterator[Raise]:
        """What it does to answers of a release; expected results only where they are wanted."""
        return (e for e in self.effects.get(release, ()) if expected or not e.expected)


def load_solutions(folder: Path, frameworks: Path | None = None) -> dict[str, Solution]:
    """Read every solution below a folder, held against the terms and releases beside it.

    In the order of areas, then of file names. Raises FrameworkError at the first mistake.
    """
    beside = frameworks or folder.parent / "frameworks"
    terms = load_terms(beside / "rules" / "solutions.yaml")
    releases = [load_framework(path) for path in sorted(beside.glob("*.yaml"))]
    files = sorted(folder.glob("**/*.yaml"))
    found = [read_solution(read_bytes(f), f.relative_to(folder).as_posix(), terms) for f in files]
    check_solutions(found, terms, releases)
    areas = list(terms.areas)
    return {each.ref: each for each in sorted(found, key=lambda each: areas.index(each.area))}


def check_solutions(
    solutions: Iterable[Solution], terms: Terms, releases: Iterable[Framework]
) -> None:
    """Refuse the first solution that does not fit the terms, the releases or the others."""
    by_key = {framework.key: framework for framework in releases}
    for file, key, expected in solution_problems(tuple(solutions), terms, by_key):
        raise FrameworkError(file, key, f"expected {expected}")


def read_solution(content: bytes, name: str, terms: Terms) -> Solution:
    """Read one file; what must hold across files is checked elsewhere."""
    return _read(content, name, terms.languages)


@lru_cache(maxsize=1024)
def _read(content: bytes, name: str, languages: tuple[str, ...]) -> Solution:
    root = Node(name, "", parse_tree(content, name))
    root.choice("format", (FORMAT,))
    words = partial(read_words, languages, root)
    solution = Solution(
        file=name,
        ref=root.name("ref"),
        area=root.name("area"),
        gap=root.name("closes"),
        software_class=root.name("software_class"),
        origin=root.name("origin"),
        status=_status(root),
        names=words("names"),
        summary=words("summary"),
        requires=root.names("requires") if root.has("requires") else (),
        preconditions=root.nodes("preconditions", partial(_precondition, languages)),
        fit=root.nodes("fit", partial(_fit, languages), required=False),
        cost=root.node("cost", _span),
        months=root.node("months", _span),
        effort=root.node("effort", _span),
        effects=root.node("effects", _effects),
        benefit=words("benefit"),
        network=words("network"),
        risks=words("risks"),
        evidence=words("evidence"),
    )
    root.finish()
    return solution


def _status(node: Node) -> str:
    """Nothing here is verified unless somebody says so."""
    return node.choice("status", (VERIFIED, UNVERIFIED), UNVERIFIED)


def _precondition(languages: tuple[str, ...], node: Node) -> Precondition:
    text = read_words(languages, node, "text")
    return Precondition(text, node.node("tests", _tests) if node.has("tests") else {})


def _tests(node: Node) -> dict[str, When]:
    return {release: node.node(release, read_when) for release in node.tree}


def _fit(languages: tuple[str, ...], node: Node) -> Fit:
    return Fit(read_words(languages, node, "text"), node.node("when", read_when))


def _span(node: Node) -> Span:
    return Span(node.number("low"), node.number("high"), _status(node), node.name("source"))


def _effects(node: Node) -> dict[str, tuple[Raise, ...]]:
    return {release: node.nodes(release, _raise) for release in node.tree}


def _raise(node: Node) -> Raise:
    rows = isinstance(node.tree.get("at_least"), dict)
    return Raise(
        question=node.text("question"),
        rows=node.node("at_least", _rows) if rows else {WHOLE: _options(node, "at_least")},
        expected=node.yes_no("expected"),
    )


def _rows(node: Node) -> dict[str, tuple[str, ...]]:
    return {row: _options(node, row) for row in node.tree}


def _options(node: Node, key: str) -> tuple[str, ...]:
    many = isinstance(node.tree.get(key), list)
    return node.texts(key) if many else (node.text(key),)
