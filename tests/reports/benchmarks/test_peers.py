"""A firm among its peers: from a set that is published once a month, never from live scores."""

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from diagnosis.models import Assessment, Score
from diagnosis.peers import peers_of
from diagnosis.presenting import result_of
from enterprises.models import Enterprise
from gongfu.core import clock
from reports.benchmarks.figures import Member, levels_of, quantile, spread_of
from reports.benchmarks.models import PeerGroup, PublicationSet
from reports.benchmarks.publishing import publish_month
from reports.services.composing import compose
from tests.factories import EnterpriseFactory, member_of, submitted
from tests.reports.conftest import browser_of

pytestmark = pytest.mark.django_db


def others(done: Assessment, count: int, **made: object) -> None:
    """Firms with the same answers in the same campaign."""
    score = done.scores.get(is_current=True)
    for number in range(count):
        twin = Assessment.objects.get(pk=done.pk)
        twin.pk, twin.enterprise = None, EnterpriseFactory.create(**made)
        twin.save()
        copy = Score.objects.get(pk=score.pk)
        copy.pk, copy.assessment = None, twin
        copy.document = score.document | {"parts": _parts(score.document["parts"], number)}
        copy.save()


def _parts(parts: dict, number: int) -> dict:
    rate = {"exact": str(10 * number), "shown": f"{10 * number}.0"}
    return {ref: part | {"rate": rate} for ref, part in parts.items()}


def found(done: Assessment):
    return peers_of(done, result_of(done, "en"))


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def done() -> Assessment:
    return submitted()


def test_the_narrowest_group_with_five_others_is_taken_and_its_size_printed(done):
    others(done, 5)
    publish_month()
    peers = found(done)
    assert (peers.others, peers.widened_from) == (5, "")
    assert peers.among == "5 others and you"
    assert peers.group.count(" · ") == 2
    assert peers.lines[0].name == "Total"


def test_with_four_others_here_and_more_elsewhere_it_widens_and_says_so(done):
    others(done, 4)
    others(done, 6, district="310117")
    publish_month()
    peers = found(done)
    assert peers.others == 10
    assert peers.group.count(" · ") == 1
    assert "Pudong" in peers.widened_from


def test_with_four_others_nothing_is_shown(done):
    others(done, 4)
    publish_month()
    assert found(done) is None
    assert not PeerGroup.objects.exists()
    page = browser_of(member_of(done)).get(f"/assessments/{done.pk}/result/").content.decode()
    assert "Fewer than 5, not shown" in page


def test_a_published_set_does_not_follow_later_scores(done):
    others(done, 7)
    publish_month()
    before = found(done)
    Score.objects.exclude(assessment=done).delete()
    assert found(done) == before
    assert publish_month() == 0
    later = date(clock.today().year + 1, 1, 1)
    assert publish_month(day=later) == 1
    assert PublicationSet.objects.count() == 2


def test_the_page_reads_no_score_but_the_firm_s_own(done):
    others(done, 7)
    publish_month()
    browser = browser_of(member_of(done))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert "Compared with" in browser.get(f"/assessments/{done.pk}/result/").content.decode()
    scores = [q["sql"] for q in queries if 'FROM "diagnosis_score"' in q["sql"]]
    assert scores
    assert all(f'"assessment_id" = {done.pk}' in sql for sql in scores)


def test_a_verified_score_counts_instead_of_the_self_assessed_one(done):
    others(done, 6)
    said = Score.objects.exclude(assessment=done).first()
    found = Score.objects.get(pk=said.pk)
    found.pk, found.kind = None, Score.Kind.VERIFIED
    found.save()
    publish_month()
    group = PeerGroup.objects.get(industry="", size="", district="")
    assert (group.firms, group.verified) == (7, 1)


def test_a_firm_of_unknown_size_is_compared_within_its_industry(done):
    others(done, 7)
    Enterprise.objects.filter(pk=done.enterprise_id).update(size="unknown")
    publish_month()
    assert found(done).group.count(" · ") == 0


def test_the_report_prints_the_same_figures(done):
    others(done, 5)
    publish_month()
    paper, page = compose(assessment=done, language="en", kind="self").peers, found(done)
    assert (paper.count, paper.among, paper.threshold) == (page.others, page.among, page.k)
    assert [row.p50 for row in paper.rows] == [line.p50 for line in page.lines]
    assert [row.own for row in paper.rows] == [line.own for line in page.lines]


def test_quantiles_lie_straight_between_neighbours_and_few_values_have_none():
    values = [Fraction(n) for n in (10, 20, 30, 40)]
    assert quantile(values, Fraction(1, 4)) == Fraction(35, 2)
    assert quantile(values, Fraction(1, 2)) == 25
    firms = [Member(1, {"total": Fraction(n)}, False) for n in range(19)]
    assert spread_of(firms, "total", 5).keys() == {"p25", "p50", "p75"}
    assert spread_of([*firms, firms[0]], "total", 5).keys() >= {"p10", "p90"}
    assert spread_of(firms[:5], "total", 5) == {}


def levels(*counts: int) -> list[tuple[int, int, int]]:
    firms = [Member(rank, {}, False) for rank, many in enumerate(counts) for _ in range(many)]
    return [(band["rank"], band["to"], band["percent"]) for band in levels_of(firms, 5)]


def test_a_level_of_few_firms_is_told_with_its_neighbours_and_nothing_is_left_out():
    assert levels(1, 7, 6) == [(0, 1, 57), (2, 2, 43)]
    assert levels(6, 7, 1) == [(0, 0, 43), (1, 2, 57)]
    assert levels(2, 2, 2, 0, 10) == [(0, 2, 38), (4, 4, 63)]


def test_levels_that_all_would_have_to_be_told_together_are_not_told():
    assert levels(1, 5, 4) == []
    assert levels(0, 30) == []
