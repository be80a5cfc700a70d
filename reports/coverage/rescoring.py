"""Scores computed again: the figures of many at once, and what explains each one by one.

So the batch scorer is held against what was stored, and what was stored against the reference.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from diagnosis import maturity
from diagnosis.answers import plain_answers
from diagnosis.catalogue import framework_for
from diagnosis.maturity import CORE_VERSION, Framework, Value
from diagnosis.maturity.answers import canonical_sheet
from diagnosis.maturity.batch import Outcome, score_many
from diagnosis.maturity.scoring import digest_of, seen_of
from diagnosis.models import Assessment, Score, Voice
from diagnosis.services.scoring import document_of

Compared = Iterator[tuple[str, Any, Any]]  # what, as stored, as computed


class _Kept(NamedTuple):
    """A stored score and the sheet that it is computed from again."""

    assessment: Assessment
    score: Score
    sheet: Mapping[str, Any]


def score_differences(assessments: Iterable[Assessment]) -> Iterator[str]:
    """A current score is computed again from the sheets, an earlier one from what it kept."""
    by_release: dict[Framework, list[_Kept]] = defaultdict(list)
    for assessment in assessments:
        framework = framework_for(assessment)
        for score in assessment.scores.all():
            answers = scored(assessment, score) if score.is_current else score.answers
            sheet = canonical_sheet(framework, answers)
            by_release[framework].append(_Kept(assessment, score, sheet))
    for framework, all_kept in by_release.items():
        sheets, profiles = [k.sheet for k in all_kept], [k.assessment.profile for k in all_kept]
        outcomes = score_many(framework, sheets, profiles)
        for kept, outcome in zip(all_kept, outcomes, strict=True):
            yield from _differences(framework, kept, outcome)


def scored(assessment: Assessment, score: Score) -> Mapping[str, Any]:
    """The answers that a score of this kind is about."""
    own = sheet_of(assessment, Voice.SELF)
    return own | sheet_of(assessment, Voice.SITE) if score.kind == Score.Kind.VERIFIED else own


def sheet_of(assessment: Assessment, voice: str) -> dict[str, Any]:
    """The plain answers of one voice, from sheets that were fetched beforehand."""
    for sheet in assessment.sheets.all():
        if sheet.voice == voice:
            return plain_answers(sheet.document, assessment.framework_ref)
    return {}


def _differences(framework: Framework, kept: _Kept, outcome: Outcome) -> Iterator[str]:
    assessment, score, _sheet = kept
    for compared in (_figures(framework, score, outcome), _explanations(framework, kept)):
        for name, stored, computed in compared:
            if stored != computed:
                yield (
                    f"score: {score.kind} score {score.pk} of assessment {assessment.pk}, {name}: "
                    f"stored {_short(stored)}, computed {_short(computed)}"
                )


def _figures(framework: Framework, score: Score, outcome: Outcome) -> Compared:
    total = Value(outcome.total, framework.places, framework.rounding)
    yield "exact", score.exact, total.exact_text
    yield "shown", score.shown, Decimal(total.shown)
    yield "level", score.level, outcome.rank


def _explanations(framework: Framework, kept: _Kept) -> Compared:
    """The inputs, and what the same version of the core said of them."""
    assessment, score, sheet = kept
    inputs = {"answers": sheet, "profile": seen_of(framework, assessment.profile)}
    yield "answers", score.answers, _as_json(sheet)
    yield "digest of the inputs", score.inputs_digest, digest_of(inputs)
    if score.core_version == CORE_VERSION:
        again = maturity.score(framework, sheet, assessment.profile)
        document = document_of(again, with_way="blocking" in score.document)
        yield "document", score.document, _as_json(document)
        yield "passport", score.passport, _as_json(again.passport)


def _as_json(value: object) -> Any:
    return json.loads(json.dumps(value))


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
