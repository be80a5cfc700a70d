"""Words of a draft as inputs of a form, the languages of each text side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from diagnosis.drafting.files import Tree, Trees, mapped, text_of
from diagnosis.drafting.gaps import Path, every_path, leaves, wanted_paths, word_at
from diagnosis.drafting.naming import KEYS
from gongfu.core.inputs import clean_text

PREFIX = "w."
DEEPEST = 6
LONGEST = 20_000
LONG = {"text", "summary", "level_rule", "trend_rule", "source_note", "hint", "help", "example"}
LONG |= {"evidence", "gist"}


@dataclass(frozen=True, slots=True)
class Word:
    """One text in one language."""

    lang: str
    name: str  # of the input
    value: str
    missing: bool


@dataclass(frozen=True, slots=True)
class Words:
    """One text in all languages."""

    path: Path
    sides: tuple[Word, ...]
    long: bool

    @property
    def key(self) -> str:
        return self.path[-1]

    @property
    def code(self) -> str:
        """The key, or of something inside a question its ref."""
        return self.path[3] if len(self.path) > 3 else self.key

    @property
    def label(self) -> str | Promise:
        """What kind of text it is; beside an option, a row or a field the code says the rest."""
        kind = self.path[2] if len(self.path) > 3 else ""
        name = {"options": "option", "option_help": "option_help"}.get(kind, self.key)
        return KEYS.get(name, name)

    @property
    def id(self) -> str:
        return "w-" + "-".join(self.path)


def words_of(trees: Trees, paths: Iterable[Path], posted: Mapping[str, str]) -> list[Words]:
    """The texts at the paths; what was posted and not saved goes before what is kept."""
    wanted = set(wanted_paths(trees))
    return [_words(trees, path, posted, path in wanted) for path in dict.fromkeys(paths)]


def _words(trees: Trees, path: Path, posted: Mapping[str, str], wanted: bool) -> Words:
    names = {lang: f"{PREFIX}{lang}/{'/'.join(path)}" for lang in trees.languages}
    kept = {lang: text_of(word_at(trees.texts.get(lang), path)) for lang in names}
    values = {lang: posted.get(name, kept[lang]) for lang, name in names.items()}
    wanted = wanted or any(value.strip() for value in values.values())
    sides = tuple(
        Word(lang, name, values[lang], missing=wanted and not values[lang].strip())
        for lang, name in names.items()
    )
    long = path[-1] in LONG or any(len(value) > 90 for value in values.values())
    return Words(path, sides, long)


def paths_below(trees: Trees, base: Path) -> list[Path]:
    """Every text below a path that the rules have room for or some language has."""
    asked = [path for path in every_path(trees) if path[: len(base)] == base]
    for tree in trees.texts.values():
        asked += [path for path in _texts_below(tree, base) if "/" not in "".join(path)]
    return list(dict.fromkeys(asked))


def _texts_below(tree: Tree, base: Path) -> list[Path]:
    found = leaves(mapped(word_at(tree, base)), base)
    return [path for path, value in found if isinstance(value, str)]


def put_words(trees: Trees, posted: Mapping[str, str]) -> None:
    """Take over every text of a form; one that was emptied is a gap again."""
    for name, raw in posted.items():
        if name.startswith(PREFIX):
            lang, *path = name.removeprefix(PREFIX).split("/")
            if lang in trees.languages and path and len(path) <= DEEPEST:
                text = clean_text(raw, max_length=LONGEST, multiline=True)
                put_word(trees, lang, tuple(path), text.replace("\r\n", "\n"))


def put_word(trees: Trees, lang: str, path: Path, text: str) -> None:
    """Set one text, or take it away if it is empty."""
    tree = trees.texts.setdefault(lang, {"language": lang})
    if text:
        for key in path[:-1]:
            inner = mapped(tree.get(key))
            tree[key] = inner
            tree = inner
        tree[path[-1]] = text
    elif isinstance(word_at(tree, path), str):
        _drop(tree, path)


def _drop(tree: Tree, path: Path) -> None:
    """Take a text away, and the mappings that it leaves empty."""
    if len(path) > 1:
        _drop(tree[path[0]], path[1:])
    if len(path) == 1 or not tree[path[0]]:
        del tree[path[0]]
