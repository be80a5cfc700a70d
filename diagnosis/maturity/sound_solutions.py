"""What must hold of all solutions together: they name what exists, and wait for no circle."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from diagnosis.maturity.choosing import profile_problems
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.questions import ROWS, TABLE, Question, When
from diagnosis.maturity.solution_terms import Terms
from diagnosis.maturity.sound_tests import test_problems

if TYPE_CHECKING:
    from diagnosis.maturity.solutions import Raise, Solution

Problem = tuple[str, str]  # key, what was expected there
Releases = Mapping[str, Framework]


def solution_problems(
    solutions: Sequence["Solution"], terms: Terms, releases: Releases
) -> Iterator[tuple[str, str, str]]:
    """Give everything that is wrong, each with file, key and what was expected."""
    refs: set[str] = set()
    for solution in solutions:
        if solution.ref in refs:
            yield solution.file, "ref", f"each ref once, found {solution.ref} again"
        refs.add(solution.ref)
    for solution in solutions:
        for key, expected in _problems(solution, terms, releases):
            yield solution.file, key, expected
    yield from _requirements(solutions, refs)


def _problems(solution: "Solution", terms: Terms, releases: Releases) -> Iterator[Problem]:
    yield from _filing(solution, terms)
    yield from _spans(solution, terms)
    yield from _tests(solution, terms, releases)
    for release in solution.effects:
        yield from _effects(solution, releases, release)


def _spans(solution: "Solution", terms: Terms) -> Iterator[Problem]:
    for key in ("cost", "months", "effort"):
        span = getattr(solution, key)
        if not 0 <= span.low <= span.high:
            yield f"{key}.low", "a number from 0 to that of high"
        if span.source not in terms.sources:
            yield f"{key}.source", f"one of {', '.join(terms.sources)}, found {span.source}"


def _tests(solution: "Solution", terms: Terms, releases: Releases) -> Iterator[Problem]:
    for number, fit in enumerate(solution.fit, 1):
        for expected in profile_problems(fit.when, terms.traits):
            yield f"fit[{number}].when", expected
    for number, precondition in enumerate(solution.preconditions, 1):
        for release, test in precondition.tests.items():
            key = f"preconditions[{number}].tests.{release}"
            yield from _test(releases, release, test, terms, key)


def _filing(solution: "Solution", terms: Terms) -> Iterator[Problem]:
    """It lies where it says, and is filed under terms that exist."""
    known = {
        "area": (solution.area, terms.areas),
        "software_class": (solution.software_class, terms.classes),
        "origin": (solution.origin, terms.origins),
    }
    for key, (found, allowed) in known.items():
        if found not in allowed:
            yield key, f"one of {', '.join(allowed)}, found {found}"
    if solution.area in terms.areas:
        gaps = [gap.ref for gap in terms.areas[solution.area].gaps]
        if solution.gap not in gaps:
            yield "closes", f"a gap of {solution.area} ({', '.join(gaps)}), found {solution.gap}"
    place = f"{solution.area}/{solution.ref}.yaml"
    if solution.file != place:
        yield "ref", f"the file to be named {place}"


def _test(
    releases: Releases, release: str, test: When, terms: Terms, key: str
) -> Iterator[Problem]:
    if release not in releases:
        yield key, f"a release that exists ({', '.join(releases)})"
        return
    for each in test.walk():
        if each.kind == "profile":
            for expected in profile_problems(each, terms.traits):
                yield key, expected
        elif each.kind in ("answer", "field"):
            yield from test_problems(releases[release], each, key)


def _effects(solution: "Solution", releases: Releases, release: str) -> Iterator[Problem]:
    key, seen = f"effects.{release}", set()
    if release not in releases:
        yield key, f"a release that exists ({', '.join(releases)})"
        return
    for number, effect in enumerate(solution.effects[release], 1):
        here = f"{key}[{number}]"
        question = releases[release].questions.get(effect.question)
        if question is None or question.apart:
            yield f"{here}.question", f"a question that earns something, found {effect.question}"
        elif question.ref in seen:
            yield f"{here}.question", f"each question once, found {question.ref} again"
        else:
            yield from _at_least(question, effect, f"{here}.at_least")
        seen.add(effect.question)


def _at_least(question: Question, effect: "Raise", key: str) -> Iterator[Problem]:
    """It names rows of the question, and in each of them something that can be climbed to."""
    has_rows = question.kind in (ROWS, TABLE)
    if has_rows == ("" in effect.rows):
        yield key, f"rows of {question.ref} to options" if has_rows else "options without rows"
        return
    reachable = _reachable(question)
    for row, options in effect.rows.items():
        if has_rows and row not in question.rows:
            yield f"{key}.{row}", f"one of {', '.join(question.rows)}"
        if not question.takes_many and len(options) > 1:
            yield key, f"one option, found {', '.join(options)}"
        for option in options:
            if option not in reachable:
                yield key, f"of {question.ref} one of {', '.join(reachable)}, found {option}"


def _reachable(question: Question) -> list[str]:
    """Options better than nothing that take no reason; of several worth the same, the first."""
    if question.takes_many:
        return [o.ref for o in question.options if o.points > 0 and not (o.exclusive or o.reason)]
    return [option.ref for option in question.ladder[1:]]


def _requirements(
    solutions: Sequence["Solution"], refs: set[str]
) -> Iterator[tuple[str, str, str]]:
    """What is required exists, and no solution waits for itself, however far around."""
    waiting = {solution.ref: set(solution.requires) for solution in solutions}
    for solution in solutions:
        for ref in solution.requires:
            if ref not in refs:
                yield solution.file, "requires", f"a solution that exists, found {ref}"
    while free := {ref for ref, needs in waiting.items() if not needs & waiting.keys()}:
        waiting = {ref: needs for ref, needs in waiting.items() if ref not in free}
    for solution in solutions:
        if solution.ref in waiting:
            around = ", ".join(sorted(waiting))
            yield solution.file, "requires", f"no circle, found one among {around}"
