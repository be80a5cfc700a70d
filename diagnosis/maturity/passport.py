"""The scoring passport: every input, rule and intermediate value, enough to recompute by hand."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from diagnosis.maturity.evaluation import Evaluation, Sheet, out_of
from diagnosis.maturity.framework import IN_TURN, SUM, Framework, Part
from diagnosis.maturity.levels import check_levels, reached_level
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.questions import Question
from diagnosis.maturity.resolving import Resolution
from diagnosis.maturity.values import Value


def build_passport(
    framework: Framework, sheet: Sheet, profile: Mapping[str, Any], evaluation: Evaluation
) -> dict[str, Any]:
    """Write the arithmetic down as plain JSON."""
    level = reached_level(framework, evaluation)
    climb = {"climb": IN_TURN} if framework.climb == IN_TURN else {}
    return {
        "framework": framework.ref,
        "version": framework.version,
        "digest": framework.digest,
        "profile": dict(profile),
        "rounding": {"mode": framework.rounding, "places": framework.places},
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
        **climb,
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
    if resolution.reason:
        entry["reason"] = resolution.reason
    if question.is_scene:
        return entry | {"level": evaluation.placed.get(question.ref), "binding": question.binding}
    if not resolution.counts or question.apart:
        return entry
    return entry | _points(question, resolution, evaluation)


def _points(question: Question, resolution: Resolution, evaluation: Evaluation) -> dict[str, Any]:
    """The points of each option, or of each option of each row, and what they are held against."""
    points = {ref: exact_text(question.option(ref).points) for ref in resolution.options}
    if question.has_rows:
        points = {
            f"{row}.{ref}": exact_text(question.option(ref).points)
            for row, options in resolution.rows.items()
            for ref in options
        }
    entry: dict[str, Any] = {
        "points": points,
        "earned": exact_text(evaluation.earned[question.ref]),
        "max": exact_text(question.max_points),
    }
    if question.out_of != question.max_points or question.has_rows:
        entry["out_of"] = exact_text(out_of(question, resolution))
    if question.row_rule == "best":
        entry["row_rule"] = question.row_rule  # of each row the best counts, not the sum
    if question.of_level is not None:
        entry["of_level"] = question.of_level
    return entry


def _part(part: Part, framework: Framework, evaluation: Evaluation) -> dict[str, Any]:
    weighing = evaluation.weighing
    values = {**evaluation.by_part, **evaluation.earned}
    counted = [(ref, weight) for ref, weight in weighing.children(part) if ref in values]
    earned = evaluation.by_part[part.ref]
    entry = {
        "ref": part.ref,
        "rule": part.rule,
        "weight": None if part.weight is None else exact_text(weighing.weight(part)),
        "terms": {ref: exact_text(values[ref]) for ref, _ in counted},
        "earned": exact_text(earned),
        "shown": Value(earned, framework.places, framework.rounding).shown,
        "max": exact_text(part.max_points),
    }
    if part.rule != SUM or earned_apart(part, framework, evaluation):
        entry |= _rates(part, counted, evaluation)
    return entry


def earned_apart(part: Part, framework: Framework, evaluation: Evaluation) -> bool:
    """Whether something of a sum does not count, so that the rest stands for the whole."""
    children = (*part.questions, *(child.ref for child in part.parts))
    return any(ref not in evaluation.earned and ref not in evaluation.by_part for ref in children)


def _rates(
    part: Part, counted: list[tuple[str, Fraction | int]], evaluation: Evaluation
) -> dict[str, Any]:
    """What a part is worth where it is not simply the sum of its terms."""
    weighing = evaluation.weighing
    rates = {**weighing.rates, **weighing.question_rates}
    entry: dict[str, Any] = {
        "weights": {ref: exact_text(Fraction(w)) for ref, w in counted if ref in rates},
        "rates": {ref: exact_text(rates[ref]) for ref, _ in counted if ref in rates},
        "rate": exact_text(weighing.rates[part.ref]),
    }
    if part.ref in weighing.level_rates:
        levels = weighing.level_rates[part.ref]
        entry["levels"] = {str(level): exact_text(rate) for level, rate in levels.items()}
    if part.pass_mark:
        entry["pass"] = exact_text(part.pass_mark)
    return entry
