"""Words that a draft still lacks: which text, in which language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from diagnosis.drafting.files import Trees, listed, mapped, text_of

HEAD = ("name", "short_name", "summary", "level_rule", "source_note")
OF_PART, OF_SECTION, OF_LEVEL = ("name",), ("title", "hint"), ("gist",)
OF_QUESTION = ("text", "label", "hint", "help", "evidence")
OF_FIELD = ("label", "unit")
NO_WORDS = {"language"}

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A text that is missing or empty in a language, by its place in the file of words."""

    lang: str
    path: Path

    @property
    def key(self) -> str:
        return ".".join(self.path)

    @property
    def question(self) -> str:
        return self.path[1] if self.path[0] == "questions" and len(self.path) > 1 else ""


def gaps_of(trees: Trees) -> tuple[Gap, ...]:
    """Every text that the rules ask for, or that another language has, and this one has not."""
    there = {lang: dict(leaves(trees.texts.get(lang, {}))) for lang in trees.languages}
    asked = dict.fromkeys(wanted_paths(trees))
    for texts in there.values():
        words = (path for path, text in texts.items() if isinstance(text, str))
        asked |= dict.fromkeys(path for path in words if path[0] not in NO_WORDS)
    return tuple(
        Gap(lang, path)
        for lang, texts in there.items()
        for path in asked
        if not text_of(texts.get(path)).strip()
    )


def leaves(tree: Mapping[str, Any], base: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value of the tree that is no mapping with keys, by its path."""
    for key, value in tree.items():
        path = (*base, key)
        if isinstance(value, dict) and value:
            yield from leaves(value, path)
        else:
            yield path, value


def wanted_paths(trees: Trees) -> Iterator[Path]:
    """The texts that rules cannot do without, in the order in which a reader meets them."""
    return (path for path in every_path(trees) if not _is_optional(path))


def _is_optional(path: Path) -> bool:
    return path[0] == "questions" and path[2:] == ("hint",)


def every_path(trees: Trees) -> Iterator[Path]:
    """The texts that rules cannot do without, and those they can, in that order."""
    rules = trees.rules
    for key in HEAD:
        yield (key,)
    for trait in listed(rules.get("profile")):
        yield from _of_trait(mapped(trait))
    yield from _of_each("parts", [part["ref"] for part in walk_parts(rules)], OF_PART)
    yield from _of_each("sections", refs_of(rules.get("sections")), OF_SECTION)
    yield from _of_each("levels", refs_of(rules.get("levels")), OF_LEVEL)
    for question in listed(rules.get("questions")):
        if text_of(mapped(question).get("ref")):
            yield from _of_question(trees, question)


def _of_each(key: str, refs: list[str], words: tuple[str, ...]) -> Iterator[Path]:
    for ref in refs:
        for word in words:
            yield (key, ref, word)


def _of_question(trees: Trees, question: Mapping[str, Any]) -> Iterator[Path]:
    base = ("questions", question["ref"])
    for word in OF_QUESTION:
        yield (*base, word)
    shared = scale_of(trees.rules, question)
    own = any(word_at(tree, (*base, "options")) for tree in trees.texts.values())
    for ref in refs_of(options_of(trees.rules, question)):
        yield ("scales", shared, ref) if shared and not own else (*base, "options", ref)
    for row in listed(question.get("rows")):
        if text_of(row):
            yield (*base, "rows", row)
    for ref in refs_of(question.get("fields")):
        for word in OF_FIELD:
            yield (*base, "fields", ref, word)


def _of_trait(trait: Mapping[str, Any]) -> Iterator[Path]:
    if ref := text_of(trait.get("ref")):
        yield ("profile", ref, "name")
        for value in listed(trait.get("values")):
            if text_of(value):
                yield ("profile", ref, "values", value)


def options_of(rules: Mapping[str, Any], question: Mapping[str, Any]) -> list[Any]:
    """The options of a question: its own, or those of the scale it shares with others."""
    if "options" in question:
        return listed(question["options"])
    return listed(mapped(rules.get("scales")).get(scale_of(rules, question)))


def scale_of(rules: Mapping[str, Any], question: Mapping[str, Any]) -> str:
    """The scale whose options a question shares; empty where it has its own."""
    if "options" in question:
        return ""
    defaults = mapped(rules.get("question_defaults"))
    return text_of(question.get("scale", defaults.get("scale")))


def word_at(tree: Any, path: Path) -> Any:
    """What stands at a path of a tree; None where there is nothing."""
    for key in path:
        tree = mapped(tree).get(key)
    return tree


def refs_of(items: Any) -> list[str]:
    """The refs of a list of mappings; entries without one are passed over."""
    refs = (text_of(mapped(item).get("ref")) for item in listed(items))
    return [ref for ref in refs if ref]


def walk_parts(rules: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every part of the tree that has a ref, parents first."""
    waiting = listed(rules.get("parts"))[::-1]
    while waiting:
        part = mapped(waiting.pop())
        if text_of(part.get("ref")):
            yield part
        waiting += listed(part.get("parts"))[::-1]
