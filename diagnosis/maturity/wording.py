"""Reads the words of a release; a text that is missing or belongs to nothing is refused."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TypeVar

from diagnosis.maturity.composing import parse_tree
from diagnosis.maturity.fields import Table
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.questions import Question
from diagnosis.maturity.reading import FrameworkError, Node
from diagnosis.maturity.texts import (
    FieldText,
    LevelText,
    PartText,
    QuestionText,
    SectionText,
    SourceText,
    TableText,
    Texts,
    TraitText,
)
from diagnosis.maturity.years import with_years, year_words

Words = TypeVar("Words")
Scales = Mapping[str, Mapping[str, str]]


def read_texts(framework: Framework, lang: str, content: bytes | None, name: str) -> Texts:
    """Read one language whole; there must be words for everything and for nothing else."""
    if content is None:
        raise FrameworkError(name, "", "expected this file with the words, it is missing")
    root = Node(name, "", parse_tree(content, name))
    root.choice("language", (lang,))
    years = year_words(root, framework.year)
    for key in ("sections", "questions"):
        with_years(root, key, years)
    texts = Texts(
        lang=lang,
        name=root.text("name"),
        short_name=root.text("short_name"),
        summary=root.text("summary"),
        level_rule=root.text("level_rule", None if framework.levels else ""),
        trend_rule=root.text("trend_rule", ""),
        publisher=root.text("publisher", framework.publisher),
        notice=root.text("notice", framework.source),
        source_note=root.text("source_note"),
        sources=_sources(root, framework),
        parts=_each(root, "parts", framework.part_by_ref, _part),
        sections=_sections(root, framework),
        levels=_levels(root, framework, lang),
        questions=_questions(root, framework),
        traits=_traits(root, framework),
        conditions=_conditions(root, framework),
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


def _sections(root: Node, framework: Framework) -> Mapping[str, SectionText]:
    def section(ref: str, node: Node) -> SectionText:
        table = framework.section_by_ref[ref].table
        words = node.node("table", partial(_table, table)) if table else None
        return SectionText(node.text("title"), node.text("hint"), words)

    def sections(node: Node) -> dict[str, SectionText]:
        return {ref: node.node(ref, partial(section, ref)) for ref in framework.section_by_ref}

    return MappingProxyType(root.node("sections", sections))


def _table(table: Table, node: Node) -> TableText:
    rows = [row.ref for row in table.rows]
    return TableText(
        name=node.text("name"),
        hint=node.text("hint"),
        columns=MappingProxyType(node.node("columns", partial(_words, table.columns))),
        rows=MappingProxyType(node.node("rows", partial(_words, rows))),
        notes=_some(node, "notes", rows),
    )


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
    if not framework.levels and not root.has("levels"):
        return {}
    names = {level.ref: level for level in framework.levels}
    if not names and not root.has("levels"):
        return {}
    gists = _each(root, "levels", names, lambda node: node.text("gist"))
    return MappingProxyType(
        {level.rank: LevelText(level.names[lang], gists[ref]) for ref, level in names.items()}
    )


def _traits(root: Node, framework: Framework) -> Mapping[str, TraitText]:
    def trait(ref: str, node: Node) -> TraitText:
        values = framework.traits[ref].values
        return TraitText(node.text("name"), node.node("values", partial(_words, values)))

    def words(node: Node) -> dict[str, TraitText]:
        return {ref: node.node(ref, partial(trait, ref)) for ref in framework.traits}

    return MappingProxyType(root.node("profile", words)) if framework.traits else {}


def _conditions(root: Node, framework: Framework) -> Mapping[str, str]:
    """Words for conditions of levels, where a release wants its own."""
    if not root.has("conditions"):
        return {}
    every = (each for level in framework.levels for c in level.conditions for each in c.walk())
    given = [condition.ref for condition in every if condition.ref in root.tree["conditions"]]
    return MappingProxyType(root.node("conditions", partial(_words, given)))


def _words(refs: Iterable[str], node: Node) -> dict[str, str]:
    return {ref: node.text(ref) for ref in refs}


def _questions(root: Node, framework: Framework) -> Mapping[str, QuestionText]:
    scales = _scales(root, framework)

    def words(node: Node) -> dict[str, QuestionText]:
        return {
            ref: node.node(ref, partial(_question, question, scales))
            for ref, question in framework.questions.items()
        }

    return MappingProxyType(root.node("questions", words))


def _scales(root: Node, framework: Framework) -> Scales:
    """Words of options that several questions share; a question may have its own instead."""
    if not root.has("scales"):
        return {}
    options = {q.scale: q.option_refs for q in framework.questions.values() if q.scale}

    def scales(node: Node) -> dict[str, dict[str, str]]:
        return {ref: node.node(ref, partial(scale, ref)) for ref in options if ref in node.tree}

    def scale(ref: str, node: Node) -> dict[str, str]:
        return _words([option for option in options[ref] if option in node.tree], node)

    return root.node("scales", scales)


def _question(question: Question, scales: Scales, node: Node) -> QuestionText:
    fields = {field.ref for field in question.fields}
    return QuestionText(
        text=node.text("text"),
        label=node.text("label"),
        hint=node.text("hint", ""),
        help=node.text("help"),
        evidence=node.text("evidence"),
        options=MappingProxyType(_options(question, scales, node)),
        fields=_each(node, "fields", [f.ref for f in question.fields], _field) if fields else {},
        rows=node.node("rows", partial(_words, question.rows)) if question.rows else {},
        example=node.text("example", ""),
        option_help=_some(node, "option_help", question.option_refs),
        quotient=node.text("quotient", ""),
    )


def _options(question: Question, scales: Scales, node: Node) -> Mapping[str, str]:
    """The words of the options: the question's own, else those of its scale."""
    if node.has("options"):
        return node.node("options", partial(_words, question.option_refs))
    words = scales.get(question.scale, {})
    for ref in question.option_refs:
        if ref not in words:
            node.fail("options", f"expected words for option {ref}, here or under scales")
    return words


def _some(node: Node, key: str, refs: Iterable[str]) -> Mapping[str, str]:
    """Words that some may have and none needs."""
    if not node.has(key):
        return {}
    given = tuple(ref for ref in refs if ref in node.tree[key])
    return MappingProxyType(node.node(key, partial(_words, given)))


def _field(node: Node) -> FieldText:
    return FieldText(node.text("label"), node.text("unit"))
