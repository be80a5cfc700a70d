"""What must hold of the tests that show, hide and weigh: they name what exists, in no circle."""

from collections.abc import Iterator

from diagnosis.maturity.fields import FieldPath
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.questions import When

Problem = tuple[str, str]  # key, what was expected there


def path_problems(framework: Framework, path: FieldPath, key: str) -> Iterator[Problem]:
    """A path leads to a data field that exists."""
    question = framework.questions.get(path.question)
    if question is None or path.field not in {field.ref for field in question.fields}:
        yield key, f"a data field that exists, found {path}"


def visibility_problems(framework: Framework) -> Iterator[Problem]:
    """Give everything that is wrong with the tests of questions and parts."""
    for ref, question in framework.questions.items():
        if question.shown_when:
            yield from test_problems(framework, question.shown_when, f"questions.{ref}.shown_when")
    for ref, part in framework.part_by_ref.items():
        if part.shown_when:
            yield from test_problems(framework, part.shown_when, f"parts.{ref}.shown_when")
        for test, _weight in part.weight_cases:
            yield from test_problems(framework, test, f"parts.{ref}.weight")
            if any(each.kind in ("answer", "field") for each in test.walk()):
                yield f"parts.{ref}.weight", "tests of the profile only"
    yield from _circles(framework)


def test_problems(framework: Framework, test: When, key: str) -> Iterator[Problem]:
    for each in test.walk():
        if each.kind == "answer":
            yield from _answer(framework, each, key)
        elif each.kind == "profile":
            yield from _profile(framework, each, key)
        elif each.path:
            yield from path_problems(framework, each.path, key)
            if each.span and each.span.is_empty:
                yield key, f"a lower end below the upper end for {each.path}"


def _answer(framework: Framework, test: When, key: str) -> Iterator[Problem]:
    question = framework.questions.get(test.ref)
    if question is None:
        yield key, f"a question that exists, found {test.ref}"
        return
    for value in test.values:
        if value not in question.option_refs:
            yield key, f"options of {test.ref}, found {value}"
    if test.row and test.row not in question.rows:
        yield key, f"a row of {test.ref}, found {test.row}"


def _profile(framework: Framework, test: When, key: str) -> Iterator[Problem]:
    trait = framework.traits.get(test.ref)
    if trait is None:
        yield key, f"something that stands under profile, found {test.ref}"
        return
    for value in test.values:
        if value not in trait.values:
            yield key, f"values of {test.ref}, found {value}"


def _circles(framework: Framework) -> Iterator[Problem]:
    """Whether a question is shown must not depend on itself, however far around."""
    reads = {ref: _read_by(framework, ref) for ref in framework.questions}
    done: set[str] = set()
    for start in reads:
        stack = [(start, iter(sorted(reads[start])))]
        path: dict[str, None] = {start: None}
        while stack:
            ref, following = stack[-1]
            step = next((each for each in following if each in reads and each not in done), None)
            if step is None:
                done.add(ref)
                stack.pop()
                path.pop(ref, None)
            elif step in path:
                yield f"questions.{step}.shown_when", "tests that do not go round in a circle"
                return
            else:
                path[step] = None
                stack.append((step, iter(sorted(reads[step]))))


def _read_by(framework: Framework, ref: str) -> set[str]:
    """The questions that must be known before this one is."""
    question = framework.questions[ref]
    tests = [question.shown_when]
    above = framework.part_of.get(ref)
    while above:
        tests.append(above.shown_when)
        above = framework.part_of.get(above.ref)
    found = [each for test in tests if test for each in test.walk()]
    refs = {
        each.path.question if each.path else each.ref for each in found if each.kind != "profile"
    }
    return refs & framework.questions.keys()
