"""Changing a question of a draft: its rules, its options, and whether it is there at all."""

from collections.abc import Mapping
from string import ascii_uppercase
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from diagnosis.drafting.files import Tree, Trees, listed, mapped, read_tree, text_of
from diagnosis.drafting.gaps import refs_of, walk_parts, word_at
from diagnosis.drafting.naming import KIND_NAMES
from diagnosis.drafting.words import put_words
from diagnosis.drafting.workbook.cells import is_key
from diagnosis.drafting.writing import write_tree
from diagnosis.maturity import FrameworkError
from gongfu.core.errors import Invalid
from gongfu.core.inputs import clean_text

PLAIN = ("kind", "max", "scale", "status", "of_level")
HANDLED = {"ref", "binding", "sources", "options", *PLAIN}
OPTION_TEXTS = ("ref", "points", "level", "status")
OPTION_TICKS = {"exclusive": "yes", "reason": "yes", "counts": "excluded"}


def question_of(trees: Trees, ref: str) -> Tree | None:
    """The question with a ref, or None."""
    return next((q for q in _questions(trees) if q.get("ref") == ref), None)


def _questions(trees: Trees) -> list[Tree]:
    return [mapped(question) for question in listed(trees.rules.get("questions"))]


def remaining_keys(question: Tree) -> str:
    """The keys for which the form has no input, as YAML."""
    rest = {key: value for key, value in question.items() if key not in HANDLED}
    return write_tree(rest) if rest else ""


def put_question(trees: Trees, ref: str, posted: QueryDict) -> None:
    """Take over the form of a question: rules, options in their order, words."""
    question = _known(trees, ref)
    put_words(trees, posted.dict())  # type: ignore[arg-type]
    for key in PLAIN:
        _put(question, key, posted.get(f"q.{key}", ""))
    _put(question, "binding", "yes" if posted.get("q.binding") else "")
    sources = [text for text in posted.getlist("q.sources") if text]
    if sources:
        question["sources"] = sources
    else:
        question.pop("sources", None)
    _put_rest(question, posted.get("q.rest", ""))
    options = listed(question.get("options"))
    for number, option in enumerate(options):
        if isinstance(option, dict):
            _put_option(trees, ref, option, number, posted)
    _act(trees, ref, options, posted.get("action", ""))


def _known(trees: Trees, ref: str) -> Tree:
    question = question_of(trees, ref)
    if question is None:
        raise Invalid(_("The question %(ref)s is no longer in this draft.") % {"ref": ref})
    return question


def _put(tree: Tree, key: str, raw: str) -> None:
    text = clean_text(raw, max_length=200)
    if text:
        tree[key] = text
    else:
        tree.pop(key, None)


def _put_rest(question: Tree, raw: str) -> None:
    """The other keys, typed as YAML."""
    text = raw.replace("\r\n", "\n")
    try:
        rest = read_tree(text, _("Further keys")) if text.strip() else {}
    except FrameworkError as error:
        raise Invalid(str(error), fields={"q.rest": str(error)}) from error
    twice = sorted(set(rest) & HANDLED)
    if twice:
        said = _("Further keys: “%(key)s” has an input of its own above.") % {"key": twice[0]}
        raise Invalid(said, fields={"q.rest": said})
    for key in [key for key in question if key not in HANDLED]:
        del question[key]
    question.update(rest)


def _put_option(
    trees: Trees, ref: str, option: Tree, number: int, posted: Mapping[str, str]
) -> None:
    old = text_of(option.get("ref"))
    for key in OPTION_TEXTS:
        if f"o.{number}.{key}" in posted:
            _put(option, key, posted[f"o.{number}.{key}"])
    for key, value in OPTION_TICKS.items():
        _put(option, key, value if posted.get(f"o.{number}.{key}") else "")
    new = text_of(option.get("ref"))
    if old and new and old != new:
        for tree in trees.texts.values():
            for group in ("options", "option_help"):
                words = mapped(word_at(tree, ("questions", ref, group)))
                if old in words and new not in words:
                    words[new] = words.pop(old)


