"""What must hold of data fields: which are the same number, and what is usual for one."""

from collections.abc import Iterator
from fractions import Fraction

from diagnosis.maturity.fields import Field, FieldPath
from diagnosis.maturity.framework import Framework, Section
from diagnosis.maturity.sound_tests import path_problems, test_problems

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
            yield from _mean(framework, field, path, f"{key}.mean_of")
    yield from _checks(framework)
    yield from _contradictions(framework)
    yield from _conversions(framework)
    yield from _tables(framework)


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


def _mean(framework: Framework, field: Field, path: FieldPath, key: str) -> Iterator[Problem]:
    """It is of its own question's numbers, in its unit, which are no averages themselves."""
    for each in field.mean_of:
        missing = list(path_problems(framework, each, key))
        yield from missing
        if missing:
            return
        other = framework.field(each)
        if each.question != path.question or other.mean_of or other.unit != field.unit:
            yield key, f"other fields of {path.question} in {field.unit}, found {each}"


def _conversions(framework: Framework) -> Iterator[Problem]:
    """Each is for a unit that some field has, and no way of writing means two things."""
    units = {field.unit for q in framework.questions.values() for field in q.fields}
    known: set[tuple[str, str]] = set()
    for each in framework.conversions:
        key = f"conversions.{each.ref}"
        if each.to not in units:
            yield f"{key}.to", f"the unit of a data field, found {each.to}"
        if each.times <= 0:
            yield f"{key}.times", "a number above 0"
        for word in each.written:
            if (each.to, word) in known:
                yield f"{key}.written", f"each way of writing once, found {word} again"
            known.add((each.to, word))


def _tables(framework: Framework) -> Iterator[Problem]:
    """A table holds numbers of its own page, each once; one asked again takes it from there."""
    for section in framework.sections:
        if section.table:
            yield from _table(framework, section, f"sections.{section.ref}.table")


def _table(framework: Framework, section: Section, key: str) -> Iterator[Problem]:
    paths = section.table.paths if section.table else ()
    for path in paths:
        missing = list(path_problems(framework, path, key))
        yield from missing
        if missing:
            return
        if path.question not in section.questions:
            yield key, f"data fields of questions of this section, found {path}"
        elif framework.field(path).same_as or paths.count(path) > 1:
            yield key, f"each number once, at the field that speaks for it, found {path}"


def _checks(framework: Framework) -> Iterator[Problem]:
    for check in framework.checks:
        for path in (check.lesser, check.greater):
            yield from path_problems(framework, path, f"checks.{check.ref}")
    for each in framework.comparisons:
        for path in (each.one, each.other):
            yield from path_problems(framework, path, f"checks.{each.ref}")
        if each.times <= 1:
            yield f"checks.{each.ref}.times", "a number above 1"


def _contradictions(framework: Framework) -> Iterator[Problem]:
    for rule in framework.contradictions:
        key = f"checks.{rule.ref}"
        for ref in (rule.question, rule.against):
            if ref not in framework.questions:
                yield key, f"a question that exists, found {ref}"
        yield from test_problems(framework, rule.when, key)
