"""The bare arithmetic: what each question earns, where each scene stands, what the parts sum to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from diagnosis.maturity.answers import Answer
from diagnosis.maturity.framework import Framework, Part
from diagnosis.maturity.resolving import Resolution, resolve

Sheet = Mapping[str, Answer]
PartRule = Callable[[Part, Mapping[str, Fraction], Mapping[str, Fraction]], Fraction]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A sheet turned into numbers. `placed` gives the level of every scene that was answered."""

    resolutions: Mapping[str, Resolution]
    earned: Mapping[str, Fraction]
    placed: Mapping[str, int]
    by_part: Mapping[str, Fraction]


def evaluate(framework: Framework, sheet: Sheet) -> Evaluation:
    """Work out a canonical sheet; a question without an answer earns nothing."""
    resolutions = {ref: resolve(q, sheet) for ref, q in framework.questions.items()}
    earned: dict[str, Fraction] = {}
    placed: dict[str, int] = {}
    for ref, question in framework.questions.items():
        options = [question.option(option) for option in resolutions[ref].options]
        earned[ref] = sum((option.points for option in options), Fraction(0))
        for option in options:
            if option.level is not None:
                placed[ref] = option.level
    by_part: dict[str, Fraction] = {}
    for root in framework.parts:
        _add_part(root, earned, by_part)
    return Evaluation(resolutions, earned, placed, by_part)


def _add_part(part: Part, earned: Mapping[str, Fraction], by_part: dict[str, Fraction]) -> None:
    """Work out the children first, then the part by its own rule."""
    for child in part.parts:
        _add_part(child, earned, by_part)
    if part.rule in RULES:
        by_part[part.ref] = RULES[part.rule](part, earned, by_part)


def _sum(part: Part, earned: Mapping[str, Fraction], by_part: Mapping[str, Fraction]) -> Fraction:
    """Points simply add up; the weights are already in the points."""
    points = [earned[ref] for ref in part.questions] + [by_part[child.ref] for child in part.parts]
    return sum(points, Fraction(0))


RULES: Mapping[str, PartRule] = {"sum": _sum}
