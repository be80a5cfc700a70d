"""Which level an evaluated sheet has earned, and how every condition stands."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from diagnosis.maturity.evaluation import Evaluation
from diagnosis.maturity.framework import IN_TURN, Condition, Framework, Level
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.questions import Question
from diagnosis.maturity.record import Record

ZERO = Fraction(0)


class ConditionCheck(Record):
    """One condition held against a sheet.

    For counts, `counted` and `short` name the questions; `of` holds the alternatives of `either`.
    """

    condition: Condition
    has: Fraction
    needed: Fraction
    counted: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    of: tuple["ConditionCheck", ...] = ()

    @property
    def ref(self) -> str:
        return self.condition.ref

    @property
    def kind(self) -> str:
        return self.condition.kind

    @property
    def met(self) -> bool:
        return self.has >= self.needed

    @property
    def missing(self) -> Fraction:
        """How much is still needed; zero when the condition is met."""
        return max(self.needed - self.has, ZERO)

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
            if self.condition.points is not None:
                result["points"] = exact_text(self.condition.points)
        if self.kind == "passed":
            result["level"] = self.condition.level
        if self.of:
            result["of"] = [check.as_dict() for check in self.of]
        return result


class LevelConditions(Record):
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
        LevelConditions(
            level, tuple(check_condition(framework, c, evaluation) for c in level.conditions)
        )
        for level in framework.levels
    )


def reached_level(framework: Framework, evaluation: Evaluation) -> Level | None:
    """Give the highest level that is earned; there may be none."""
    if framework.climb == IN_TURN:
        return _climb(framework, evaluation)
    for level in reversed(framework.levels):
        if _is_met(framework, level, evaluation):
            return level
    return None


def _climb(framework: Framework, evaluation: Evaluation) -> Level | None:
    """Go up until a level is not met."""
    reached = None
    for level in framework.levels:
        if not _is_met(framework, level, evaluation):
            break
        reached = level
    return reached


def _is_met(framework: Framework, level: Level, evaluation: Evaluation) -> bool:
    return all(check_condition(framework, c, evaluation).met for c in level.conditions)


def countable(framework: Framework, condition: Condition) -> Iterator[Question]:
    """Give the questions a count looks at."""
    refs = condition.questions or framework.part(condition.part).all_questions
    for ref in refs:
        question = framework.questions[ref]
        fits = question.is_scene if condition.level is not None else not question.is_scene
        if fits and (question.binding or not condition.binding):
            yield question


def check_condition(
    framework: Framework, condition: Condition, evaluation: Evaluation
) -> ConditionCheck:
    """Hold one condition against the sheet."""
    if condition.kind == "either":
        of = tuple(check_condition(framework, each, evaluation) for each in condition.of)
        met = sum(check.met for check in of)
        return ConditionCheck(condition, Fraction(met), Fraction(1), of=of)
    if condition.kind == "count":
        return _count(framework, condition, evaluation)
    if condition.kind == "passed":
        rates = evaluation.weighing.level_rates.get(condition.part, {})
        mark = framework.part(condition.part).pass_mark
        return ConditionCheck(condition, rates.get(condition.level or 0, ZERO), mark)
    has = evaluation.by_part.get(condition.part, ZERO)
    return ConditionCheck(condition, has, condition.at_least or ZERO)


def _count(framework: Framework, condition: Condition, evaluation: Evaluation) -> ConditionCheck:
    """Count items; what is hidden or does not apply is no item."""
    counted: list[str] = []
    short: list[str] = []
    for question in countable(framework, condition):
        if question.ref in evaluation.earned:
            reached = _reaches(question, condition, evaluation)
            (counted if reached else short).append(question.ref)
    everything = Fraction(len(counted) + len(short))
    needed = everything if condition.at_least is None else condition.at_least
    return ConditionCheck(condition, Fraction(len(counted)), needed, tuple(counted), tuple(short))


def _reaches(question: Question, condition: Condition, evaluation: Evaluation) -> bool:
    if condition.level is not None:
        return evaluation.placed.get(question.ref, -1) >= condition.level
    return evaluation.earned[question.ref] >= (condition.points or ZERO)
