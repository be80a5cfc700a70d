"""What must hold across a whole release, beyond what each key says for itself."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain, pairwise
from math import prod

from diagnosis.maturity.framework import (
    MULTI,
    SCENE,
    Band,
    Computed,
    Condition,
    FieldPath,
    Framework,
    Part,
    Question,
)
from diagnosis.maturity.levels import countable
from diagnosis.maturity.linking import linked_groups
from diagnosis.maturity.reading import FrameworkError

Problem = tuple[str, str]  # key, what was expected there
MOST_COMBINATIONS = 5_000


def check_soundness(framework: Framework, file: str) -> None:
    """Refuse the release at its first inconsistency."""
    for key, expected in _problems(framework):
        raise FrameworkError(file, key, f"expected {expected}")


def _problems(framework: Framework) -> Iterator[Problem]:
    yield from _structure(framework)
    for question in framework.questions.values():
        yield from _question(framework, question)
    yield from _sources(framework)
    yield from _levels(framework)
    yield from _linked(framework)
    for check in framework.checks:
        for path in (check.lesser, check.greater):
            yield from _path(framework, path, f"checks.{check.ref}")


def _structure(framework: Framework) -> Iterator[Problem]:
    """Every question is asked on one page and stands in one part; refs are unique."""
    parts = [part for root in framework.parts for part in root.walk()]
    yield from _once("parts", (part.ref for part in parts))
    for part in parts:
        if any(child.rule != part.rule for child in part.parts):
            yield f"parts.{part.ref}", f"the rule {part.rule} in the parts below it too"
    yield from _once("sections", (section.ref for section in framework.sections))
    roots = {root.ref: root for root in framework.parts}
    for section in framework.sections:
        if section.part not in roots:
            yield f"sections.{section.ref}.part", f"one of {', '.join(roots)}"
        in_part = set(roots[section.part].all_questions)
        for ref in section.questions:
            if ref not in in_part:
                yield f"sections.{section.ref}", f"questions of part {section.part}, found {ref}"
    yield from _placed_once("parts", framework, chain(*(part.questions for part in parts)))
    yield from _placed_once(
        "sections", framework, chain(*(s.questions for s in framework.sections))
    )
    if framework.total_part not in roots or roots[framework.total_part].rule != "sum":
        yield "total", "the ref of a part at the root that earns points"


def _once(key: str, refs: Iterable[str]) -> Iterator[Problem]:
    for ref, count in Counter(refs).items():
        if count > 1:
            yield key, f"each ref once, found {ref} again"


def _placed_once(key: str, framework: Framework, refs: Iterable[str]) -> Iterator[Problem]:
    counts = Counter(refs)
    for ref in framework.questions:
        if counts[ref] != 1:
            yield key, f"question {ref} exactly once, found it {counts[ref]} times"


def _question(framework: Framework, question: Question) -> Iterator[Problem]:
    key = f"questions.{question.ref}"
    yield from _once(f"{key}.options", question.option_refs)
    yield from _once(f"{key}.fields", (field.ref for field in question.fields))
    if any((option.level is None) == (question.kind == SCENE) for option in question.options):
        yield f"{key}.options", "a level for every option of a scene, and points elsewhere"
    if any(option.points < 0 for option in question.options):
        yield f"{key}.options", "points of 0 or more"
    if any(option.exclusive and option.points for option in question.options):
        yield f"{key}.options", "no points for an exclusive option"
    if _best(question) != question.max_points:
        yield f"{key}.max", f"the {_best(question)} points that the options give"
    if question.kind != MULTI and any(option.exclusive for option in question.options):
        yield f"{key}.options", "exclusive options in multiple choice only"
    if question.fields and question.kind == MULTI:
        yield f"{key}.fields", "data fields with single choice only"
    if question.computed:
        yield from _computed(framework, question, question.computed)


def _best(question: Question) -> Fraction:
    points = [option.points for option in question.options]
    return sum(points, Fraction(0)) if question.kind == MULTI else max(points)


def _computed(framework: Framework, question: Question, rule: Computed) -> Iterator[Problem]:
    key = f"questions.{question.ref}.computed"
    for path in rule.paths:
        yield from _path(framework, path, key)
    if not any(path.question == question.ref for path in rule.paths):
        yield key, "at least one data field of the question itself"
    for band in rule.bands:
        if band.option not in question.option_refs:
            yield f"{key}.bands", f"options of {question.ref}, found {band.option}"
    yield from _bands(key, rule.bands)


def _bands(key: str, bands: Sequence[Band]) -> Iterator[Problem]:
    """Bands stand in rising order and meet without gap or overlap."""
    for band in bands:
        if band.low is not None and band.high is not None:
            single = band.low == band.high and band.low_closed and band.high_closed
            if not (band.low < band.high or single):
                yield f"{key}.bands", f"a lower end below the upper end in band {band.option}"
    for left, right in pairwise(bands):
        if left.high is None or left.high != right.low or left.high_closed == right.low_closed:
            yield f"{key}.bands", f"{right.option} to begin just where {left.option} ends"


def _path(framework: Framework, path: FieldPath, key: str) -> Iterator[Problem]:
    question = framework.questions.get(path.question)
    if question is None or path.field not in {field.ref for field in question.fields}:
        yield key, f"a data field that exists, found {path}"


def _sources(framework: Framework) -> Iterator[Problem]:
    carriers: list[Part | Question] = [*framework.questions.values()]
    carriers += framework.part_by_ref.values()
    named = [(carrier.ref, carrier.sources) for carrier in carriers]
    named += [(f"levels.{level.ref}", level.sources) for level in framework.levels]
    named += [(q.ref, q.computed.sources) for q in framework.questions.values() if q.computed]
    for key, refs in named:
        for ref in refs:
            if ref not in framework.sources:
                yield key, f"refs of sources, found {ref}"


def _levels(framework: Framework) -> Iterator[Problem]:
    ranks = [level.rank for level in framework.levels]
    if ranks != list(range(1, len(ranks) + 1)):
        yield "levels", "ranks 1, 2, 3 and so on, in order"
    for level in framework.levels:
        yield from _once(f"levels.{level.ref}", (condition.ref for condition in level.conditions))
        for condition in level.conditions:
            yield from _condition(framework, condition, f"levels.{level.ref}.{condition.ref}")


def _condition(framework: Framework, condition: Condition, key: str) -> Iterator[Problem]:
    part = framework.part_by_ref.get(condition.part)
    if part is None:
        yield key, f"a part that exists, found {condition.part}"
    elif condition.kind == "count":
        scenes = countable(framework, condition)
        reachable = sum(_reaches(question, condition) for question in scenes)
        if condition.at_least > reachable:
            yield key, f"no more than the {reachable} that can be counted"
    elif part.rule != "sum":
        yield key, f"a part that earns points, found {part.ref}"
    elif not 0 <= condition.at_least <= part.max_points:
        yield key, f"at_least between 0 and {part.max_points}"


def _reaches(question: Question, condition: Condition) -> bool:
    return any((option.level or 0) >= (condition.level or 0) for option in question.options)


def _linked(framework: Framework) -> Iterator[Problem]:
    """Questions computed from one another's fields are searched together, so they must stay few."""
    for group in linked_groups(tuple(framework.questions.values())):
        if len(group) > 1 and prod(len(q.options) + 1 for q in group) > MOST_COMBINATIONS:
            refs = ", ".join(question.ref for question in group)
            yield "questions", f"fewer questions linked by their data fields, found {refs}"
