"""The bare arithmetic: what each question earns, where each scene stands, what parts are worth."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from diagnosis.maturity.forms import Answer
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.questions import TABLE, Option, Question
from diagnosis.maturity.record import Record
from diagnosis.maturity.resolving import Reading, Resolution
from diagnosis.maturity.weighing import Weighing

Sheet = Mapping[str, Answer]
ZERO = Fraction(0)


class Evaluation(Record):
    """A sheet turned into numbers.

    `earned` has every question that counts, `placed` the level of every scene that was answered.
    """

    resolutions: Mapping[str, Resolution]
    earned: Mapping[str, Fraction]
    placed: Mapping[str, int]
    weighing: Weighing

    @property
    def by_part(self) -> Mapping[str, Fraction]:
        return self.weighing.by_part


def evaluate(
    framework: Framework, sheet: Sheet, profile: Mapping[str, Any] | None = None
) -> Evaluation:
    """Work out a canonical sheet; a question without an answer earns nothing."""
    return work_out(Reading(framework, sheet, profile))


def work_out(reading: Reading) -> Evaluation:
    """The same of a sheet that somebody reads in a way of their own."""
    framework = reading.framework
    resolutions = {ref: reading.resolution(ref) for ref in framework.questions}
    earned: dict[str, Fraction] = {}
    placed: dict[str, int] = {}
    for ref, question in framework.questions.items():
        resolution = resolutions[ref]
        if resolution.counts and not question.apart:
            earned[ref] = points_of(question, resolution)
            if question.is_scene and resolution.options:
                placed[ref] = question.option(resolution.options[0]).level or 0
    rates = {
        ref: points / question.max_points
        for ref, points in earned.items()
        if (question := framework.questions[ref]).max_points
    }
    return Evaluation(resolutions, earned, placed, Weighing(reading, rates))


def points_of(question: Question, resolution: Resolution) -> Fraction:
    """What an answer earns: its points, held within the denominator, on the question's scale."""
    if not question.max_points:
        return ZERO
    if question.has_rows:
        rows = ([question.option(ref) for ref in refs] for refs in resolution.rows.values())
        raw = sum((row_points(question, options) for options in rows), ZERO)
    else:
        raw = sum((question.option(ref).points for ref in resolution.options), ZERO)
    whole = out_of(question, resolution)
    return question.max_points * min(max(raw, ZERO), whole) / whole


def out_of(question: Question, resolution: Resolution) -> Fraction:
    """What the points are held against; a row that does not apply leaves it in proportion."""
    if not question.has_rows:
        return question.out_of
    excluded = sum(
        all(question.option(ref).excluded for ref in refs) for refs in resolution.rows.values()
    )
    return question.out_of * (len(question.rows) - excluded) / len(question.rows)


def row_points(question: Question, options: list[Option]) -> Fraction:
    """The points of one row."""
    points = [option.points for option in options]
    best = question.kind == TABLE and question.row_rule == "best"
    return max(points, default=ZERO) if best else sum(points, ZERO)