def _act(trees: Trees, ref: str, options: list[Any], action: str) -> None:
    """Add, move or drop an option, as the button said."""
    what, _colon, at = action.partition(":")
    if what == "add-option":
        free = (letter for letter in ascii_uppercase if letter not in refs_of(options))
        question = _known(trees, ref)
        worth = "level" if question.get("kind") == "scene" else "points"
        question["options"] = [*options, {"ref": next(free, "new"), worth: "0"}]
    elif what in ("up", "down", "drop") and at.isdecimal() and int(at) < len(options):
        move(options, int(at), what)
        if what == "drop" and not options:
            _known(trees, ref).pop("options", None)


def move(items: list[Any], at: int, what: str) -> None:
    """Move an entry one place up or down, or drop it."""
    item = items.pop(at)
    if what != "drop":
        items.insert(max(0, at + (1 if what == "down" else -1)), item)


def add_question(trees: Trees, *, ref: str, kind: str, section: str, part: str) -> None:
    """Put a new question at the end of a section and of a part; its words are gaps still."""
    if not is_key(ref):
        said = _("Give the question a short name of letters, digits, - and _.")
        raise Invalid(said, fields={"ref": said})
    if question_of(trees, ref) is not None:
        said = _("There is a question %(ref)s already.") % {"ref": ref}
        raise Invalid(said, fields={"ref": said})
    if kind not in KIND_NAMES:
        said = _("Choose a kind of question.")
        raise Invalid(said, fields={"kind": said})
    pages = (mapped(each) for each in listed(trees.rules.get("sections")))
    page: Tree = next((each for each in pages if each.get("ref") == section), {})
    holder: Tree = next((each for each in walk_parts(trees.rules) if each["ref"] == part), {})
    for holds in (page, holder):
        if not isinstance(holds.setdefault("questions", []), list) or not holds.get("ref"):
            said = _("Choose the part to which the question belongs.")
            raise Invalid(said, fields={"part": said})
    page["questions"].append(ref)
    holder["questions"].append(_like_its_sisters(holder["questions"], ref))
    trees.rules.setdefault("questions", []).append(_new_question(trees, ref, kind))


def _like_its_sisters(sisters: list[Any], ref: str) -> Any:
    """Among questions with weights a new one needs a weight too."""
    return {"ref": ref, "weight": "1"} if any(isinstance(s, dict) for s in sisters) else ref


def _new_question(trees: Trees, ref: str, kind: str) -> Tree:
    defaults = mapped(trees.rules.get("question_defaults"))
    sources = refs_of(trees.rules.get("sources"))[:1]
    worth = "level" if kind == "scene" else "points"
    question: Tree = {"ref": ref, "kind": kind}
    if kind != "scene":
        question["max"] = "1"
    if "sources" not in defaults:
        question["sources"] = sources
    if kind in ("rows", "table"):
        question["rows"] = ["r1"]
    if "scale" not in defaults:
        question["options"] = [{"ref": "A", worth: "0"}, {"ref": "B", worth: "1"}]
    return question


def remove_question(trees: Trees, ref: str) -> None:
    """Take a question out of the list, its page, its part and the words."""
    _known(trees, ref)
    trees.rules["questions"] = [q for q in trees.rules["questions"] if mapped(q).get("ref") != ref]
    holders = [mapped(each) for each in listed(trees.rules.get("sections"))]
    for holder in (*holders, *walk_parts(trees.rules)):
        if isinstance(holder.get("questions"), list):
            holder["questions"] = [q for q in holder["questions"] if entry_ref(q) != ref]
    for tree in trees.texts.values():
        mapped(tree.get("questions")).pop(ref, None)


def entry_ref(entry: Any) -> str:
    """The ref of a question in the list of a part, with or without a weight."""
    return text_of(mapped(entry).get("ref")) or text_of(entry)
