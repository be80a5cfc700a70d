"""Reads the words of a release; a text that is missing or belongs to nothing is refused."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TypeVar

from diagnosis.maturity.framework import Framework, Question
from diagnosis.maturity.reading import FrameworkError, Node, parse_tree
from diagnosis.maturity.texts import (
    FieldText,
    LevelText,
    PartText,
    QuestionText,
    SectionText,
    SourceText,
    Texts,
)

Words = TypeVar("Words")


def read_texts(framework: Framework, lang: str, content: bytes | None, name: str) -> Texts:
    """Read one language whole; there must be words for everything and for nothing else."""
    if content is None:
        raise FrameworkError(name, "", "expected this file with the words, it is missing")
    root = Node(name, "", parse_tree(content, name))
    root.choice("language", (lang,))
    texts = Texts(
        lang=lang,
        name=root.text("name"),
        short_name=root.text("short_name"),
        summary=root.text("summary"),
        level_rule=root.text("level_rule"),
        trend_rule=root.text("trend_rule", ""),
        publisher=root.text("publisher", framework.publisher),
        notice=root.text("notice", framework.source),
        source_note=root.text("source_note"),
        sources=_sources(root, framework),
        parts=_each(root, "parts", framework.part_by_ref, _part),
        sections=_each(root, "sections", framework.section_by_ref, _section),
        levels=_levels(root, framework, lang),
        questions=_questions(root, framework),
    )
    root.finish()
    return texts


def _each(
    root: Node, key: str, refs: Iterable[str], build: Callable[[Node], Words]
) -> Mapping[str, Words]:
    def words(node: Node) -> dict[str, Words]:
        return {ref: node.node(ref, build) for ref in refs}

    return MappingProxyType(root.node(key, words))


def _part(node: Node) -> PartText:
    return PartText(node.text("name"), node.text("short", node.text("name")))


def _section(node: Node) -> SectionText:
    return SectionText(node.text("title"), node.text("hint"))


def _sources(root: Node, framework: Framework) -> Mapping[str, SourceText]:
    """A source is called what the release calls it, unless this language has its own words."""
    if root.has("sources"):
        return _each(root, "sources", framework.sources, _source)
    named = framework.sources.items()
    return MappingProxyType({ref: SourceText(each.title, each.locator) for ref, each in named})


def _source(node: Node) -> SourceText:
    return SourceText(node.text("title"), node.text("locator"))


def _levels(root: Node, framework: Framework, lang: str) -> Mapping[int, LevelText]:
    """The names stand in the release, so that a score can name its level without any texts."""
    names = {level.ref: level for level in framework.levels}
    gists = _each(root, "levels", names, lambda node: node.text("gist"))
    return MappingProxyType(
        {level.rank: LevelText(level.names[lang], gists[ref]) for ref, level in names.items()}
    )


def _questions(root: Node, framework: Framework) -> Mapping[str, QuestionText]:
    def words(node: Node) -> dict[str, QuestionText]:
        return {
            ref: node.node(ref, partial(_question, question))
            for ref, question in framework.questions.items()
        }

    return MappingProxyType(root.node("questions", words))


def _question(question: Question, node: Node) -> QuestionText:
    fields = {field.ref for field in question.fields}
    return QuestionText(
        text=node.text("text"),
        label=node.text("label"),
        hint=node.text("hint"),
        help=node.text("help"),
        evidence=node.text("evidence"),
        options=MappingProxyType(node.node("options", _options(question))),
        fields=_each(node, "fields", [f.ref for f in question.fields], _field) if fields else {},
    )


def _options(question: Question) -> Callable[[Node], dict[str, str]]:
    return lambda node: {ref: node.text(ref) for ref in question.option_refs}


def _field(node: Node) -> FieldText:
    return FieldText(node.text("label"), node.text("unit"))
