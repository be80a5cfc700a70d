"""Firms like this one: what they took up between their last two rounds, counted, never named.

Once a month each release and industry gets a set of at most so many firms, the latest first; a page
reads one row and counts in it. What that costs does not grow with the city.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import transaction

from diagnosis.catalogue import framework_of
from diagnosis.library import solutions
from diagnosis.maturity import Framework
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.planning.alike import (
    NEAR,
    K,
    Peer,
    Uptake,
    adopted_between,
    pattern_of,
    uptake,
)
from diagnosis.models import AlikeSet, Assessment, Release, Score
from gongfu.core import clock

MOST = 200  # firms of a set
CITY = ""
MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Pair:
    """The valid scores of a firm's last two rounds by the same release."""

    firm: int
    industry: str
    before: int
    after: int
    day: date


@dataclass(frozen=True, slots=True)
class AlikeLine:
    """One solution, and how many of the firms alike took it up."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Alike:
    """What a page says; `firms` is None where fewer than k are near enough."""

    firms: int | None
    k: int
    share: int  # per cent that answers may differ on average
    in_industry: bool
    as_of: date
    lines: tuple[AlikeLine, ...]


def publish_alike(*, day: date | None = None, industries: Sequence[str] | None = None) -> int:
    """Make the sets that the month still lacks, of some industries or all; return how many."""
    as_of = day or clock.today()
    month = as_of.replace(day=1)
    made = 0
    for release in Release.objects.filter(pk__in=_releases()).order_by("pk"):
        if not AlikeSet.objects.filter(release=release, month=month).exists():
            made += _publish(release, as_of, industries)
    return made


def alike_of(assessment: Assessment, score: Score, lang: str) -> Alike | None:
    """The narrowest set with something to tell of firms near this one; None while there is none."""
    industry = assessment.enterprise.industry_id
    rows = AlikeSet.objects.filter(release=assessment.release_id, industry__in=(industry, CITY))
    newest = {row.industry: row for row in rows.order_by("month")}
    found = [newest[each] for each in (industry, CITY) if each in newest]
    if not found:
        return None
    framework = framework_of(assessment.release)
    own = pattern_of(framework, score.answers, _profile(score.passport))
    for row in found:
        counted = uptake(own, _peers(row, assessment.enterprise_id))
        if counted.counts or row is found[-1]:
            return _told(row, counted, lang)
    return None


def _told(row: AlikeSet, counted: Uptake, lang: str) -> Alike:
    known = solutions()
    return Alike(
        firms=counted.firms,
        k=counted.k,
        share=int(NEAR * 100),
        in_industry=row.industry != CITY,
        as_of=row.as_of,
        lines=tuple(
            AlikeLine(known[ref].names[lang], count)
            for ref, count in counted.counts[:MOST_SHOWN]
            if ref in known
        ),
    )


def _peers(row: AlikeSet, firm: int) -> Iterator[Peer]:
    for other, rates, adopted in row.firms:
        if other != firm:
            pattern = {ref: Fraction(rate) for ref, rate in rates.items()}
            yield Peer(pattern, frozenset(adopted))


def _releases() -> set[int]:
    scored = Score.objects.current().exclude(kind=Score.Kind.PLANNED)
    return set(scored.values_list("assessment__release", flat=True).distinct())


def _publish(release: Release, as_of: date, industries: Sequence[str] | None) -> int:
    """The sets of one release; groups of k firms or fewer get none."""
    grouped: dict[str, list[Pair]] = defaultdict(list)
    for pair in sorted(_pairs(release), key=lambda each: (each.day, each.firm), reverse=True):
        for group in (pair.industry, CITY):
            if len(grouped[group]) < MOST and (industries is None or group in industries):
                grouped[group].append(pair)
    shown = {industry: pairs for industry, pairs in grouped.items() if len(pairs) > K}
    told = _told_firms(framework_of(release), {each for pairs in shown.values() for each in pairs})
    rows = [
        AlikeSet(
            release=release,
            industry=industry,
            month=as_of.replace(day=1),
            as_of=as_of,
            firms=[told[pair.firm] for pair in pairs],
        )
        for industry, pairs in sorted(shown.items())
    ]
    with transaction.atomic():
        AlikeSet.objects.filter(release=release).delete()
        AlikeSet.objects.bulk_create(rows)
    return len(rows)


def _pairs(release: Release) -> Iterator[Pair]:
    """The last two submitted rounds of each firm, by site where both were verified."""
    rows = (
        Score.objects.current()
        .filter(assessment__release=release, assessment__submitted_at__isnull=False)
        .exclude(kind=Score.Kind.PLANNED)
        .select_related("assessment", "assessment__enterprise")
        .only(
            *("kind", "assessment__submitted_at", "assessment__enterprise__industry"),
            "assessment__enterprise_id",
        )
        .order_by("assessment__enterprise", "assessment__submitted_at", "kind")
    )
    for firm, own in groupby(rows.iterator(), key=attrgetter("assessment.enterprise_id")):
        before, after = _last_two(list(own)) or (None, None)
        if before and after and after.assessment.submitted_at:
            industry = after.assessment.enterprise.industry_id
            day = clock.city_day(after.assessment.submitted_at)
            yield Pair(firm, industry, before.pk, after.pk, day)


def _last_two(rows: Sequence[Score]) -> tuple[Score, Score] | None:
    for kind in (Score.Kind.VERIFIED, Score.Kind.SELF):
        of_kind = [row for row in rows if row.kind == kind]
        if len(of_kind) > 1:
            return of_kind[-2], of_kind[-1]
    return None


def _told_firms(framework: Framework, pairs: Iterable[Pair]) -> dict[int, list[Any]]:
    """What a set keeps of each firm; two sheets in memory at a time."""
    found = {}
    for pair in pairs:
        sheets = _sheets(pair)
        before, profile = sheets[pair.before]
        after, _later = sheets[pair.after]
        rates = pattern_of(framework, before, profile)
        adopted = adopted_between(framework, before, after, solutions().values(), profile)
        written = {ref: exact_text(rate) for ref, rate in rates.items()}
        found[pair.firm] = [pair.firm, written, sorted(adopted)]
    return found


def _sheets(pair: Pair) -> dict[int, tuple[Any, Mapping[str, Any]]]:
    rows = Score.objects.filter(pk__in=(pair.before, pair.after))
    found = rows.values_list("pk", "answers", "passport__profile")
    return {pk: (answers, profile or {}) for pk, answers, profile in found}


def _profile(passport: Mapping[str, Any]) -> Mapping[str, Any]:
    return passport.get("profile", {})
