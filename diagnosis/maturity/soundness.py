"""What must hold across a whole release, beyond what each key says for itself."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from math import prod

from diagnosis.maturity.framework import Condition, Framework, Part
from diagnosis.maturity.levels import countable
from diagnosis.maturity.linking import linked_groups
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.questions import Question
from diagnosis.maturity.reading import FrameworkError
from diagnosis.maturity.sound_fields import field_problems
from diagnosis.maturity.sound_parts import part_problems, weight_problems
from diagnosis.maturity.sound_questions import question_problems
from diagnosis.maturity.sound_tests import visibility_problems

Problem = tuple[str, str]  # key, what was expected there
MOST_COMBINATIONS = 5_000


def check_soundness(framework: Framework, file: str) -> None:
    """Refuse the release at its first inconsistency."""
    for key, expected in _problems(framework):
        raise FrameworkError(file, key, f"expected {expected}")


def _problems(framework: Framework) -> Iterator[Problem]:
    yield from _structure(framework)
    for question in framework.questions.values():
        yield from question_problems(framework, question)
    yield from _sources(framework)
    yield from visibility_problems(framework)
    yield from part_problems(framework)
    yield from weight_problems(framework)
    yield from _levels(framework)
    yield from _linked(framework)
    yield from field_problems(framework)


def _structure(framework: Framework) -> Iterator[Problem]:
    """Every question is on one page and, unless apart, in one part; refs are unique."""
    parts = [part for root in framework.parts for part in root.walk()]
    yield from once("parts", (part.ref for part in parts))
    for ref in framework.part_by_ref:
        if ref in framework.questions:
            yield f"parts.{ref}", "a ref that no question has"
    yield from once("sections", (section.ref for section in framework.sections))
    yield from _sections(framework)
    counts = Counter(chain(*(part.questions for part in parts)))
    for ref, question in framework.questions.items():
        if counts[ref] != (0 if question.apart else 1):
            wanted = "in no part because it asks for scope" if question.apart else "exactly once"
            yield "parts", f"question {ref} {wanted}, found it {counts[ref]} times"
    counts = Counter(chain(*(section.questions for section in framework.sections)))
    for ref in framework.questions:
        if counts[ref] != 1:
            yield "sections", f"question {ref} exactly once, found it {counts[ref]} times"
    roots = {root.ref: root for root in framework.parts}
    if framework.total_part not in roots or not roots[framework.total_part].earns:
        yield "total", "the ref of a part at the root that earns points"


def _sections(framework: Framework) -> Iterator[Problem]:
    parts = framework.part_by_ref
    for section in framework.sections:
        if section.part not in parts:
            yield f"sections.{section.ref}.part", f"a part that exists, found {section.part}"
            return
        in_part = set(parts[section.part].all_questions)
        for ref in section.questions:
            question = framework.questions.get(ref)
            if ref not in in_part and not (question and question.apart):
                yield f"sections.{section.ref}", f"questions of part {section.part}, found {ref}"


def once(key: str, refs: Iterable[str]) -> Iterator[Problem]:
    for ref, count in Counter(refs).items():
        if count > 1:
            yield key, f"each ref once, found {ref} again"


def _sources(framework: Framework) -> Iterator[Problem]:
    carriers: list[Part | Question] = [*framework.questions.values()]
    carriers += framework.part_by_ref.values()
    named = [(carrier.ref, carrier.sources) for carrier in carriers]
    named += [(f"levels.{level.ref}", level.sources) for level in framework.levels]
    named += [(q.ref, q.computed.sources) for q in framework.questions.values() if q.computed]
    named += [(f"conversions.{each.ref}", each.sources) for each in framework.conversions]
    for key, refs in named:
        for ref in refs:
            if ref not in framework.sources:
                yield key, f"refs of sources, found {ref}"


def _levels(framework: Framework) -> Iterator[Problem]:
    ranks = [level.rank for level in framework.levels]
    if (ranks and ranks != list(range(ranks[0], ranks[0] + len(ranks)))) or ranks[:1] > [1]:
        yield "levels", "ranks 1, 2, 3 and so on, in order, from 1 or from 0"
    for level in framework.levels:
        key = f"levels.{level.ref}"
        conditions = [each for condition in level.conditions for each in condition.walk()]
        yield from once(key, (condition.ref for condition in conditions))
        for condition in conditions:
            yield from _condition(framework, condition, f"{key}.{condition.ref}")
        if level.rank == 0 and not all(_always(condition) for condition in level.conditions):
            yield key, "conditions that always hold for rank 0: a score of at_least 0"


def _always(condition: Condition) -> bool:
    return condition.kind == "score" and condition.at_least == 0


def _condition(framework: Framework, condition: Condition, key: str) -> Iterator[Problem]:
    if condition.kind == "either":
        return
    part = framework.part_by_ref.get(condition.part)
    if part is None and not condition.questions:
        yield key, f"a part that exists, found {condition.part}"
    elif condition.kind == "count":
        yield from _count(framework, condition, key)
    elif part and not part.earns:
        yield key, f"a part that earns points, found {part.ref}"
    elif part and condition.kind == "passed":
        if not 1 <= (condition.level or 0) <= part.levels:
            yield key, f"a part of rule levels and one of its levels, found {part.ref}"
    elif part and not 0 <= (condition.at_least or 0) <= part.max_points:
        yield key, f"at_least between 0 and {exact_text(part.max_points)}"


def _count(framework: Framework, condition: Condition, key: str) -> Iterator[Problem]:
    for ref in condition.questions:
        if ref not in framework.questions:
            yield key, f"questions that exist, found {ref}"
    items = list(countable(framework, condition))
    reachable = sum(_reaches(question, condition) for question in items)
    if condition.questions and len(items) < len(condition.questions):
        yield key, "level for scenes only, points for other questions only"
    if not items or (condition.at_least or len(items)) > reachable:
        yield key, f"no more than the {reachable} that can be counted"


def _reaches(question: Question, condition: Condition) -> bool:
    if condition.points is not None:
        return question.max_points >= condition.points
    return any((option.level or 0) >= (condition.level or 0) for option in question.options)


def _linked(framework: Framework) -> Iterator[Problem]:
    """Questions computed from one another's fields are searched together, so they must stay few."""
    for group in linked_groups(tuple(framework.questions.values())):
        if len(group) > 1 and prod(len(q.options) + 1 for q in group) > MOST_COMBINATIONS:
            refs = ", ".join(question.ref for question in group)
            yield "questions", f"fewer questions linked by their data fields, found {refs}"
