"""Going over assessments with the rules, and keeping what they ask."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from diagnosis.maturity.scoring import digest_of
from diagnosis.models import AnswerBand, Assessment, Flag, QualityCheck, Status
from diagnosis.quality.bands import bands_of
from diagnosis.quality.facts import Facts, answers_by_assessment, facts_of
from diagnosis.quality.figures import Usual
from diagnosis.quality.rules import (
    Found,
    copied,
    outliers,
    speed,
    straight_line,
    wide_gap,
)
from diagnosis.quality.thresholds import thresholds
from gongfu.core import clock, jobs
from gongfu.core.actor import Actor
from gongfu.core.models import Job

JOB = "quality"
MOST_PARTNERS = 50  # of one sheet; what more share is common, not copied
Partners = dict[int, dict[int, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules say of one assessment, and the digest of all they looked at."""

    assessment: Assessment
    month: date | None
    gap: Decimal | None
    found: tuple[Found, ...]
    digest: str


def queue_check(*, assessment: Assessment, actor: Actor) -> Job:
    """Let a worker go over the assessment; voluntary ones are nobody's business."""
    return jobs.enqueue(
        kind=JOB,
        key=f"assessment:{assessment.pk}",
        actor=actor,
        payload={"assessment": assessment.pk},
        queue=Job.Queue.BULK,
    )


@transaction.atomic
def check_assessment(*, assessment_id: int, actor: Actor) -> None:
    """Go over one assessment, and anew over those that shared answers with it or do so now."""
    held = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment_id)
    before = set(AnswerBand.objects.filter(assessment=held).values_list("digest", flat=True))
    facts = facts_of(_checked([held]))
    after = set(sign(facts)) if facts else _forget(held)
    keep(checked(facts, latest_for(facts)))
    if before != after:
        shared = AnswerBand.objects.filter(digest__in=before ^ after).exclude(assessment=held)
        touched = Assessment.objects.filter(pk__in=shared.values("assessment"))
        for other in touched.order_by("pk")[:MOST_PARTNERS]:
            queue_check(assessment=other, actor=actor)


def _checked(assessments: Iterable[Assessment]) -> list[Assessment]:
    """Those that were handed in and count."""
    keys = [one.pk for one in assessments]
    found = Assessment.objects.filter(pk__in=keys, is_extra=False).exclude(status=Status.DRAFT)
    return list(
        found.select_related("release", "enterprise").defer("release__source", "release__texts")
    )


def _forget(held: Assessment) -> set[str]:
    """An assessment that is open again is asked nothing."""
    for rows in (AnswerBand, Flag, QualityCheck):
        rows.objects.filter(assessment=held).delete()
    return set()


def latest_for(facts: Sequence[Facts]) -> Usual:
    """The newest figures for these."""
    return Usual.latest([one.assessment.release_id for one in facts])


def sign(facts: Sequence[Facts]) -> list[str]:
    """Store the signatures anew; give their digests."""
    made = [
        AnswerBand(assessment=one.assessment, digest=digest)
        for one in facts
        for digest in signature(one)
    ]
    AnswerBand.objects.filter(assessment__in=[one.assessment for one in facts]).delete()
    AnswerBand.objects.bulk_create(made, batch_size=500)
    return [band.digest for band in made]


def signature(one: Facts) -> list[str]:
    alike = thresholds()["copied"].threshold
    return bands_of(one.framework.key, list(one.framework.questions), one.answers, alike)


def checked(facts: Sequence[Facts], usual: Usual) -> list[Checked]:
    """What the rules say of each."""
    partners = partners_of(facts)
    return [_check(one, usual, partners.get(one.assessment.pk, {})) for one in facts]


def partners_of(facts: Sequence[Facts]) -> Partners:
    """Answers of other firms that share a band with a sheet: two queries, whatever the city."""
    mine: dict[str, list[Facts]] = defaultdict(list)
    for one in facts:
        for digest in signature(one):
            mine[digest].append(one)
    shared = AnswerBand.objects.filter(digest__in=mine).order_by("assessment_id")
    pairs: dict[int, dict[int, Assessment]] = defaultdict(dict)
    for band in shared.select_related("assessment"):
        for one in mine[band.digest]:
            other, own = band.assessment, pairs[one.assessment.pk]
            if other.enterprise_id != one.assessment.enterprise_id and len(own) < MOST_PARTNERS:
                own[other.pk] = other
    everybody = {key: other for own in pairs.values() for key, other in own.items()}
    sheets = answers_by_assessment(list(everybody.values())) if everybody else {}
    return {key: {other: sheets.get(other, {}) for other in own} for key, own in pairs.items()}


def _check(one: Facts, usual: Usual, partners: Mapping[int, dict[str, Any]]) -> Checked:
    rules, made, firm = thresholds(), one.assessment, one.assessment.enterprise
    release, gap = made.release_id, one.gap
    straight = straight_line(one.positions, rules["straight"])
    figures = usual.figures(release, firm.industry_id, firm.size)
    asked = (
        outliers(one.numbers, figures, rules["outlier"]),
        straight,
        speed(one.moments, len(one.times), rules["speed"]),
        None if straight else copied(one.answers, partners, usual.varied(release), rules["copied"]),
        wide_gap(gap, rules["gap"]),
    )
    found = tuple(each for each in asked if each)
    month = usual.month_of(release)
    looked_at = [one.answers, [str(gap), str(month)], [asdict(each) for each in found]]
    return Checked(made, month, gap, found, digest_of(_plain(looked_at)))


def _plain(tree: Any) -> Any:
    """The same with numbers as text, as digests are taken."""
    if isinstance(tree, Mapping):
        return {key: _plain(value) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [_plain(value) for value in tree]
    return str(tree) if isinstance(tree, Decimal) else tree


def keep(checks: Sequence[Checked]) -> None:
    """Put what the rules ask in the place of what they asked before."""
    at, keys = clock.now(), [one.assessment.pk for one in checks]
    known = dict(QualityCheck.objects.filter(assessment__in=keys).values_list(*KEPT))
    fresh = [one for one in checks if known.get(one.assessment.pk) != one.digest]
    again = [one.assessment for one in fresh]
    for rows in (Flag, QualityCheck):
        rows.objects.filter(assessment__in=again).delete()
    QualityCheck.objects.bulk_create((_row(one, at) for one in fresh), batch_size=500)
    Flag.objects.bulk_create(
        (
            Flag(
                assessment=one.assessment,
                rule=each.rule,
                value=each.value,
                threshold=each.threshold,
                details=each.details,
                raised_at=at,
            )
            for one in fresh
            for each in one.found
        ),
        batch_size=500,
    )


KEPT = ("assessment_id", "inputs_digest")


def _row(one: Checked, at: Any) -> QualityCheck:
    return QualityCheck(
        assessment=one.assessment,
        month=one.month,
        gap=one.gap,
        flags=len(one.found),
        inputs_digest=one.digest,
        checked_at=at,
    )
