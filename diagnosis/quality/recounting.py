"""Going over everything again: what is stored has to be what the rules say."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from diagnosis.models import Assessment, Flag, QualityCheck, Status
from diagnosis.quality.checking import Checked, checked, keep, latest_for, sign
from diagnosis.quality.facts import facts_of
from diagnosis.quality.figures import Usual

PIECE = 200


def check_all() -> int:
    """Go over every assessment that was not gone over yet; give how many flags there are."""
    waiting = list(_handed_in().filter(quality=None).values_list("pk", flat=True))
    pieces = [waiting[at : at + PIECE] for at in range(0, len(waiting), PIECE)]
    for keys in pieces:  # all signatures first: partners may be in a later piece
        sign(facts_of(list(_handed_in().filter(pk__in=keys))))
    for keys in pieces:
        facts = facts_of(list(_handed_in().filter(pk__in=keys)))
        keep(checked(facts, latest_for(facts)))
    return Flag.objects.count()


def flag_differences(tally: Counter[str]) -> Iterator[str]:
    """One line for each assessment whose flags are not what the rules say."""
    stored = QualityCheck.objects.order_by("month", "assessment").values_list(
        "month", "assessment", "inputs_digest"
    )
    for month, rows in groupby(stored, key=lambda row: row[0]):
        digests = {key: digest for _month, key, digest in rows}
        keys = list(digests)
        for at in range(0, len(keys), PIECE):
            piece = list(_handed_in().filter(pk__in=keys[at : at + PIECE]))
            tally["checks of quality"] += len(piece)
            usual = Usual.of_month([one.release_id for one in piece], month)
            for one in checked(facts_of(piece), usual):
                if one.digest != digests[one.assessment.pk]:
                    yield _difference(one)


def _difference(one: Checked) -> str:
    kept = sorted(Flag.objects.filter(assessment=one.assessment).values_list("rule", flat=True))
    said = sorted(each.rule for each in one.found)
    return f"quality: assessment {one.assessment.pk} is kept with {kept}, the rules say {said}"


def _handed_in() -> QuerySet[Any]:
    found = Assessment.objects.filter(is_extra=False).exclude(status=Status.DRAFT)
    rows = found.select_related("release", "enterprise").order_by("pk")
    return rows.defer("release__source", "release__texts")
