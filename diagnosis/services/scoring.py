from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from diagnosis import maturity
from diagnosis.answers import answers_of, verified_answers
from diagnosis.catalogue import framework_for
from diagnosis.models import Assessment, Score, Status
from gongfu.core import clock, fault, jobs
from gongfu.core.actor import Actor
from gongfu.core.models import Job
from gongfu.core.services.changing import note_change

JOB = "score"
READY = {
    Score.Kind.SELF: (Status.SUBMITTED, Status.IN_REVIEW, Status.VERIFIED),
    Score.Kind.VERIFIED: (Status.VERIFIED,),
}


@dataclass(frozen=True)
class Computed:
    """A score that is worked out but not stored."""

    assessment: Assessment
    kind: str
    score: maturity.Score


def queue_score(*, assessment: Assessment, kind: str, actor: Actor) -> Job:
    """Queue the scoring of one voice; a second wish while one is waiting is the same job."""
    payload = {"assessment": assessment.pk, "kind": str(kind)}
    return jobs.enqueue(kind=JOB, key=job_key(assessment, kind), actor=actor, payload=payload)


def job_key(assessment: Assessment, kind: str) -> str:
    return f"assessment:{assessment.pk}:{kind}"


def score_assessment(*, assessment: Assessment, kind: str = Score.Kind.SELF) -> Score | None:
    """Score one voice and store the result; doing it again finds the same row."""
    return store(compute(assessment=assessment, kind=kind))


def compute(*, assessment: Assessment, kind: str) -> Computed:
    """Work the score out without touching anything.

    The way up is found here, because `store` holds a lock that all other writers wait for.
    """
    answers = scored_answers(assessment, kind)
    result = maturity.score(framework_for(assessment), answers, assessment.profile)
    result.blocking  # noqa: B018  kept with the score once it is found
    fault.point("score.computed")
    return Computed(assessment, kind, result)


@transaction.atomic
def store(computed: Computed) -> Score | None:
    """Make this the current score of its kind; None where the state no longer has such a score.

    Answers that changed since the score was worked out are scored anew, so a slow job never
    leaves the score of an earlier submission behind.
    """
    assessment = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("release")
        .get(pk=computed.assessment.pk)
    )
    if assessment.status not in READY[Score.Kind(computed.kind)]:
        return None
    result = computed.score
    answers = scored_answers(assessment, computed.kind)
    fresh = maturity.score(result.framework, answers, assessment.profile)
    if fresh.inputs_digest != result.inputs_digest:
        result = fresh
    row = _current(assessment, computed.kind, result)
    fault.point("score.stored")
    return row


def scored_answers(assessment: Assessment, kind: str) -> dict[str, Any]:
    """The answers that a kind of score is about."""
    return verified_answers(assessment) if kind == Score.Kind.VERIFIED else answers_of(assessment)


def _current(assessment: Assessment, kind: str, result: maturity.Score) -> Score:
    scores = assessment.scores.filter(kind=kind)
    same = scores.filter(
        inputs_digest=result.inputs_digest, core_version=result.core_version
    ).first()
    if same and same.is_current:
        return same
    scores.filter(is_current=True).update(is_current=False)
    row = same or score_row(assessment=assessment, kind=kind, result=result, at=clock.now())
    row.is_current = True
    row.save()
    note_change(kind="assessment", key=str(assessment.pk))
    return row


def retire_scores(*, assessment: Assessment) -> None:
    """A returned assessment has no score that holds; the rows stay as history."""
    assessment.scores.filter(is_current=True).update(is_current=False)


def score_row(
    *,
    assessment: Assessment,
    kind: str,
    result: maturity.Score,
    at: datetime,
    with_way: bool = True,
) -> Score:
    """The row of a score, unsaved: the same for one firm and for a whole seeded city.

    Without the way to the next level, `whole_document` finds it when somebody looks.
    """
    framework = result.framework
    return Score(
        assessment=assessment,
        kind=kind,
        exact=result.total.exact_text,
        shown=result.total.shown,
        level=result.level.rank if result.level else None,
        answers=dict(result.sheet),
        document=document_of(result, with_way=with_way),
        passport=result.passport,
        inputs_digest=result.inputs_digest,
        releases=[[framework.ref, framework.version, framework.digest]],
        core_version=result.core_version,
        scored_at=at,
    )


def document_of(result: maturity.Score, *, with_way: bool = True) -> dict[str, Any]:
    """The outcome as plain JSON, with what each part and question earned."""
    document = result.outcome()
    if with_way:
        document["blocking"] = [answer.as_dict() for answer in result.blocking]
    document["parts"] = {
        ref: {
            "earned": part.earned.as_dict(),
            "max": part.max.as_dict(),
            "rate": part.rate.as_dict(),
        }
        for ref, part in result.by_part.items()
    }
    document["questions"] = {
        ref: _question_document(question) for ref, question in result.by_question.items()
    }
    return document


def _question_document(question: maturity.QuestionScore) -> dict[str, Any]:
    calculation = question.calculation
    return {
        "earned": question.earned.as_dict(),
        "max": question.max.as_dict(),
        "lost": question.lost.as_dict(),
        "options": list(question.options),
        "how": question.how,
        "level": question.level,
        "calculation": calculation.as_dict() if calculation else None,
        "next": list(question.next_options),
        "gain": question.next_gain.as_dict(),
    }
