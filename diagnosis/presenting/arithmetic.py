"""The scoring passport in words: the same figures as the JSON, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from diagnosis.catalogue import framework_for
from diagnosis.maturity import Framework, Texts
from diagnosis.maturity.resolving import Reading
from diagnosis.models import Assessment, Score
from diagnosis.presenting.shapes import Answer
from diagnosis.presenting.wording import answer_in_words, numbering


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """What one question earned and by which options."""

    no: str
    label: str
    answer: Answer
    how: str
    terms: str  # "2 + 2 + 2"
    earned: str
    max: str
    level: int | None
    is_scene: bool


@dataclass(frozen=True, slots=True)
class PartLine:
    """How one part follows from what lies below it."""

    name: str
    depth: int
    weight: str | None
    terms: str  # "12 + 6.3 + 5 + 6.25"
    earned: str
    max: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    questions: tuple[QuestionLine, ...]
    scenes: tuple[QuestionLine, ...]
    parts: tuple[PartLine, ...]


def arithmetic_of(assessment: Assessment, score: Score, lang: str) -> Arithmetic:
    """Read the stored passport; nothing is computed again."""
    framework = framework_for(assessment)
    texts, numbers = framework.texts(lang), numbering(framework)
    reading = Reading(framework, score.answers, assessment.profile)
    lines = [
        _question(framework, texts, numbers, entry, reading)
        for entry in score.passport["questions"]
    ]
    return Arithmetic(
        questions=tuple(line for line in lines if not line.is_scene),
        scenes=tuple(line for line in lines if line.is_scene),
        parts=tuple(_part(framework, texts, entry) for entry in score.passport["parts"]),
    )


def _question(
    framework: Framework,
    texts: Texts,
    numbers: Mapping[str, str],
    entry: Mapping[str, Any],
    reading: Reading,
) -> QuestionLine:
    ref = entry["ref"]
    return QuestionLine(
        no=numbers[ref],
        label=texts.question(ref).label,
        answer=answer_in_words(reading, texts, ref),
        how=_how(entry["how"]),
        terms=" + ".join(entry.get("points", {}).values()),
        earned=entry.get("earned", ""),
        max=entry.get("max", ""),
        level=entry.get("level"),
        is_scene=framework.questions[ref].is_scene,
    )


def _how(how: str) -> str:
    words = {
        "chosen": _("chosen"),
        "computed": _("computed from figures"),
        "missing": _("not answered"),
    }
    return words[how]


def _part(framework: Framework, texts: Texts, entry: Mapping[str, Any]) -> PartLine:
    return PartLine(
        name=texts.part(entry["ref"]).name,
        depth=_depth(framework, entry["ref"]),
        weight=entry["weight"],
        terms=" + ".join(entry["terms"].values()),
        earned=entry["earned"],
        max=entry["max"],
    )


def _depth(framework: Framework, ref: str) -> int:
    """How far below the root a part lies."""
    return sum(
        1
        for part in framework.part_by_ref.values()
        if part.ref != ref and any(below.ref == ref for below in part.walk())
    )
