"""From a sheet of answers to a score that explains itself."""

import json
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from typing import Any

from diagnosis.maturity.answers import canonical_sheet
from diagnosis.maturity.blocking import Unblock, find_blocking
from diagnosis.maturity.evaluation import Evaluation, Sheet, evaluate
from diagnosis.maturity.forms import Answers
from diagnosis.maturity.framework import Framework, Level, Part
from diagnosis.maturity.levels import LevelConditions, check_levels, reached_level
from diagnosis.maturity.moves import Move, best_move, next_move
from diagnosis.maturity.passport import build_passport
from diagnosis.maturity.questions import Question
from diagnosis.maturity.record import Record
from diagnosis.maturity.resolving import EXCLUDED, HIDDEN, Calculation, Rows
from diagnosis.maturity.values import Value
from diagnosis.maturity.version import CORE_VERSION


class PartScore(Record):
    """What one part earned of what it could, and the share of it in per cent."""

    ref: str
    earned: Value
    max: Value
    rate: Value
    children: tuple[str, ...]

    @property
    def lost(self) -> Value:
        return Value(self.max.exact - self.earned.exact, self.earned.places, self.earned.rounding)


class QuestionScore(Record):
    """What one question earned, how its options were found, and what it is worth to the total.

    `lost` is what the best answer would add to the total, `next_gain` what the next better one
    would; where the lowest part decides, either may be nothing.
    """

    ref: str
    earned: Value
    max: Value
    options: tuple[str, ...]
    how: str  # chosen, computed, missing, hidden, excluded
    calculation: Calculation | None
    level: int | None
    next_options: tuple[str, ...]
    next_gain: Value
    lost: Value
    rows: Rows
    reason: str

    @property
    def counts(self) -> bool:
        """Whether it stands in the denominator."""
        return self.how not in (HIDDEN, EXCLUDED)


class Score(Record):
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
        """Every part that earns points and counts, parents before children."""
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
        """One way to the next level by the smallest steps; changing exactly these reaches it."""
        return find_blocking(self.framework, self.sheet, self.profile, self.evaluation)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Questions that amount to no option; they earn nothing because nothing is known."""
        return self._found("missing")

    @cached_property
    def hidden(self) -> tuple[str, ...]:
        """Questions that this sheet and profile do not ask."""
        return self._found(HIDDEN)

    @cached_property
    def excluded(self) -> Mapping[str, str]:
        """Questions that do not apply, each with the reason given."""
        resolutions = self.evaluation.resolutions
        return {ref: resolutions[ref].reason for ref in self._found(EXCLUDED)}

    @cached_property
    def passport(self) -> dict[str, Any]:
        """Every input, rule and intermediate value, as plain JSON."""
        head = {"core": CORE_VERSION, "inputs_digest": self.inputs_digest}
        profile = dict(self.profile)
        return head | build_passport(self.framework, self.sheet, profile, self.evaluation)

    def as_dict(self) -> dict[str, Any]:
        """Give the whole score as plain JSON: what the command line prints."""
        way = [answer.as_dict() for answer in self.blocking]
        return self.outcome() | {"blocking": way, "passport": self.passport}

    def outcome(self) -> dict[str, Any]:
        """Give the score as plain JSON, without the way up and the arithmetic."""
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
            "missing": list(self.missing),
            "hidden": list(self.hidden),
            "excluded": dict(self.excluded),
        }

    def _value(self, exact: Fraction) -> Value:
        return Value(exact, self.framework.places, self.framework.rounding)

    def _found(self, how: str) -> tuple[str, ...]:
        resolutions = self.evaluation.resolutions
        return tuple(ref for ref, resolution in resolutions.items() if resolution.how == how)

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
        move, best = next_move(question, resolution), best_move(question, resolution)
        return QuestionScore(
            ref=question.ref,
            earned=self._value(self.evaluation.earned.get(question.ref, Fraction(0))),
            max=self._value(question.max_points),
            options=resolution.options,
            how=resolution.how,
            calculation=resolution.calculation,
            level=self.evaluation.placed.get(question.ref),
            next_options=move.options if move else (),
            next_gain=self._value(self._worth(question, move)),
            lost=self._value(self._worth(question, best)),
            rows=resolution.rows,
            reason=resolution.reason,
        )

    def _worth(self, question: Question, move: Move | None) -> Fraction:
        """What a better answer would add to the total, with everything else as it is."""
        weighing = self.evaluation.weighing
        if move is None or question.ref not in weighing.question_rates:
            return Fraction(0)
        rate = weighing.question_rates[question.ref] + move.gain / question.max_points
        total = self.framework.part(self.framework.total_part)
        value = weighing.value_if(total, {question.ref: rate})
        return Fraction(0) if value is None else value - self.total.exact


def score(
    framework: Framework, answers: Answers, profile: Mapping[str, Any] | None = None
) -> Score:
    """Score a sheet, complete or not; raises AnswerError where it holds no proper answer.

    Of the profile only what the release looks at is read, and kept with the score.
    """
    sheet = canonical_sheet(framework, answers)
    firm = seen_of(framework, profile or {})
    return Score(framework, sheet, firm, evaluate(framework, sheet, firm))


def seen_of(framework: Framework, profile: Mapping[str, Any]) -> dict[str, Any]:
    """What a release sees of a firm; a value it does not know counts as unknown."""
    traits = framework.traits.items()
    return {ref: profile[ref] for ref, trait in traits if profile.get(ref) in trait.values}


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
