import json

import pytest

from diagnosis.presenting import result_of
from diagnosis.services.reviewing import start_review, verify_assessment
from diagnosis.views.results import radar
from gongfu.core import jobs
from gongfu.core.models import Job
from tests.diagnosis.conftest import person
from tests.factories import as_regulator, as_role, assessment, consultant_for, submitted

pytestmark = pytest.mark.django_db


def path(closed, *parts):
    return f"/assessments/{closed.pk}/" + "".join(f"{part}/" for part in parts)


def text(response):
    return response.content.decode()


@pytest.fixture
def verified():
    closed = submitted(q5="E")
    visitor = consultant_for(closed)
    start_review(assessment=closed, actor=visitor)
    verify_assessment(assessment=closed, findings={"q5": "A"}, actor=visitor, user=person(visitor))
    jobs.run_until_empty("interactive", heartbeat=False)
    return closed


def test_the_page_prints_the_figures_of_the_result(firm):
    closed = submitted()
    page, found = text(firm(closed).get(path(closed, "result"))), result_of(closed, "en")
    assert f"{found.total.shown} points" in page
    assert f"{found.total.precise} / 100" in page
    assert found.gap_text in page
    for axis in found.axes:
        assert f"{axis.earned.precise} / {axis.max.exact}" in page
        assert f"{axis.rate.shown}%" in page
    for question in found.scored_questions:
        assert f"{question.points.precise} / {question.max.exact}" in page
    for blocker in found.blockers:
        assert f'id="blocker-{blocker.ref}"' in page
    assert "scoring basis unverified" in page


def test_the_radar_draws_the_figures_of_the_table():
    found = result_of(submitted(), "en")
    drawn = radar(found)["data"][0]["r"]
    assert drawn[:-1] == [float(axis.rate.shown) for axis in found.axes]
    assert drawn[0] == drawn[-1]


def test_while_it_is_computed_the_page_says_so_and_why_not(firm):
    closed = submitted(scored=False)
    browser = firm(closed)
    assert "Queued" in text(browser.get(path(closed, "result")))
    Job.objects.filter(kind="score").update(
        state="failed", reason="unexpected", attempts=3, lease_until=None
    )
    page = text(browser.get(path(closed, "result")))
    assert "could not be computed" in page
    assert "Try again" in page
    assert "every 2s" not in page


def test_a_draft_has_no_result_yet(firm):
    opened = assessment()
    assert firm(opened).get(path(opened, "result"))["Location"] == path(opened)
    assert firm(opened).get(path(opened, "passport")).status_code == 404


def test_the_verified_result_stands_beside_the_self_assessed_one(verified, firm):
    page = text(firm(verified).get(path(verified, "result")))
    assert "Verified on site on" in page
    assert "difference -10.0" in page
    said = text(firm(verified).get(path(verified, "result") + "?kind=self"))
    assert "not yet verified on site" not in said
    assert "Self-assessed on" in said


def test_the_passport_is_the_whole_arithmetic_as_page_and_as_file(firm):
    closed = submitted()
    browser, score = firm(closed), closed.scores.get()
    page = text(browser.get(path(closed, "passport")))
    assert score.inputs_digest in page
    assert "31" in page
    response = browser.get(path(closed, "passport") + "?format=json")
    assert response["Content-Disposition"].startswith("attachment")
    handed = json.loads(response.content)
    assert handed["answers"] == score.answers
    assert {name: handed[name] for name in score.passport} == score.passport


def test_staff_read_the_frameworks_with_their_sources(sign_in):
    submitted()
    for actor in (as_regulator(), as_role("author")):
        browser = sign_in(actor)
        assert "/frameworks/miit-sme/2024/" in text(browser.get("/frameworks/"))
        page = text(browser.get("/frameworks/miit-sme/2024/"))
        assert page.count('class="question__text"') == 31
        assert "unverified" in page
        assert "Grade" in page
    assert browser.get("/frameworks/miit-sme/1999/").status_code == 404


@pytest.mark.parametrize("part", ["result", "passport"])
def test_a_result_costs_few_queries(firm, part, django_assert_max_num_queries):
    closed = submitted()
    browser = firm(closed)
    browser.get(path(closed, part))
    with django_assert_max_num_queries(8):
        assert browser.get(path(closed, part)).status_code == 200


# The visit


def test_a_consultant_goes_from_the_list_to_the_verified_result(sign_in):
    closed = submitted()
    browser = sign_in(consultant_for(closed))
    place = path(closed, "review", "data-systems")
    assert "has not started" in text(browser.get(place))
    browser.post(path(closed, "review"), {"action": "start"})
    form = {
        "q4.verdict": "agree",
        "q5.verdict": "adjust",
        "q5": "A",
        "q5.grounds": "No system was in use.",
        "go": "next",
    }
    assert browser.post(place, form)["Location"] == path(closed, "review", "security")
    page = text(browser.get(place))
    assert "-5 points" in page
    assert "No system was in use." in page
    overview = text(browser.get(path(closed, "review")))
    assert "2/2" in overview
    assert browser.post(path(closed, "review"), {"action": "verify"})["Location"] == path(
        closed, "result"
    )
    jobs.run_until_empty("interactive", heartbeat=False)
    assert "Verified on site on" in text(browser.get(path(closed, "result")))


def test_a_finding_without_grounds_is_told_at_its_place(sign_in):
    closed = submitted()
    visitor = consultant_for(closed)
    start_review(assessment=closed, actor=visitor)
    form = {"q5.verdict": "adjust", "q5": "A", "q5.grounds": ""}
    response = sign_in(visitor).post(path(closed, "review", "data-systems"), form)
    assert response.status_code == 422
    assert 'href="#q5-grounds"' in text(response)
    assert 'value="A" checked' in text(response)


def test_returning_without_a_reason_is_told_and_changes_nothing(sign_in):
    closed = submitted()
    browser = sign_in(consultant_for(closed))
    response = browser.post(path(closed, "review"), {"action": "return", "reason": ""})
    assert response.status_code == 422
    closed.refresh_from_db()
    assert closed.status == "submitted"
    browser.post(path(closed, "review"), {"action": "return", "reason": "Please check 5."})
    closed.refresh_from_db()
    assert closed.status == "draft"


def test_a_returned_assessment_tells_the_firm_why(sign_in, firm):
    closed = submitted()
    browser = sign_in(consultant_for(closed))
    browser.post(path(closed, "review"), {"action": "return", "reason": "Please check 5."})
    page = text(firm(closed).get(path(closed)))
    assert "Please check 5." in page


def test_others_cannot_review(sign_in, firm):
    closed, other = submitted(), submitted()
    assert firm(closed).get(path(closed, "review")).status_code == 403
    assert sign_in(consultant_for(other)).get(path(closed, "review")).status_code == 404
