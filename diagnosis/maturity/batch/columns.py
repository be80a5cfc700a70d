"""Sheets as columns: equal answers to a question are read once, whoever gave them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diagnosis.maturity.batch.whole_rates import Rates, whole_array
from diagnosis.maturity.evaluation import Sheet, points_of
from diagnosis.maturity.forms import reason_in, rows_in
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.questions import Question
from diagnosis.maturity.resolving import Reading
from diagnosis.maturity.scoring import seen_of

FIRM = ""  # stands beside the refs of questions for what is known of the firm

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one answer comes to; None where the question does not count with it."""

    earned: Fraction | None
    placed: int


@dataclass(frozen=True)
class Column:
    """One question on many sheets: its different findings, and which of them each sheet has."""

    question: Question
    findings: tuple[Finding, ...]
    codes: Codes

    @property
    def counts(self) -> NDArray[np.bool_]:
        return np.array([finding.earned is not None for finding in self.findings])[self.codes]

    @cached_property
    def rates(self) -> Rates:
        """The rates in whole numbers; where the question does not count, nothing."""
        full = self.question.max_points
        rates = [(finding.earned or Fraction(0)) / full for finding in self.findings]
        of = lcm(*(rate.denominator for rate in rates))
        return Rates(whole_array([int(rate * of) for rate in rates], of)[self.codes], of)

    def at_least(self, *, level: int | None, points: Fraction) -> NDArray[np.bool_]:
        """Where a scene stands at a level, or another question has so many points."""
        reached = [
            (finding.earned or 0) >= points if level is None else finding.placed >= level
            for finding in self.findings
        ]
        return np.array(reached)[self.codes]

    def of_rows(self, rows: Codes) -> "Column":
        return Column(self.question, self.findings, self.codes[rows])


class Columns:
    """All questions of a release on many sheets."""

    def __init__(
        self, framework: Framework, sheets: Sequence[Sheet], profiles: Sequence[Mapping[str, Any]]
    ) -> None:
        self.framework = framework
        self.sheets = sheets
        self.profiles = [seen_of(framework, profile) for profile in profiles]
        self.codes = {ref: _numbered([s.get(ref) for s in sheets]) for ref in framework.questions}
        self.codes[FIRM] = _numbered(self.profiles)
        self.by_ref = {
            ref: self._column(question)
            for ref, question in framework.questions.items()
            if not question.apart
        }

    def groups(self) -> Iterator[Codes]:
        """The rows of sheets on which the same questions count, by the same weights."""
        counts = [column.counts.astype(np.int64) for column in self.by_ref.values()]
        weighed = any(part.weight_cases for part in self.framework.part_by_ref.values())
        joined = _joined([*counts, self.codes[FIRM]] if weighed else counts)
        order = np.argsort(joined, kind="stable")
        yield from np.split(order, np.flatnonzero(np.diff(joined[order])) + 1)

    def _column(self, question: Question) -> Column:
        """Read one sheet for each different way to answer all that the question depends on."""
        own, *others = _read_for(self.framework, question.ref)
        answers = self._pooled(own) if question.has_rows else self.codes[own]
        joined = _joined([answers, *(self.codes[ref] for ref in others)])
        _, rows, ways = np.unique(joined, return_index=True, return_inverse=True)
        findings: dict[Finding, int] = {}
        codes = [findings.setdefault(self._finding(question, row), len(findings)) for row in rows]
        return Column(question, tuple(findings), np.array(codes)[ways])

    def _pooled(self, ref: str) -> Codes:
        """Equal numbers also where the same rows stand in another order: they come to the same."""
        _, rows, codes = np.unique(self.codes[ref], return_index=True, return_inverse=True)
        answers = (self.sheets[row].get(ref) for row in rows)
        return _numbered(
            [(*sorted(map(repr, rows_in(a).values())), bool(reason_in(a))) for a in answers]
        )[codes]

    def _finding(self, question: Question, row: int) -> Finding:
        reading = Reading(self.framework, self.sheets[row], self.profiles[row])
        resolution = reading.resolution(question.ref)
        if not resolution.counts:
            return Finding(None, -1)
        level = -1
        if question.is_scene and resolution.options:
            level = question.option(resolution.options[0]).level or 0
        return Finding(points_of(question, resolution), level)


def _numbered(values: Sequence[object]) -> Codes:
    """A number for each different value, in the order in which they come."""
    known: dict[object, int] = {}
    keys = (value if isinstance(value, str) else (repr(value),) for value in values)
    return np.array([known.setdefault(key, len(known)) for key in keys], dtype=np.int64)


def _joined(columns: Sequence[Codes]) -> Codes:
    """A number for each different row of several columns; never above the number of rows."""
    joined = columns[0]
    for column in columns[1:]:
        both = joined * (column.max(initial=0) + 1) + column
        _, joined = np.unique(both, return_inverse=True)
    return joined


def _read_for(framework: Framework, ref: str) -> list[str]:
    """The questions, and perhaps the firm, on which it depends what an answer comes to."""
    found: dict[str, None] = {}
    waiting = [ref]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found[each] = None
            waiting += [] if each == FIRM else _read_by(framework, framework.questions[each])
    return list(found)


def _read_by(framework: Framework, question: Question) -> Iterator[str]:
    """What the computing of a question reads, and what the tests read that show it."""
    if question.computed:
        yield from (path.question for path in question.computed.paths)
    tests = [question.shown_when]
    above = framework.part_of.get(question.ref)
    while above:
        tests.append(above.shown_when)
        above = framework.part_of.get(above.ref)
    for each in (each for test in tests if test for each in test.walk()):
        if each.kind == "profile":
            yield FIRM
        elif each.path or each.ref:
            yield each.path.question if each.path else each.ref
