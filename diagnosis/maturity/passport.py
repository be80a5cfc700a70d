"""The scoring passport: every input, rule and intermediate value, enough to recompute by hand."""

from collections.abc import Mapping
from typing import Any

from diagnosis.maturity.evaluation import Evaluation, Sheet
from diagnosis.maturity.framework import Framework, Part, Question
from diagnosis.maturity.levels import check_levels, reached_level
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.values import Value


def build_passport(
    framework: Framework, sheet: Sheet, profile: Mapping[str, Any], evaluation: Evaluation
) -> dict[str, Any]:
    """Write the arithmetic down as plain JSON."""
    level = reached_level(framework, evaluation)
    return {
        "framework": framework.ref,
        "version": framework.version,
        "digest": framework.digest,
        "profile": dict(profile),
        "rounding": {"mode": "half-up", "places": framework.places},
        "questions": [
            _question(question, sheet, evaluation) for question in framework.questions.values()
        ],
        "parts": [
            _part(part, framework, evaluation)
            for part in framework.part_by_ref.values()
            if part.ref in evaluation.by_part
        ],
        "total": framework.total_part,
        "levels": [conditions.as_dict() for conditions in check_levels(framework, evaluation)],
        "level": level.rank if level else None,
        "unverified": list(framework.unverified),
    }


def _question(question: Question, sheet: Sheet, evaluation: Evaluation) -> dict[str, Any]:
    resolution = evaluation.resolutions[question.ref]
    calculation = resolution.calculation
    entry: dict[str, Any] = {
        "ref": question.ref,
        "kind": question.kind,
        "answer": sheet.get(question.ref),
        "how": resolution.how,
        "computed": calculation.as_dict() if calculation else None,
        "options": list(resolution.options),
        "status": question.status,
    }
    if question.is_scene:
        return entry | {"level": evaluation.placed.get(question.ref), "binding": question.binding}
    points = {ref: exact_text(question.option(ref).points) for ref in resolution.options}
    earned = exact_text(evaluation.earned[question.ref])
    return entry | {"points": points, "earned": earned, "max": exact_text(question.max_points)}


def _part(part: Part, framework: Framework, evaluation: Evaluation) -> dict[str, Any]:
    terms = {ref: exact_text(evaluation.earned[ref]) for ref in part.questions}
    terms |= {child.ref: exact_text(evaluation.by_part[child.ref]) for child in part.parts}
    earned = evaluation.by_part[part.ref]
    return {
        "ref": part.ref,
        "rule": part.rule,
        "weight": None if part.weight is None else exact_text(part.weight),
        "terms": terms,
        "earned": exact_text(earned),
        "shown": Value(earned, framework.places).shown,
        "max": exact_text(part.max_points),
    }
