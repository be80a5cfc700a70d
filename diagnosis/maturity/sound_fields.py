"""What must hold of data fields: which are the same number, and what is usual for one."""

from collections.abc import Iterator
from fractions import Fraction

from diagnosis.maturity.fields import Field, FieldPath
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.sound_tests import path_problems

Problem = tuple[str, str]  # key, what was expected there


def field_problems(framework: Framework) -> Iterator[Problem]:
    """Give everything that is wrong with data fields and with the checks between them."""
    for question in framework.questions.values():
        for field in question.fields:
            key = f"questions.{question.ref}.fields.{field.ref}"
            path = FieldPath(question.ref, field.ref)
            yield from _same(framework, field, path, f"{key}.same_as")
            yield from _usual(field, key)
            yield from _registered(field, key)
    yield from _checks(framework)


def _same(framework: Framework, field: Field, path: FieldPath, key: str) -> Iterator[Problem]:
    """The other field exists, speaks for itself, and this one leaves it to speak."""
    if field.same_as is None:
        return
    missing = list(path_problems(framework, field.same_as, key))
    if missing:
        yield from missing
        return
    other = framework.field(field.same_as)
    if field.same_as == path or other.same_as:
        yield key, f"a field that is not itself the same as another, found {field.same_as}"
    elif other.unit != field.unit:
        yield key, f"a field in {field.unit} as this one, found {field.same_as} in {other.unit}"
    if field.register or any(each is not None for each in _said(field)):
        yield key, f"usual_min, usual_max, slip and register at {field.same_as} instead of here"


def _said(field: Field) -> tuple[Fraction | None, ...]:
    return field.usual_min, field.usual_max, field.slip, field.register_times


def _usual(field: Field, key: str) -> Iterator[Problem]:
    low, high = field.usual_min, field.usual_max
    if low is not None and high is not None and low > high:
        yield f"{key}.usual_min", "at most usual_max"
    if field.slip is None:
        return
    if field.slip <= 0 or field.slip == 1:
        yield f"{key}.slip", "a number above 0 other than 1"
    if low is None and high is None:
        yield f"{key}.slip", "usual_min or usual_max beside it"


def _registered(field: Field, key: str) -> Iterator[Problem]:
    if bool(field.register) != (field.register_times is not None):
        yield f"{key}.register", "register and register_times together"
    if field.register_times is not None and field.register_times <= 1:
        yield f"{key}.register_times", "a number above 1"


def _checks(framework: Framework) -> Iterator[Problem]:
    for check in framework.checks:
        for path in (check.lesser, check.greater):
            yield from path_problems(framework, path, f"checks.{check.ref}")
    for each in framework.comparisons:
        for path in (each.one, each.other):
            yield from path_problems(framework, path, f"checks.{each.ref}")
        if each.times <= 1:
            yield f"checks.{each.ref}.times", "a number above 1"
