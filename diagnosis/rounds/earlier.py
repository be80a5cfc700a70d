"""The round before: the firm's last submitted assessment of the same framework."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from diagnosis.answers import plain_answers
from diagnosis.carrying import Carrying, asks_the_same
from diagnosis.catalogue import framework_for
from diagnosis.maturity import Answer, Framework, implausible
from diagnosis.models import AnswerSheet, Assessment, Status, Voice
from diagnosis.rounds.years import in_their_years
from gongfu.core.actor import Actor


@dataclass(frozen=True, slots=True)
class LastRound:
    """What the firm said last time; where a consultant found something else, the finding."""

    assessment: Assessment
    answers: Mapping[str, Any]
    was_verified: bool = False

    @property
    def year(self) -> str:
        """The city's year in which it was submitted, by which people name a round."""
        return year_of(self.assessment)

    @property
    def framework(self) -> Framework:
        return framework_for(self.assessment)


@dataclass(frozen=True, slots=True)
class Fitting:
    """Last answers under the present release: those that fit, and the questions without theirs."""

    answers: Mapping[str, Answer]
    unfit: tuple[str, ...]  # refs of the earlier release


def year_of(assessment: Assessment) -> str:
    at = assessment.submitted_at or assessment.opened_at
    return str(timezone.localtime(at).year)


def earlier_of(assessment: Assessment, actor: Actor) -> Assessment | None:
    """The assessment that this one is compared with; None in the first round."""
    rounds = _before(assessment, Assessment.objects.visible_to(actor))
    rows = rounds.select_related("release", "campaign", "enterprise")
    return rows.defer("release__source", "release__texts").order_by("-submitted_at", "-pk").first()


def last_round(assessment: Assessment, actor: Actor) -> LastRound | None:
    """The same with its answers, in one query."""
    rounds = _before(assessment, Assessment.objects.visible_to(actor))
    sheets = (
        AnswerSheet.objects.filter(assessment__in=rounds, voice__in=(Voice.SELF, Voice.SITE))
        .select_related("assessment__release")
        .defer("assessment__release__source", "assessment__release__texts")
        .order_by("-assessment__submitted_at", "-assessment_id")[:2]
    )
    found = [sheet for sheet in sheets if sheet.assessment_id == sheets[0].assessment_id]
    if not found:
        return None
    found.sort(key=lambda sheet: sheet.voice == Voice.SITE)  # a finding outweighs what was said
    answers: dict[str, Any] = {}
    for sheet in found:
        answers |= plain_answers(sheet.document, assessment.framework_ref)
    was_verified = any(sheet.voice == Voice.SITE for sheet in found)
    return LastRound(found[0].assessment, answers, was_verified)


def fitting(last: LastRound, framework: Framework, own: Mapping[str, Any]) -> Fitting:
    """Which of the last answers are answers to the questions as they are asked now.

    A number that contradicts one of the `own` answers given since is left out as well. Figures of
    the years go where their year is asked for.
    """
    alike = asked_alike(last.framework, framework)
    moved = in_their_years(last.framework, framework, last.answers)
    kept = Carrying(framework).kept({r: v for r, v in moved.items() if r in alike})
    for error in implausible(framework, {**kept, **own}):
        kept.pop(error.ref, None)
    unfit = (ref for ref in last.answers if ref not in kept and (ref in moved or ref not in alike))
    return Fitting(kept, tuple(unfit))


def asked_alike(old: Framework, new: Framework) -> set[str]:
    """The questions that both releases ask in the same form."""
    if old.digest == new.digest:
        return set(new.questions)
    asked = old.questions.items()
    return {ref for ref, question in asked if asks_the_same(question, new.questions.get(ref))}


def _before(assessment: Assessment, reachable: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Submitted assessments of the firm and framework; earlier ones where this is submitted."""
    found = reachable.filter(
        enterprise=assessment.enterprise_id,
        framework_ref=assessment.framework_ref,
        submitted_at__isnull=False,
    ).exclude(pk=assessment.pk)
    if assessment.status == Status.DRAFT:
        return found.exclude(status=Status.DRAFT)
    return found.exclude(status=Status.DRAFT).filter(submitted_at__lt=assessment.submitted_at)
