"""The usual figures of each group, once a month: what the rule for outliers compares with."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from statistics import median_low
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from diagnosis.models import Assessment, GroupFigures, Release, Status
from diagnosis.quality.facts import answers_by_assessment, numbers_in
from diagnosis.quality.rules import Figures, logarithm
from diagnosis.quality.thresholds import thresholds
from gongfu.core import clock

MOST = 5_000  # of the latest sheets of a release; more would not move a median
COMMON = Decimal("0.6")  # a question varies where no answer has a larger share
Group = tuple[str, str]
CITY: Group = ("", "")


def publish_figures(*, day: date | None = None) -> int:
    """Make the figures of a month for every release that lacks them; give how many rows."""
    as_of = day or clock.today()
    month = as_of.replace(day=1)
    there = GroupFigures.objects.filter(month=month).values("release")
    releases = Release.objects.exclude(pk__in=there).defer("source", "texts", "samples")
    return sum(_publish(release, month, as_of) for release in releases)


@transaction.atomic
def _publish(release: Release, month: date, as_of: date) -> int:
    """Groups of too few firms get no row, except that of the whole city."""
    assessments = Assessment.objects.filter(release=release, is_extra=False)
    handed_in = assessments.exclude(status=Status.DRAFT).order_by("-submitted_at", "-pk")
    latest = list(handed_in.select_related("enterprise")[:MOST])
    sheets, groups = answers_by_assessment(latest), _grouped(latest)
    least = thresholds()["outlier"].least
    rows = [
        _row(release, month, as_of, group, [sheets[key] for key in keys if key in sheets])
        for group, keys in sorted(groups.items())
        if group == CITY or len(keys) >= least
    ]
    return len(GroupFigures.objects.bulk_create(rows, batch_size=200))


def _grouped(assessments: Iterable[Assessment]) -> dict[Group, list[int]]:
    """Industry with size, size alone, and the city."""
    groups: dict[Group, list[int]] = defaultdict(list)
    for one in assessments:
        firm = one.enterprise
        for group in ((firm.industry_id, firm.size), ("", firm.size), CITY):
            groups[group].append(one.pk)
    return groups


def _row(
    release: Release,
    month: date,
    as_of: date,
    group: Group,
    sheets: Sequence[Mapping[str, Any]],
) -> GroupFigures:
    given: dict[str, list[Decimal]] = defaultdict(list)
    for sheet in sheets:
        for path, number in numbers_in(sheet):
            if number > 0:
                given[path].append(number)
    return GroupFigures(
        release=release,
        month=month,
        as_of=as_of,
        industry=group[0],
        size=group[1],
        firms=len(sheets),
        figures={path: _spread(values) for path, values in given.items()},
        varied=_varied(sheets) if group == CITY else [],
    )


def _spread(values: Sequence[Decimal]) -> list[Any]:
    """Median and median absolute deviation of the logarithms, by two logarithms in all."""
    middle = median_low(values)
    times = median_low([max(value / middle, middle / value) for value in values])
    return [len(values), str(logarithm(middle)), str(logarithm(times))]


def _varied(sheets: Sequence[Mapping[str, Any]]) -> list[str]:
    """Questions that enough firms answered, and no one answer is that of most."""
    given: dict[str, Counter[str]] = defaultdict(Counter)
    for sheet in sheets:
        for ref, value in sheet.items():
            given[ref][json.dumps(value, sort_keys=True)] += 1
    least = thresholds()["outlier"].least
    return sorted(
        ref
        for ref, counts in given.items()
        if counts.total() >= least and max(counts.values()) <= COMMON * counts.total()
    )


class Usual:
    """The figures of some releases as of one month; read once."""

    def __init__(self, rows: QuerySet[GroupFigures]) -> None:
        self._rows = {(row.release_id, row.industry, row.size): row for row in rows}

    @classmethod
    def latest(cls, releases: Iterable[int]) -> "Usual":
        newest = GroupFigures.objects.filter(release=OuterRef("release")).order_by("-month")
        rows = GroupFigures.objects.filter(release__in=set(releases))
        return cls(rows.filter(month=Subquery(newest.values("month")[:1])))

    @classmethod
    def of_month(cls, releases: Iterable[int], month: date | None) -> "Usual":
        """None: what was looked at before there were any figures."""
        rows = GroupFigures.objects.filter(release__in=set(releases))
        return cls(rows.filter(month=month) if month else rows.none())

    def month_of(self, release: int) -> date | None:
        city = self._rows.get((release, *CITY))
        return city.month if city else None

    def varied(self, release: int) -> frozenset[str]:
        city = self._rows.get((release, *CITY))
        return frozenset(city.varied) if city else frozenset()

    def figures(self, release: int, industry: str, size: str) -> dict[str, Figures]:
        """Those of the narrowest group that is large enough."""
        for group in ((industry, size), ("", size)):
            row = self._rows.get((release, *group))
            if row:
                return {
                    path: Figures(firms, Decimal(middle), Decimal(spread))
                    for path, (firms, middle, spread) in row.figures.items()
                }
        return {}
