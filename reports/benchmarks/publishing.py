"""The set of a month: every group that may be shown, with its figures."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.db import transaction

from diagnosis.catalogue import framework_of
from diagnosis.models import Release, Score
from enterprises.models import Campaign
from enterprises.register.models import Size
from gongfu.core import clock
from reports.benchmarks.figures import Member, levels_of, spread_of
from reports.benchmarks.grouping import Cell, Group, K, ladder_of, shown_groups
from reports.benchmarks.models import PeerGroup, PublicationSet

CHUNK = 2_000


def publish_month(*, day: date | None = None) -> int:
    """Publish what the month still lacks, for each campaign and framework; return how many sets."""
    as_of = day or clock.today()
    return sum(_publish(campaign, ref, as_of) for campaign, ref in sorted(_scored()))


def _scored() -> set[tuple[int, str]]:
    pairs = Score.objects.current().values_list("assessment__campaign", "assessment__framework_ref")
    return set(pairs.distinct())


@transaction.atomic
def _publish(campaign: int, ref: str, as_of: date) -> bool:
    """Make one set, unless the month has it."""
    made, is_new = PublicationSet.objects.get_or_create(
        campaign=Campaign.objects.get(pk=campaign),
        framework_ref=ref,
        month=as_of.replace(day=1),
        defaults={"as_of": as_of, "k": K, "made_at": clock.now()},
    )
    if is_new:
        PeerGroup.objects.bulk_create(_groups(made), batch_size=500)
    return is_new


def _groups(made: PublicationSet) -> Iterator[PeerGroup]:
    firms = list(_firms(made))
    shown = shown_groups((cell for cell, _member in firms), made.k)
    members: dict[Group, list[Member]] = defaultdict(list)
    for cell, member in firms:
        for group in ladder_of(cell):
            if group in shown:
                members[group].append(member)
    parts = _parts(made.framework_ref)
    for group in shown:
        found = members[group]
        spread = {part: spread_of(found, part, made.k) for part in parts}
        yield PeerGroup(
            publication=made,
            **group._asdict(),
            firms=len(found),
            verified=sum(member.is_verified for member in found),
            levels=levels_of(found, made.k),
            spread={part: marks for part, marks in spread.items() if marks},
        )


def _parts(ref: str) -> list[str]:
    """The total and its sides, of the newest release."""
    framework = framework_of(Release.objects.filter(ref=ref).latest("published_at"))
    total = framework.part(framework.total_part)
    return [total.ref, *(part.ref for part in total.parts)]


def _firms(made: PublicationSet) -> Iterator[tuple[Cell, Member]]:
    """Each firm once, with its verified score where there is one."""
    rows = Score.objects.current().filter(
        assessment__campaign=made.campaign,
        assessment__framework_ref=made.framework_ref,
        kind__in=(Score.Kind.SELF, Score.Kind.VERIFIED),
    )
    found: dict[int, tuple[Cell, Member]] = {}
    firm = "assessment__enterprise"
    names = (f"{firm}__industry", f"{firm}__size", f"{firm}__district")
    for pk, kind, level, parts, industry, size, district in (
        rows.order_by("kind", "pk")
        .values_list(firm, "kind", "level", "document__parts", *names)
        .iterator(CHUNK)
    ):  # "verified" comes after "self"
        cell = Cell(industry, "" if size == Size.UNKNOWN else size, district)
        found[pk] = cell, Member(level, _rates(parts), kind == Score.Kind.VERIFIED)
    yield from found.values()


def _rates(parts: Mapping[str, Any]) -> dict[str, Fraction]:
    return {ref: Fraction(part["rate"]["exact"]) for ref, part in parts.items()}
