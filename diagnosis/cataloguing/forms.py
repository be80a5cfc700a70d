"""The main form of a solution: its text as plain inputs, and what was typed put back."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from diagnosis.cataloguing.sources import SPANS, TEXTS
from diagnosis.drafting.files import Tree, listed, mapped, text_of
from diagnosis.library import terms
from gongfu.core.inputs import clean_text

PLAIN = ("ref", "area", "closes", "software_class", "origin", "status")
SPAN_PARTS = ("low", "high", "status", "source")
AREAS = (".tests", ".when", ".at_least")  # inputs of several lines
MOST_ROWS = 200
SPARE_EFFECTS = 3

Typed = Mapping[str, str]
LISTED = re.compile(r"[,，、\s]+")
_ROWS = re.compile(r"[;；\n]+")


def inputs_of(tree: Tree) -> dict[str, str]:
    """Every input of the form with what the tree says there; what it holds beside is left alone."""
    found = {key: text_of(tree.get(key)) for key in PLAIN}
    found["requires"] = ", ".join(map(text_of, listed(tree.get("requires"))))
    for key in TEXTS:
        found |= words_of(key, tree.get(key))
    for key in SPANS:
        span = mapped(tree.get(key))
        found |= {f"{key}.{part}": text_of(span.get(part)) for part in SPAN_PARTS}
    for number, (release, effect) in enumerate(effects_in(tree)):
        at = f"effects.{number}"
        found |= {f"{at}.release": release, f"{at}.question": text_of(effect.get("question"))}
        found |= {f"{at}.at_least": options_text(effect.get("at_least"))}
        found |= {f"{at}.expected": text_of(effect.get("expected"))}
    return found


def typed_in(posted: QueryDict) -> dict[str, str]:
    """What was typed, cleaned; several ticks of one name become one list."""
    return {
        name: clean_text(", ".join(posted.getlist(name)), multiline=name.endswith(AREAS))
        for name in posted
        if name not in ("csrfmiddlewaretoken", "revision", "action")
    }


def put_inputs(tree: Tree, typed: Typed) -> Tree:
    """The tree with what was typed into the main form; a row without a question goes."""
    new: Tree = {**tree, **{key: typed.get(key, "") for key in PLAIN}}
    for key in TEXTS:
        new[key] = put_words(tree.get(key), key, typed)
    for key in SPANS:
        said = {part: typed.get(f"{key}.{part}", "") for part in SPAN_PARTS}
        new[key] = {**mapped(tree.get(key)), **said}
    requires = [each for each in LISTED.split(typed.get("requires", "")) if each]
    new.pop("requires", None)
    if requires:
        new["requires"] = requires
    new["effects"] = _put_effects(tree, typed)
    return new


def words_of(key: str, tree: Any) -> dict[str, str]:
    """The inputs of one text, one for each language."""
    words = mapped(tree)
    return {f"{key}.{lang}": text_of(words.get(lang)) for lang in terms().languages}


def put_words(tree: Any, key: str, typed: Typed) -> Tree:
    """The text with what was typed; what it holds beside is left alone."""
    return {**mapped(tree), **{each: typed.get(f"{key}.{each}", "") for each in terms().languages}}


def effects_in(tree: Tree) -> list[tuple[str, Tree]]:
    """Each effect with its release, in the order of the file."""
    effects = mapped(tree.get("effects"))
    return [(key, mapped(each)) for key, found in effects.items() for each in listed(found)]


def options_text(tree: Any) -> str:
    """`D`, `G, H`, or for a question with rows `operations: have; quality: have, plan`."""
    if isinstance(tree, dict):
        return "; ".join(f"{row}: {options_text(options)}" for row, options in tree.items())
    return ", ".join(map(text_of, tree)) if isinstance(tree, list) else text_of(tree)


def options_tree(text: str) -> Any:
    """What `options_text` wrote, or a person typed."""
    text = text.replace("：", ":")
    if ":" in text:
        pairs = [each.partition(":") for each in _ROWS.split(text) if each.strip()]
        return {row.strip(): options_tree(options) for row, _colon, options in pairs}
    found = [each for each in LISTED.split(text) if each]
    return found if len(found) > 1 else "".join(found)


def _put_effects(tree: Tree, typed: Typed) -> Tree:
    kept = effects_in(tree)
    found: dict[str, list[Tree]] = {}
    for number in range(MOST_ROWS):
        at = f"effects.{number}"
        question, release = typed.get(f"{at}.question", ""), typed.get(f"{at}.release", "")
        if not question:
            continue
        old = kept[number][1] if number < len(kept) else {}
        said = typed.get(f"{at}.at_least", "")
        same = options_text(old.get("at_least")) == said
        effect = {**old, "question": question}
        effect["at_least"] = old["at_least"] if same and "at_least" in old else options_tree(said)
        effect.pop("expected", None)
        if typed.get(f"{at}.expected"):
            effect["expected"] = "yes"
        found.setdefault(release or "-", []).append(effect)
    return found
