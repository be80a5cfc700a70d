"""The text of a solution as plain inputs, and what was typed back into its tree."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from diagnosis.cataloguing.sources import SPANS, TEXTS
from diagnosis.drafting.files import Tree, listed, mapped, read_tree, text_of
from diagnosis.drafting.writing import write_tree
from diagnosis.library import terms
from diagnosis.maturity import FrameworkError
from gongfu.core.errors import Invalid
from gongfu.core.inputs import clean_text

PLAIN = ("ref", "area", "closes", "software_class", "origin", "status")
SPAN_PARTS = ("low", "high", "status", "source")
AREAS = (".tests", ".when", ".at_least")  # inputs of several lines
MOST_ROWS = 200
SPARE_EFFECTS, SPARE_RULES = 3, 1
ONLY, BUT = "only", "but"  # firms of these values; all firms but these

Typed = Mapping[str, str]
_LISTED = re.compile(r"[,，、\s]+")
_ROWS = re.compile(r"[;；\n]+")


def inputs_of(tree: Tree) -> dict[str, str]:
    """Every input of the form with what the tree says there; what it holds beside is left alone."""
    found = {key: text_of(tree.get(key)) for key in PLAIN}
    found["requires"] = ", ".join(map(text_of, listed(tree.get("requires"))))
    for key in TEXTS:
        found |= _words(key, tree.get(key))
    for key in SPANS:
        span = mapped(tree.get(key))
        found |= {f"{key}.{part}": text_of(span.get(part)) for part in SPAN_PARTS}
    for number, (release, effect) in enumerate(effects_in(tree)):
        at = f"effects.{number}"
        found |= {f"{at}.release": release, f"{at}.question": text_of(effect.get("question"))}
        found |= {f"{at}.at_least": options_text(effect.get("at_least"))}
        found |= {f"{at}.expected": text_of(effect.get("expected"))}
    return found


def rules_of(tree: Tree) -> dict[str, str]:
    """The inputs of the page on whom a solution is for."""
    found: dict[str, str] = {}
    for number, fit in enumerate(map(mapped, listed(tree.get("fit")))):
        at = f"fit.{number}"
        found |= _words(f"{at}.text", fit.get("text"))
        test = facets_of(fit.get("when"))
        if test is None:
            found[f"{at}.when"] = write_tree(mapped(fit.get("when")))
        for trait, (mode, values) in (test or {}).items():
            found |= {f"{at}.{trait}.mode": mode, f"{at}.{trait}": ", ".join(values)}
    for number, each in enumerate(map(mapped, listed(tree.get("preconditions")))):
        at = f"preconditions.{number}"
        found |= _words(f"{at}.text", each.get("text"))
        tests = mapped(each.get("tests"))
        found[f"{at}.tests"] = write_tree(tests) if tests else ""
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
        new[key] = _put_words(tree.get(key), key, typed)
    for key in SPANS:
        said = {part: typed.get(f"{key}.{part}", "") for part in SPAN_PARTS}
        new[key] = {**mapped(tree.get(key)), **said}
    requires = [each for each in _LISTED.split(typed.get("requires", "")) if each]
    new.pop("requires", None)
    if requires:
        new["requires"] = requires
    new["effects"] = _put_effects(tree, typed)
    return new


def put_rules(tree: Tree, typed: Typed) -> Tree:
    """The tree with what was typed into the page on fit; a rule without words goes.

    Raises Invalid where a test written as YAML cannot be read.
    """
    new = {key: value for key, value in tree.items() if key not in ("fit", "preconditions")}
    kept = listed(tree.get("fit")), listed(tree.get("preconditions"))
    fit = [_put_fit(at, _item(kept[0], number), typed) for number, at in rows_in("fit", typed)]
    new["preconditions"] = [
        _put_precondition(at, _item(kept[1], number), typed)
        for number, at in rows_in("preconditions", typed)
    ]
    if fit:
        new["fit"] = fit
    return new


def rows_in(kind: str, typed: Typed) -> Iterator[tuple[int, str]]:
    """Rules that say anything: their place on the page and the beginning of their names."""
    for number in range(MOST_ROWS):
        at = f"{kind}.{number}"
        if any(value for name, value in typed.items() if name.startswith(f"{at}.text.")):
            yield number, at


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
    found = [each for each in _LISTED.split(text) if each]
    return found if len(found) > 1 else "".join(found)


def facets_of(when: Any) -> dict[str, tuple[str, list[str]]] | None:
    """A test of the firm as one choice for each fact; None where it is more than that."""
    tests = listed(mapped(when).get("all")) or [when]
    found: dict[str, tuple[str, list[str]]] = {}
    for each in tests:
        inner = mapped(mapped(each).get("not"))
        test, mode = (inner, BUT) if inner else (mapped(each), ONLY)
        trait = text_of(test.get("profile"))
        if set(test) != {"profile", "is"} or trait not in terms().traits or trait in found:
            return None
        found[trait] = (mode, list(map(text_of, listed(test.get("is")))))
    return found


def input_of(key: str, tree: Tree) -> str:
    """The name of the input that a complaint about this key is about."""
    if match := re.match(r"effects\.([^\[.]+)(?:\[(\d+)\])?(?:\.(\w+))?", key):
        release, number, part = match.groups()
        before = [each for each, _effect in effects_in(tree)]
        first = before.index(release) if release in before else 0
        return f"effects.{first + int(number or 1) - 1}.{part if number and part else 'release'}"
    if match := re.match(r"(fit|preconditions)\[(\d+)\]\.?(.*)", key):
        kind, number, rest = match.groups()
        part = "tests" if rest.startswith("tests") else rest if rest.startswith("text.") else "when"
        return f"{kind}.{int(number) - 1}.{part}"
    return f"{key}.zh" if key in TEXTS else f"{key}.low" if key in SPANS else key


def _words(key: str, tree: Any) -> dict[str, str]:
    words = mapped(tree)
    return {f"{key}.{lang}": text_of(words.get(lang)) for lang in terms().languages}


def _put_words(tree: Any, key: str, typed: Typed) -> Tree:
    return {**mapped(tree), **{each: typed.get(f"{key}.{each}", "") for each in terms().languages}}


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


def _put_fit(at: str, old: Tree, typed: Typed) -> Tree:
    return {
        **old,
        "text": _put_words(old.get("text"), f"{at}.text", typed),
        "when": _when(at, typed),
    }


def _when(at: str, typed: Typed) -> Tree:
    if typed.get(f"{at}.when"):
        return _yaml(f"{at}.when", typed)
    tests: list[Tree] = []
    for trait in terms().traits:
        values = [each for each in _LISTED.split(typed.get(f"{at}.{trait}", "")) if each]
        mode = typed.get(f"{at}.{trait}.mode", "")
        test: Tree = {"profile": trait, "is": values}
        if mode:
            tests.append({"not": test} if mode == BUT else test)
    return tests[0] if len(tests) == 1 else {"all": tests}


def _put_precondition(at: str, old: Tree, typed: Typed) -> Tree:
    new = {**old, "text": _put_words(old.get("text"), f"{at}.text", typed)}
    new.pop("tests", None)
    if typed.get(f"{at}.tests"):
        new["tests"] = _yaml(f"{at}.tests", typed)
    return new


def _yaml(name: str, typed: Typed) -> Tree:
    try:
        return read_tree(typed[name], name)
    except FrameworkError as error:
        words = _("Expected YAML as in the file of a solution: %(problem)s")
        raise Invalid(str(error), fields={name: words % {"problem": str(error)}}) from error


def _item(items: list[Any], number: int) -> Tree:
    return mapped(items[number]) if number < len(items) else {}
