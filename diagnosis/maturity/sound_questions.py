"""What must hold of each question: its options, its points, its bands."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from diagnosis.maturity.asking import best_raw
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.questions import MULTI, SCENE, SINGLE, Band, Computed, Question
from diagnosis.maturity.sound_tests import path_problems

Problem = tuple[str, str]  # key, what was expected there


def question_problems(framework: Framework, question: Question) -> Iterator[Problem]:
    """Give everything that is wrong with one question."""
    key = f"questions.{question.ref}"
    for name, refs in (
        ("options", question.option_refs),
        ("fields", tuple(field.ref for field in question.fields)),
    ):
        doubled = [ref for ref, count in Counter(refs).items() if count > 1]
        if doubled:
            yield f"{key}.{name}", f"each ref once, found {doubled[0]} again"
    yield from _options(question, key)
    yield from _points(question, key)
    if question.fields and question.kind not in (SINGLE, SCENE):
        yield f"{key}.fields", "data fields with single choice only"
    if question.computed:
        yield from _computed(framework, question, question.computed)


def _options(question: Question, key: str) -> Iterator[Problem]:
    options = question.options
    placed = question.kind == SCENE
    if any((o.level is None) == placed and not (placed and o.excluded) for o in options):
        yield f"{key}.options", "a level for every option of a scene, and points elsewhere"
    if any(option.excluded and not option.reason for option in options):
        yield f"{key}.options", "reason: yes for an option that does not count"
    if any(option.excluded and not option.exclusive for option in options) and question.takes_many:
        yield f"{key}.options", "exclusive: yes for an option that does not count"
    if all(option.reason for option in options):
        yield f"{key}.options", "an option that can be chosen without a reason"
    if any(option.exclusive and option.points for option in options):
        yield f"{key}.options", "no points for an exclusive option"
    if not question.takes_many and any(option.exclusive for option in options):
        yield f"{key}.options", "exclusive options in multiple choice only"


def _points(question: Question, key: str) -> Iterator[Problem]:
    negative = any(option.points < 0 for option in question.options)
    if negative and (question.kind != MULTI or not question.floor):
        yield f"{key}.options", 'points of 0 or more (below 0 in a multi with floor: "0" only)'
    if question.apart or question.kind == SCENE:
        if question.max_points:
            yield f"{key}.max", "0, because it earns nothing"
        return
    if question.max_points <= 0:
        yield f"{key}.max", "more than 0"
    yield from _denominator(question, key)


def _denominator(question: Question, key: str) -> Iterator[Problem]:
    """The best answer earns all there is, and the denominator says out of what."""
    best = best_raw(question.kind, question.options, question.rows, question.row_rule)
    stated = exact_text(best)
    if best <= 0:
        yield f"{key}.options", "an option that earns points"
    if question.capped:
        if not 0 < question.out_of <= best:
            yield f"{key}.out_of", f"more than 0 and at most the {stated} that the options give"
    elif question.out_of != best:
        yield f"{key}.out_of", f"the {stated} that the options give, or capped: yes"
    elif not question.out_of_stated and question.max_points != best and not question.has_rows:
        yield f"{key}.max", f'the {stated} points that the options give, or out_of: "{stated}"'


def _computed(framework: Framework, question: Question, rule: Computed) -> Iterator[Problem]:
    key = f"questions.{question.ref}.computed"
    for path in rule.paths:
        yield from path_problems(framework, path, key)
    if not any(path.question == question.ref for path in rule.paths):
        yield key, "at least one data field of the question itself"
    for band in rule.bands:
        if band.option not in question.option_refs:
            yield f"{key}.bands", f"options of {question.ref}, found {band.option}"
    yield from _bands(key, rule.bands)


def _bands(key: str, bands: Sequence[Band]) -> Iterator[Problem]:
    """Bands stand in rising order and meet without gap or overlap."""
    for band in bands:
        if band.is_empty:
            yield f"{key}.bands", f"a lower end below the upper end in band {band.option}"
    for left, right in pairwise(bands):
        if left.high is None or left.high != right.low or left.high_closed == right.low_closed:
            yield f"{key}.bands", f"{right.option} to begin just where {left.option} ends"
