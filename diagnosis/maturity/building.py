"""From the tree of a release file to a Framework."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Protocol, TypeVar

from diagnosis.maturity.asking import MOST_LEVELS, read_questions, status
from diagnosis.maturity.fields import Check, Comparison
from diagnosis.maturity.framework import (
    HIGHEST,
    IN_TURN,
    Condition,
    Contradiction,
    Framework,
    Level,
    Section,
    Source,
    TextsReader,
    Trait,
)
from diagnosis.maturity.numbers import HALF_UP, ROUNDINGS
from diagnosis.maturity.parting import read_parts
from diagnosis.maturity.reading import Node
from diagnosis.maturity.tabling import read_conversions, read_table
from diagnosis.maturity.testing import read_path, read_when

FORMAT = "1"
MOST_PLACES = 6


class _HasRef(Protocol):
    @property
    def ref(self) -> str: ...


Referable = TypeVar("Referable", bound=_HasRef)


def build_framework(root: Node, digest: str, read_texts: TextsReader) -> Framework:
    """Read every key of the tree; what must hold across keys is checked elsewhere."""
    root.choice("format", (FORMAT,))
    languages = root.texts("languages")
    conversions = read_conversions(root)
    questions = by_ref(root, "questions", read_questions(root, conversions))
    checks = root.nodes("checks", _check(languages), required=False)
    framework = Framework(
        ref=root.name("ref"),
        version=root.name("version", dots=True),
        digest=digest,
        publisher=root.text("publisher"),
        source=root.text("source"),
        issued_on=root.text("issued_on"),
        languages=languages,
        places=root.whole("places", at_most=MOST_PLACES),
        rounding=root.choice("rounding", ROUNDINGS, HALF_UP),
        climb=root.choice("climb", (HIGHEST, IN_TURN), HIGHEST),
        total_part=root.text("total"),
        monotone=root.yes_no("monotone"),
        levels=root.nodes("levels", _level(languages), required=False),
        sections=root.nodes("sections", _section),
        parts=read_parts(root, questions),
        questions=questions,
        checks=tuple(each for each in checks if isinstance(each, Check)),
        comparisons=tuple(each for each in checks if isinstance(each, Comparison)),
        contradictions=tuple(e for each in checks if isinstance(each, tuple) for e in each),
        conversions=conversions,
        traits=by_ref(root, "profile", root.nodes("profile", _trait, required=False)),
        sources=by_ref(root, "sources", root.nodes("sources", _source)),
        read_texts=read_texts,
    )
    root.finish()
    return framework


def by_ref(node: Node, key: str, items: Iterable[Referable]) -> Mapping[str, Referable]:
    """Index by ref, in order; a ref may stand only once."""
    index: dict[str, Referable] = {}
    for item in items:
        if item.ref in index:
            node.fail(key, f"expected each ref once, found {item.ref} again")
        index[item.ref] = item
    return MappingProxyType(index)


def _source(node: Node) -> Source:
    words = (node.text(key) for key in ("title", "locator", "grade"))
    return Source(node.name("ref"), *words)


def _trait(node: Node) -> Trait:
    return Trait(node.name("ref"), node.texts("values"))


def _section(node: Node) -> Section:
    kind = node.choice("kind", ("questions", "scenes"))
    table = node.node("table", read_table) if node.has("table") else None
    return Section(node.name("ref"), node.text("part"), kind, node.texts("questions"), table)


def _check(
    languages: tuple[str, ...],
) -> Callable[[Node], Check | Comparison | tuple[Contradiction, ...]]:
    """Read what refuses two numbers (lesser, greater), what asks about them (one, other), or what
    asks about answers (against, cases)."""

    def check(node: Node) -> Check | Comparison | tuple[Contradiction, ...]:
        if node.has("against"):
            return _contradictions(node, languages)
        if node.has("times"):
            one, other = read_path(node, "one"), read_path(node, "other")
            return Comparison(node.name("ref"), one, other, node.number("times"))
        return Check(node.name("ref"), read_path(node, "lesser"), read_path(node, "greater"))

    return check


def _contradictions(node: Node, languages: tuple[str, ...]) -> tuple[Contradiction, ...]:
    """Read one rule as it holds of each of its questions."""
    ref, against = node.name("ref"), node.text("against")
    says = node.node("says", _names(languages))
    cases = node.nodes("cases", lambda case: (case.text("question"), case.node("when", read_when)))
    return tuple(Contradiction(ref, question, against, when, says) for question, when in cases)


def _names(languages: tuple[str, ...]) -> Callable[[Node], Mapping[str, str]]:
    return lambda node: MappingProxyType({lang: node.text(lang) for lang in languages})


def _level(languages: tuple[str, ...]) -> Callable[[Node], Level]:
    def level(node: Node) -> Level:
        return Level(
            rank=node.whole("rank"),
            ref=node.name("ref"),
            conditions=node.nodes("conditions", _condition),
            names=node.node("names", _names(languages)),
            status=status(node),
            sources=node.texts("sources", required=False),
        )

    return level


def _condition(node: Node) -> Condition:
    kind = node.choice("kind", ("score", "count", "passed", "either"))
    if kind == "either":
        return Condition(node.name("ref"), kind, of=node.nodes("of", _condition))
    if kind == "count":
        return _count(node)
    return Condition(
        ref=node.name("ref"),
        kind=kind,
        part=node.text("part"),
        at_least=node.number("at_least") if kind == "score" else None,
        level=node.whole("level", MOST_LEVELS) if kind == "passed" else None,
    )


def _count(node: Node) -> Condition:
    """Read a count of items; "all" of them makes a gate."""
    if node.has("part") == node.has("questions"):
        node.fail("part", "expected either part or questions")
    if node.has("level") == node.has("points"):
        node.fail("level", "expected either level (of scenes) or points (of questions)")
    everything = node.tree.get("at_least") == "all" and bool(node.text("at_least"))
    return Condition(
        ref=node.name("ref"),
        kind="count",
        part=node.text("part", "") if node.has("part") else "",
        at_least=None if everything else node.number("at_least"),
        level=node.whole("level") if node.has("level") else None,
        points=node.number("points") if node.has("points") else None,
        binding=node.yes_no("binding"),
        questions=node.texts("questions", required=False),
    )
