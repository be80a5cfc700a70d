"""What is odd about the answers of a sheet without being wrong: asked about, never refused."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from diagnosis.maturity.fields import Field, FieldPath
from diagnosis.maturity.framework import Contradiction, Framework
from diagnosis.maturity.numbers import NumberError, parse_number
from diagnosis.maturity.record import Record
from diagnosis.maturity.resolving import Reading
from diagnosis.maturity.testing import holds

UNALIKE = "unalike"  # the same number is given twice, differently
SLIPPED = "slipped"  # probably in another unit; `meant` is what it would be
UNUSUAL = "unusual"
UNREGISTERED = "unregistered"  # far from `meant`, which the register says
APART = "apart"  # far from another number
CONTRADICTORY = "contradictory"  # an answer hardly goes together with another question's

Given = Mapping[Fraction, tuple[FieldPath, ...]]


class Doubt(Record):
    """One thing to look at again: the numbers it is about, each with the fields that hold it, or
    the rule that two answers break."""

    kind: str
    numbers: tuple[tuple[Fraction, tuple[FieldPath, ...]], ...] = ()
    meant: Fraction | None = None
    rule: Contradiction | None = None

    @property
    def paths(self) -> tuple[FieldPath, ...]:
        return tuple(path for _number, paths in self.numbers for path in paths)

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions it is about; the first is where it is best corrected."""
        if self.rule:
            return self.rule.question, self.rule.against
        return tuple(dict.fromkeys(path.question for path in self.paths))


def doubts(reading: Reading, register: Mapping[str, str]) -> Iterator[Doubt]:
    """Give every doubt about the answers to questions that are asked, each once.

    A number that is hardly meant as it stands is not compared with others as well.
    """
    framework = reading.framework
    given = {key: _given(reading, paths) for key, paths in framework.quantities.items()}
    odd: set[FieldPath] = set()
    for key, numbers in given.items():
        if len(numbers) > 1:
            yield Doubt(UNALIKE, tuple(numbers.items()))
        for number, paths in numbers.items():
            for doubt in _alone(framework.field(key), number, paths, register):
                odd.update(doubt.paths if doubt.kind in (SLIPPED, UNUSUAL) else ())
                yield doubt
    yield from (doubt for doubt in _apart(framework, given) if odd.isdisjoint(doubt.paths))
    for rule in framework.contradictions:
        if holds(rule.when, reading):
            yield Doubt(CONTRADICTORY, rule=rule)


def _given(reading: Reading, paths: tuple[FieldPath, ...]) -> Given:
    """The different values that were given for one number, and where."""
    found: dict[Fraction, tuple[FieldPath, ...]] = {}
    for path in paths:
        number = reading.given(path)
        if number is not None:
            found[number] = (*found.get(number, ()), path)
    return found


def _alone(
    field: Field, number: Fraction, paths: tuple[FieldPath, ...], register: Mapping[str, str]
) -> Iterator[Doubt]:
    """The first thing that is odd about one number by itself."""
    known = registered(field, register)
    if not field.is_usual(number):
        meant = None if field.slip is None else number * field.slip
        slipped = meant is not None and field.is_usual(meant)
        kind, meant = (SLIPPED, meant) if slipped else (UNUSUAL, None)
        yield Doubt(kind, ((number, paths),), meant)
    elif known is not None and _is_far(number, known, field.register_times):
        yield Doubt(UNREGISTERED, ((number, paths),), known)


def _apart(framework: Framework, given: Mapping[FieldPath, Given]) -> Iterator[Doubt]:
    """Pairs far from each other; where one number was given differently, the first counts."""
    for rule in framework.comparisons:
        sides = [given[framework.quantity(path)] for path in (rule.one, rule.other)]
        pairs = tuple(next(iter(side.items())) for side in sides if side)
        if len(pairs) == len(sides) and _is_far(pairs[0][0], pairs[1][0], rule.times):
            yield Doubt(APART, pairs)


def registered(field: Field, register: Mapping[str, str]) -> Fraction | None:
    """What the register says of the number; None where it says nothing of use."""
    try:
        number = parse_number(register.get(field.register, ""))
    except NumberError:
        return None
    return number if number > 0 else None


def _is_far(one: Fraction, other: Fraction, times: Fraction | None) -> bool:
    low, high = sorted((abs(one), abs(other)))
    return times is not None and high > low * times
