"""What stands beside a result: what to do, what changed, what to take along."""

from fractions import Fraction

import pytest
from django.core.cache import cache

from diagnosis.advice import MOST, measures_for
from diagnosis.catalogue import framework_for
from diagnosis.library import solutions
from diagnosis.maturity import score
from diagnosis.maturity.effects import apply_effects
from gongfu.core.models import Job
from tests.factories import as_firm, as_regulator, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def done():
    cache.clear()
    return submitted(q5="B", s01="1")


def result_page(done) -> str:
    return f"/assessments/{done.pk}/result/"


def test_a_measure_adds_the_points_that_its_effects_really_add(done):
    row, framework = done.scores.get(is_current=True), framework_for(done)
    found = measures_for(done, row)
    assert len(found) == MOST
    for each in found:
        effects = [solutions()[each.ref]]
        changed = apply_effects(framework, row.answers, effects, done.profile)
        after = score(framework, changed, done.profile).total
        assert each.total.exact == after.exact_text
        assert Fraction(each.gain.exact) == after.exact - Fraction(row.exact)
        assert each.cost.unverified


def test_the_solutions_are_tried_once_and_said_in_each_language(done, monkeypatch, firm):
    row = done.scores.get(is_current=True)
    first = measures_for(done, row)
    monkeypatch.setattr("diagnosis.advice.advise", None)
    assert measures_for(done, row) == first
    page = firm(done).get(result_page(done)).content.decode()
    assert first[0].name in page


def test_everything_can_be_taken_along_in_both_languages(done, firm):
    browser = firm(done)
    page = browser.get(result_page(done)).content.decode()
    for needle in ("中文 PDF", "English PDF", "format=json", f"/assessments/{done.pk}/receipt/"):
        assert needle in page
    for language in ("zh", "en"):
        wanted = browser.post(f"/assessments/{done.pk}/report/", {"language": language})
        assert wanted["Location"].startswith("/jobs/")
    payloads = Job.objects.filter(kind="report").values_list("payload", flat=True)
    assert [payload["language"] for payload in payloads.order_by("pk")] == ["zh", "en"]


def test_who_may_not_issue_sees_the_reports_only(done, sign_in):
    for actor in (as_firm(done.enterprise, "viewer"), as_regulator()):
        page = sign_in(actor).get(result_page(done)).content.decode()
        assert "English PDF" not in page
        assert "Reports made so far" in page


def test_the_parts_stand_in_the_order_in_which_they_are_read(done, firm):
    page = firm(done).get(result_page(done)).content.decode()
    parts = ("level", "points", "blocking", "why", "peers", "measures", "downloads")
    places = [page.index(f'id="{part}"') for part in parts]
    assert places == sorted(places)
