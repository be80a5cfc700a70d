"""Which release a firm answers: ordered cases over what is known of the firm, kept as data."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from diagnosis.maturity.composing import parse_tree
from diagnosis.maturity.fields import FieldPath
from diagnosis.maturity.questions import UNVERIFIED, VERIFIED, When
from diagnosis.maturity.reading import Node, read_bytes
from diagnosis.maturity.record import Record
from diagnosis.maturity.testing import holds, read_when

FORMAT = "1"
Traits = Mapping[str, tuple[str, ...]]  # name of a fact to the values it may have
FACTS = ("profile", "all", "any", "not")


class Case(Record):
    """Firms of which the test holds answer `release`; the last case has no test."""

    ref: str
    when: When | None
    release: str  # "ref version"
    why: Mapping[str, str]  # language to words
    status: str = VERIFIED


class Rules(Record):
    """The cases in the order in which they are tried; the last one holds of every firm."""

    cases: tuple[Case, ...]
    status: str = VERIFIED


class Firm:
    """What a test may look at here: the firm alone, before anything is answered."""

    def __init__(self, profile: Mapping[str, Any]) -> None:
        self.profile = profile

    def chosen(self, ref: str, row: str = "") -> tuple[str, ...]:
        return ()

    def number(self, path: FieldPath) -> None:
        return None


def choose(rules: Rules, profile: Mapping[str, Any]) -> Case:
    """The first case that holds: it names the release and says why."""
    firm = Firm(profile)
    return next(case for case in rules.cases if case.when is None or holds(case.when, firm))


def load_rules(path: Path) -> Rules:
    """Read the rules; a complaint names file, key and what was expected."""
    root = Node(path.name, "", parse_tree(read_bytes(path), path.name))
    root.choice("format", (FORMAT,))
    languages = root.texts("languages")
    traits = read_traits(root)
    cases = root.nodes("cases", partial(_case, languages))
    status = _status(root)
    root.finish()
    _check(root, cases, traits)
    return Rules(cases, status)


def read_traits(root: Node) -> Traits:
    """Read what of a firm the tests of a file may look at."""
    return dict(root.nodes("profile", lambda node: (node.name("ref"), node.texts("values"))))


def _case(languages: tuple[str, ...], node: Node) -> Case:
    return Case(
        ref=node.name("ref"),
        when=node.node("when", read_when) if node.has("when") else None,
        release=read_release(node, "release"),
        why=node.node("why", lambda words: {lang: words.text(lang) for lang in languages}),
        status=_status(node),
    )


def read_release(node: Node, key: str) -> str:
    """Read which release is meant, written as `ref version`."""
    words = node.text(key).split(" ")
    if len(words) != 2 or not all(words):
        node.fail(key, "expected ref and version of a release, such as miit-sme 2024")
    return " ".join(words)


def _status(node: Node) -> str:
    return node.choice("status", (VERIFIED, UNVERIFIED), VERIFIED)


def _check(root: Node, cases: tuple[Case, ...], traits: Traits) -> None:
    """Every firm must come to a case, and every case look at what a firm has."""
    seen: set[str] = set()
    for number, case in enumerate(cases, 1):
        if case.ref in seen:
            root.fail("cases", f"expected each ref once, found {case.ref} again")
        seen.add(case.ref)
        if (case.when is None) != (number == len(cases)):
            root.fail(f"cases[{number}]", "expected `when` in every case but the last")
        for expected in profile_problems(case.when, traits):
            root.fail(f"cases[{number}].when", f"expected {expected}")


def profile_problems(test: When | None, traits: Traits) -> Iterator[str]:
    """Give what a test of the firm alone should look like where it does not."""
    for each in test.walk() if test else ():
        if each.kind not in FACTS:
            yield "tests of the profile only"
        elif each.kind == "profile" and each.ref not in traits:
            yield f"one of {', '.join(traits)}, found {each.ref}"
        elif each.kind == "profile" and not set(each.values) <= set(traits[each.ref]):
            yield f"values of {each.ref}, found {', '.join(each.values)}"
