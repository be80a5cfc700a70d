"""From a sheet of answers to a score that explains itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from typing import Any

from diagnosis.maturity.answers import canonical_sheet
from diagnosis.maturity.blocking import Unblock, find_blocking
from diagnosis.maturity.evaluation import Evaluation, Sheet, evaluate
from diagnosis.maturity.framework import Framework, Level, Part, Question
from diagnosis.maturity.levels import LevelConditions, check_levels, reached_level
from diagnosis.maturity.moves import next_move
from diagnosis.maturity.passport import build_passport
from diagnosis.maturity.resolving import Answers, Calculation
from diagnosis.maturity.values import Value

CORE_VERSION = "1"


@dataclass(frozen=True, slots=True)
class PartScore:
    """What one part earned of what it could, and the share of it in per cent."""

    ref: str
    earned: Value
    max: Value
    rate: Value
    children: tuple[str, ...]

    @property
    def lost(self) -> Value:
        return Value(self.max.exact - self.earned.exact, self.earned.places)


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """What one question earned, how its options were found, and what one step more would earn."""

    ref: str
    earned: Value
    max: Value
    options: tuple[str, ...]
    how: str  # chosen, computed, missing
    calculation: Calculation | None
    level: int | None
    next_options: tuple[str, ...]
    next_gain: Value

    @property
    def lost(self) -> Value:
        return Value(self.max.exact - self.earned.exact, self.earned.places)


@dataclass(frozen=True)
class Score:
    """The result of one sheet; everything on it can be recomputed by hand from the passport."""

    framework: Framework
    sheet: Sheet
    profile: Mapping[str, Any]
    evaluation: Evaluation

    @property
    def core_version(self) -> str:
        return CORE_VERSION

    @cached_property
    def inputs_digest(self) -> str:
        """A digest of the answers and the profile, whatever the order they came in."""
        return digest_of({"answers": self.sheet, "profile": self.profile})

    @cached_property
    def total(self) -> Value:
        return self._value(self.evaluation.by_part[self.framework.total_part])

    @cached_property
    def by_part(self) -> Mapping[str, PartScore]:
        """Every part that earns points, parents before children."""
        scored = self.evaluation.by_part
        parts = self.framework.part_by_ref
        return {ref: self._part(part, scored[ref]) for ref, part in parts.items() if ref in scored}

    @cached_property
    def by_question(self) -> Mapping[str, QuestionScore]:
        return {ref: self._question(q) for ref, q in self.framework.questions.items()}

    @cached_property
    def level(self) -> Level | None:
        return reached_level(self.framework, self.evaluation)

    @property
    def rank(self) -> int:
        """The level as a number; 0 where no level is reached."""
        return self.level.rank if self.level else 0

    @cached_property
    def next_level(self) -> Level | None:
        return next((level for level in self.framework.levels if level.rank > self.rank), None)

    @cached_property
    def conditions(self) -> tuple[LevelConditions, ...]:
        return check_levels(self.framework, self.evaluation)

    @property
    def next_conditions(self) -> LevelConditions | None:
        """How the conditions of the next level stand; None at the top."""
        return next((c for c in self.conditions if c.level == self.next_level), None)

    @cached_property
    def blocking(self) -> tuple[Unblock, ...]:
        """The fewest answers that block the next level; changing exactly these reaches it."""
        return find_blocking(self.framework, self.sheet, self.evaluation)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Questions that amount to no option; they earn nothing because nothing is known."""
        return tuple(ref for ref, r in self.evaluation.resolutions.items() if r.is_missing)

    @cached_property
    def passport(self) -> dict[str, Any]:
        """Every input, rule and intermediate value, as plain JSON."""
        head = {"core": CORE_VERSION, "inputs_digest": self.inputs_digest}
        profile = dict(self.profile)
        return head | build_passport(self.framework, self.sheet, profile, self.evaluation)

    def as_dict(self) -> dict[str, Any]:
        """Give the whole score as plain JSON: what the command line prints."""
        return {
            "framework": self.framework.ref,
            "version": self.framework.version,
            "digest": self.framework.digest,
            "core": CORE_VERSION,
            "inputs_digest": self.inputs_digest,
            "total": self.total.as_dict(),
            "dimensions": {ref: part.earned.as_dict() for ref, part in self.by_part.items()},
            "level": _level_dict(self.level),
            "next_level": _level_dict(self.next_level),
            "conditions": [conditions.as_dict() for conditions in self.conditions],
            "blocking": [answer.as_dict() for answer in self.blocking],
            "missing": list(self.missing),
            "passport": self.passport,
        }

    def _value(self, exact: Fraction) -> Value:
        return Value(exact, self.framework.places)

    def _part(self, part: Part, earned: Fraction) -> PartScore:
        rate = earned * 100 / part.max_points if part.max_points else Fraction(0)
        return PartScore(
            ref=part.ref,
            earned=self._value(earned),
            max=self._value(part.max_points),
            rate=self._value(rate),
            children=tuple(child.ref for child in part.parts),
        )

    def _question(self, question: Question) -> QuestionScore:
        resolution = self.evaluation.resolutions[question.ref]
        move = next_move(question, resolution.options)
        return QuestionScore(
            ref=question.ref,
            earned=self._value(self.evaluation.earned.get(question.ref, Fraction(0))),
            max=self._value(question.max_points),
            options=resolution.options,
            how=resolution.how,
            calculation=resolution.calculation,
            level=self.evaluation.placed.get(question.ref),
            next_options=move.options if move else (),
            next_gain=self._value(move.gain if move else Fraction(0)),
        )


def score(
    framework: Framework, answers: Answers, profile: Mapping[str, Any] | None = None
) -> Score:
    """Score a sheet, complete or not; raises AnswerError where it holds no proper answer."""
    sheet = canonical_sheet(framework, answers)
    return Score(framework, sheet, profile or {}, evaluate(framework, sheet))


def digest_of(tree: object) -> str:
    """Digest canonical JSON: the same content gives the same digest wherever it was stored."""
    text = json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _level_dict(level: Level | None) -> dict[str, Any] | None:
    if level is None:
        return None
    names = dict(level.names)
    return {
        "rank": level.rank,
        "ref": level.ref,
        "name": next(iter(names.values())),
        "names": names,
    }
