from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from diagnosis.answers import answers_of, key_of, verified_answers
from diagnosis.catalogue import framework_for
from diagnosis.mappings import mapping_between
from diagnosis.maturity.mapping import Carried, carry
from diagnosis.models import AnswerSheet, Assessment, Status
from diagnosis.services.answering import keep_counts, locked
from diagnosis.services.opening import open_extra
from diagnosis.services.writing_many import fill_envelopes
from diagnosis.which_release import name_of, release_named
from gongfu.core.actor import Actor
from gongfu.core.models import User


@dataclass(frozen=True, slots=True)
class Offer:
    """An assessment of the same firm from which `count` open answers could be taken over."""

    source: Assessment
    count: int

    @property
    def name(self) -> str:
        """The short name of its framework."""
        return name_of(self.source.release)


def offers_for(assessment: Assessment) -> list[Offer]:
    """For each other framework that maps to this one: the newest assessment that helps."""
    if assessment.status != Status.DRAFT:
        return []
    sources = _sources(assessment)
    own = answers_of(assessment) if sources else {}
    offers = [
        Offer(source, len(proposals(source, assessment).keys() - own.keys())) for source in sources
    ]
    return [offer for offer in offers if offer.count]


def _sources(assessment: Assessment) -> list[Assessment]:
    """The newest answered assessment of the firm for each release that maps to this one."""
    others = Assessment.objects.filter(
        enterprise=assessment.enterprise_id,
        last_answer_at__isnull=False,
        discarded_at__isnull=True,
    ).exclude(release=assessment.release_id)
    rows = others.select_related("release").order_by("opened_at", "pk")
    newest = {row.release_id: row for row in rows.defer("release__source", "release__texts")}
    return [row for row in newest.values() if mapping_between(row.release, assessment.release)]


def proposals(source: Assessment, assessment: Assessment) -> dict[str, Carried]:
    """What the answers of one assessment say about the questions of another."""
    mapping = mapping_between(source.release, assessment.release)
    if mapping is None:
        return {}
    target = framework_for(assessment)
    sheet = verified_answers(source)
    return carry(mapping, framework_for(source), sheet, target, source.profile)


def prefill(*, assessment: Assessment, source: Assessment, user: User) -> int:
    """Take answers of the same firm over where it has given none; return how many.

    Each keeps its origin until somebody confirms or changes it. Raises Locked once the assessment
    was submitted.
    """
    if assessment.status != Status.DRAFT or source.enterprise_id != assessment.enterprise_id:
        raise locked()
    module = assessment.framework_ref
    answers = {
        key_of(module, ref): (carried.value, {"origin": origin_of(source, carried)})
        for ref, carried in proposals(source, assessment).items()
    }

    def follow(sheet: AnswerSheet, at: datetime) -> None:
        keep_counts(assessment, framework_for(assessment), sheet, at)

    return fill_envelopes(assessment=assessment, answers=answers, follow=follow, user=user)


def origin_of(source: Assessment, carried: Carried) -> dict[str, Any]:
    """Where a proposed answer comes from, as its envelope keeps it."""
    return {
        "assessment": source.pk,
        "release": str(source.release),
        "refs": list(carried.from_refs),
        "partial": carried.partial,
    }


@transaction.atomic
def open_mapped(*, source: Assessment, release: str, actor: Actor, user: User) -> Assessment:
    """Open another framework beside an assessment, with what is known already filled in."""
    opened = open_extra(beside=source, release=release_named(release), actor=actor)
    if opened.status == Status.DRAFT:
        prefill(assessment=opened, source=source, user=user)
    return opened
