"""The form on whom a solution is for: its rules and preconditions as inputs, and put back."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from diagnosis.cataloguing.forms import LISTED, MOST_ROWS, Typed, put_words, words_of
from diagnosis.drafting.files import Tree, listed, mapped, read_tree, text_of
from diagnosis.drafting.writing import write_tree
from diagnosis.library import terms
from diagnosis.maturity import FrameworkError
from gongfu.core.errors import Invalid

SPARE_RULES, MOST_TESTS = 1, 40
ONLY, BUT = "only", "but"  # firms of these values; all firms but these
TEST_PARTS = ("release", "question", "row", "is")


def rules_of(tree: Tree) -> dict[str, str]:
    """The inputs of the page on whom a solution is for."""
    found: dict[str, str] = {}
    for number, fit in enumerate(map(mapped, listed(tree.get("fit")))):
        at = f"fit.{number}"
        found |= words_of(f"{at}.text", fit.get("text"))
        test = facets_of(fit.get("when"))
        if test is None:
            found[f"{at}.when"] = write_tree(mapped(fit.get("when")))
        for trait, (mode, values) in (test or {}).items():
            found |= {f"{at}.{trait}.mode": mode, f"{at}.{trait}": ", ".join(values)}
    for number, each in enumerate(map(mapped, listed(tree.get("preconditions")))):
        at = f"preconditions.{number}"
        found |= words_of(f"{at}.text", each.get("text"))
        found |= _tests_of(f"{at}.tests", mapped(each.get("tests")))
    return found


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


def answers_in(tests: Tree) -> list[tuple[str, str, str, str]] | None:
    """Tests of answers as rows of `TEST_PARTS`; None where they are more than that."""
    found = []
    for release, test in tests.items():
        together = test["all"] if set(mapped(test)) == {"all"} else [test]
        for each in map(mapped, listed(together)):
            if not _is_of_answer(each):
                return None
            found.append((release, each["answer"], each.get("row", ""), ", ".join(each["is"])))
    return found if len(found) <= MOST_TESTS else None


def _is_of_answer(test: Tree) -> bool:
    options = listed(test.get("is"))
    texts = [test.get("answer"), test.get("row", ""), *options]
    return (
        {"answer", "is"} <= set(test) <= {"answer", "is", "row"}
        and bool(options)
        and all(isinstance(each, str) for each in texts)
    )


def _tests_of(at: str, tests: Tree) -> dict[str, str]:
    rows = answers_in(tests)
    if rows is None:
        return {at: write_tree(tests)}
    return {
        f"{at}.{number}.{part}": value
        for number, row in enumerate(rows)
        for part, value in zip(TEST_PARTS, row, strict=True)
    }


def _put_fit(at: str, old: Tree, typed: Typed) -> Tree:
    return {
        **old,
        "text": put_words(old.get("text"), f"{at}.text", typed),
        "when": _when(at, typed),
    }


def _when(at: str, typed: Typed) -> Tree:
    if typed.get(f"{at}.when"):
        return _yaml(f"{at}.when", typed)
    tests: list[Tree] = []
    for trait in terms().traits:
        values = [each for each in LISTED.split(typed.get(f"{at}.{trait}", "")) if each]
        mode = typed.get(f"{at}.{trait}.mode", "")
        test: Tree = {"profile": trait, "is": values}
        if mode:
            tests.append({"not": test} if mode == BUT else test)
    return tests[0] if len(tests) == 1 else {"all": tests}


def _put_precondition(at: str, old: Tree, typed: Typed) -> Tree:
    new = {**old, "text": put_words(old.get("text"), f"{at}.text", typed)}
    new.pop("tests", None)
    if tests := _put_tests(f"{at}.tests", typed):
        new["tests"] = tests
    return new


def _put_tests(at: str, typed: Typed) -> Tree:
    """One test for each release; several rows of one release must all hold."""
    if typed.get(at):
        return _yaml(at, typed)
    found: dict[str, list[Tree]] = {}
    for number in range(MOST_TESTS):
        release, question, row, options = (
            typed.get(f"{at}.{number}.{part}", "") for part in TEST_PARTS
        )
        if question:
            test: Tree = {"answer": question} | ({"row": row} if row else {})
            test["is"] = [each for each in LISTED.split(options) if each]
            found.setdefault(release or "-", []).append(test)
    return {key: each[0] if len(each) == 1 else {"all": each} for key, each in found.items()}


def _yaml(name: str, typed: Typed) -> Tree:
    try:
        return read_tree(typed[name], name)
    except FrameworkError as error:
        words = _("Expected YAML as in the file of a solution: %(problem)s")
        raise Invalid(str(error), fields={name: words % {"problem": str(error)}}) from error


def _item(items: list[Any], number: int) -> Tree:
    return mapped(items[number]) if number < len(items) else {}
