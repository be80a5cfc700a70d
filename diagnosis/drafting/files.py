"""The files of one framework: as texts, as trees, and from one to the other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from diagnosis.drafting.writing import write_tree
from diagnosis.maturity import FrameworkError
from diagnosis.maturity.composing import parse_tree
from diagnosis.models import Draft, Release

RULES, SAMPLES = "rules", "samples"
NAMELESS = "draft"

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Files:
    """Rules, words by language, and samples, each the text of a YAML file."""

    rules: str
    texts: Mapping[str, str]
    samples: str = ""

    @classmethod
    def of_release(cls, release: Release) -> Self:
        return cls(release.source, release.texts, release.samples)

    @classmethod
    def of_draft(cls, draft: Draft) -> Self:
        return cls(draft.rules, draft.texts, draft.samples)

    def items(self) -> Iterator[tuple[str, str]]:
        """Each file by its short name: rules, the languages, samples."""
        yield RULES, self.rules
        yield from sorted(self.texts.items(), reverse=True)
        yield SAMPLES, self.samples

    def with_file(self, which: str, text: str) -> "Files":
        """The same files with one of them replaced, or a language added."""
        if which == RULES:
            return replace(self, rules=text)
        if which == SAMPLES:
            return replace(self, samples=text)
        return replace(self, texts={**self.texts, which: text})


@dataclass(slots=True)
class Trees:
    """The same files read; edits change them in place."""

    rules: Tree
    texts: dict[str, Tree]
    samples: Tree

    @property
    def stem(self) -> str:
        """What the files of the release will be called."""
        ref, version = self.rules.get("ref"), self.rules.get("version")
        named = isinstance(ref, str) and isinstance(version, str) and ref and version
        return f"{ref}-{version}" if named else NAMELESS

    @property
    def languages(self) -> list[str]:
        """The languages that the rules promise, then those that only have a file."""
        said = listed(self.rules.get("languages"))
        promised = [lang for lang in said if isinstance(lang, str)]
        return [*dict.fromkeys([*promised, *self.texts])]


def file_name(stem: str, which: str) -> str:
    """The name by which complaints call a file."""
    if which == RULES:
        return f"{stem}.yaml"
    return f"samples/{stem}.yaml" if which == SAMPLES else f"{stem}.{which}.yaml"


def read_trees(files: Files, stem: str = NAMELESS) -> Trees:
    """Read all files; raises FrameworkError at the first that is not YAML with keys."""
    rules = read_tree(files.rules, file_name(stem, RULES))
    texts = {lang: read_tree(text, file_name(stem, lang)) for lang, text in files.texts.items()}
    samples = files.samples.strip()
    name = file_name(stem, SAMPLES)
    return Trees(rules, texts, read_tree(files.samples, name) if samples else {})


def without_broken_samples(files: Files) -> Files:
    """The files, without samples that cannot be read: rules and words do not need them."""
    try:
        if files.samples.strip():
            read_tree(files.samples, SAMPLES)
    except FrameworkError:
        return replace(files, samples="")
    return files


def read_tree(text: str, name: str) -> Tree:
    tree = parse_tree(text.encode(), name)
    if not isinstance(tree, dict):
        raise FrameworkError(name, "", "expected a mapping of keys to values")
    return tree


def write_files(trees: Trees, before: Files | None = None) -> Files:
    """Write the trees; a file whose tree is as it was keeps its text, comments and all."""
    kept = read_trees(before) if before else None
    old = dict(before.items()) if before else {}

    def written(which: str, tree: Tree, known: Tree | None) -> str:
        same = which in old and known is not None and _ordered(tree) == _ordered(known)
        return old[which] if same else write_tree(tree) if tree else ""

    return Files(
        rules=written(RULES, trees.rules, kept.rules if kept else None),
        texts={
            lang: written(lang, tree, kept.texts.get(lang) if kept else None)
            for lang, tree in trees.texts.items()
        },
        samples=written(SAMPLES, trees.samples, kept.samples if kept else None),
    )


def _ordered(tree: Any) -> Any:
    """The tree in a form in which the order of keys counts too."""
    if isinstance(tree, dict):
        return [(key, _ordered(value)) for key, value in tree.items()]
    return [_ordered(item) for item in tree] if isinstance(tree, list) else tree


def listed(tree: Any) -> list[Any]:
    """The tree if it is a list, else an empty one: a draft may hold anything anywhere."""
    return tree if isinstance(tree, list) else []


def mapped(tree: Any) -> Tree:
    """The tree if it is a mapping, else an empty one."""
    return tree if isinstance(tree, dict) else {}


def text_of(tree: Any) -> str:
    """The tree if it is a text, else an empty one."""
    return tree if isinstance(tree, str) else ""
