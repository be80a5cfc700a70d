"""Which level an evaluated sheet has earned, and how every condition stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from diagnosis.maturity.evaluation import Evaluation
from diagnosis.maturity.framework import Condition, Framework, Level, Question
from diagnosis.maturity.numbers import exact_text


@dataclass(frozen=True, slots=True)
class ConditionCheck:
    """One condition held against a sheet. For counts, `counted` and `short` name the questions."""

    condition: Condition
    has: Fraction
    counted: tuple[str, ...] = ()
    short: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        return self.condition.ref

    @property
    def kind(self) -> str:
        return self.condition.kind

    @property
    def needed(self) -> Fraction:
        return self.condition.at_least

    @property
    def met(self) -> bool:
        return self.has >= self.needed

    @property
    def missing(self) -> Fraction:
        """How much is still needed; zero when the condition is met."""
        return max(self.needed - self.has, Fraction(0))

    @property
    def needed_text(self) -> str:
        return exact_text(self.needed)

    @property
    def has_text(self) -> str:
        return exact_text(self.has)

    @property
    def missing_text(self) -> str:
        return exact_text(self.missing)

    def as_dict(self) -> dict[str, Any]:
        result = {
            "ref": self.ref,
            "kind": self.kind,
            "part": self.condition.part,
            "needed": self.needed_text,
            "has": self.has_text,
            "missing": self.missing_text,
            "met": self.met,
        }
        if self.kind == "count":
            result |= {
                "level": self.condition.level,
                "binding": self.condition.binding,
                "counted": list(self.counted),
                "short": list(self.short),
            }
        return result


@dataclass(frozen=True, slots=True)
class LevelConditions:
    """All conditions of one level."""

    level: Level
    checks: tuple[ConditionCheck, ...]

    @property
    def rank(self) -> int:
        return self.level.rank

    @property
    def met(self) -> bool:
        return all(check.met for check in self.checks)

    def check(self, ref: str) -> ConditionCheck:
        return next(check for check in self.checks if check.ref == ref)

    def as_dict(self) -> dict[str, Any]:
        checks = [check.as_dict() for check in self.checks]
        return {"rank": self.rank, "ref": self.level.ref, "met": self.met, "checks": checks}


def check_levels(framework: Framework, evaluation: Evaluation) -> tuple[LevelConditions, ...]:
    """Hold the conditions of every level against the sheet, lowest level first."""
    return tuple(
        LevelConditions(level, tuple(_check(framework, c, evaluation) for c in level.conditions))
        for level in framework.levels
    )


def reached_level(framework: Framework, evaluation: Evaluation) -> Level | None:
    """Give the highest level whose conditions all hold; there may be none."""
    for level in reversed(framework.levels):
        if all(_check(framework, condition, evaluation).met for condition in level.conditions):
            return level
    return None


def countable(framework: Framework, condition: Condition) -> Iterator[Question]:
    """Give the scenes a count looks at."""
    for ref in framework.part(condition.part).all_questions:
        question = framework.questions[ref]
        if question.is_scene and (question.binding or not condition.binding):
            yield question


def _check(framework: Framework, condition: Condition, evaluation: Evaluation) -> ConditionCheck:
    if condition.kind == "score":
        return ConditionCheck(condition, evaluation.by_part[condition.part])
    counted: list[str] = []
    short: list[str] = []
    for question in countable(framework, condition):
        enough = evaluation.placed.get(question.ref, -1) >= (condition.level or 0)
        (counted if enough else short).append(question.ref)
    return ConditionCheck(condition, Fraction(len(counted)), tuple(counted), tuple(short))
