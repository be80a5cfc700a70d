"""Firms like one: counted from a set that was made once, never fewer than k, never by name."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diagnosis.maturity.planning.alike import K
from diagnosis.models import AlikeSet
from diagnosis.planning import alike
from diagnosis.planning.alike import alike_of, publish_alike
from diagnosis.planning.desk import current_score
from gongfu.core import clock
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def done():
    return factories.submitted()


def with_firms(done, *adopted):
    """A set of this month whose firms answered as this one did, and what each took up."""
    row = current_score(done)
    rates = alike.pattern_of(alike.framework_of(done.release), row.answers, {})
    written = {ref: str(rate) for ref, rate in rates.items()}
    AlikeSet.objects.create(
        release=done.release,
        industry=alike.CITY,
        month=clock.today().replace(day=1),
        as_of=clock.today(),
        firms=[[10_000 + number, written, each] for number, each in enumerate(adopted)],
    )
    return row


def test_counts_are_told_from_k_on_and_of_what_not_nearly_all_did(done):
    row = with_firms(done, *[["roadmap", "erp-core"]] * K, *[["erp-core"]] * K, ["plm"])
    with CaptureQueriesContext(connection) as asked:
        told = alike_of(done, row, "en")
    assert len(asked) <= 3, "one set is read, whatever the city holds"
    assert told.firms == 2 * K + 1
    assert [(line.name, line.count) for line in told.lines] == [
        ("Digital transformation roadmap", K)
    ]


def test_fewer_than_k_are_not_spoken_of(done):
    row = with_firms(done, *[["roadmap"]] * (K - 1))
    assert alike_of(done, row, "en").firms is None


def test_the_firm_itself_is_not_among_them(done):
    row = with_firms(done, *[["roadmap"]] * K)
    kept = AlikeSet.objects.get()
    kept.firms[0][0] = done.enterprise_id
    kept.save()
    assert alike_of(done, row, "en").firms is None


def test_a_month_is_published_once_and_groups_of_few_not_at_all(done):
    assert publish_alike() == 0, "one firm with one round"
    with_firms(done, *[["roadmap"]] * K)
    assert publish_alike() == 0
    assert AlikeSet.objects.count() == 1
    publish_alike(day=clock.today() + timedelta(days=40))
    assert not AlikeSet.objects.exists(), "nothing of last month is shown when none is left"
