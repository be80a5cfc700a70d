"""Who saw a firm's data: every look from outside and every pull, each told to that firm alone."""

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from enterprises.ecosystem.services.consenting import end_consent
from enterprises.ecosystem.services.noting import note_look
from enterprises.models import Consent, Look
from gongfu.core.clock import now, today
from gongfu.core.models import Role, RoleGrant
from reports.own_data.accesses import accesses_of
from tests import factories
from tests.api.conftest import agree, new_caller
from tests.reports.conftest import browser_of, issued

__all__ = ["new_caller"]

pytestmark = pytest.mark.django_db
PAGE = "/company/accesses/"


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.GONGFU_DEMO = True


def kinds(assessment) -> list[str]:
    return sorted(
        Look.objects.filter(enterprise=assessment.enterprise).values_list("kind", flat=True)
    )


def seen(actor, kind="", days=30):
    return accesses_of(actor, today() - timedelta(days=days), today(), kind)


def test_every_page_that_staff_opens_leaves_its_kind(done):
    report = issued(done)
    browser = browser_of(factories.consultant_for(done))
    pk = done.pk
    for path in (
        f"/enterprises/{done.enterprise_id}/",
        *(f"/assessments/{pk}/", f"/assessments/{pk}/history/", f"/assessments/{pk}/review/"),
        *(f"/assessments/{pk}/result/", f"/assessments/{pk}/passport/"),
        *(f"/reports/{report.pk}/", f"/reports/{report.pk}/download/"),
    ):
        assert browser.get(path).status_code == 200, path
    assert kinds(done) == ["answers", "assessment", "firm", "passport", "report", "result"]
    rounds = dict(Look.objects.values_list("kind", "campaign__slug"))
    assert rounds.pop("firm") is None, "the page of the firm belongs to no round"
    assert set(rounds.values()) == {done.campaign.slug}
    told = {row.campaign for row in seen(factories.member_of(done))}
    assert told == {"", done.campaign.name}


def test_a_second_look_the_same_day_writes_nothing_and_costs_one_query(done):
    regulator = factories.as_regulator()
    note_look(enterprise_id=done.enterprise_id, actor=regulator, kind="result")
    with CaptureQueriesContext(
        connection,
    ) as again:
        note_look(enterprise_id=done.enterprise_id, actor=regulator, kind="result")
    assert len(again) == 1
    with CaptureQueriesContext(connection) as first:
        note_look(enterprise_id=done.enterprise_id, actor=regulator, kind="passport")
    assert len(first) <= 2
    assert Look.objects.count() == 2
    with freeze_time(now() + timedelta(days=1)):
        note_look(enterprise_id=done.enterprise_id, actor=regulator, kind="result")
    assert Look.objects.count() == 3


def test_the_firms_own_people_leave_no_line_and_pay_nothing(done):
    browser = browser_of(factories.member_of(done))
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(f"/assessments/{done.pk}/result/").status_code == 200
    assert [query for query in asked if "enterprises_look" in query["sql"]] == []
    assert not Look.objects.exists()


def test_what_was_refused_was_not_seen(done):
    stranger = browser_of(factories.as_regulator("310104"))
    assert stranger.get(f"/assessments/{done.pk}/result/").status_code == 404
    assert not Look.objects.exists()


def test_a_role_that_was_removed_sees_nothing_with_the_next_request(done):
    """R-A04: role removed, and a consultant no longer assigned."""
    regulator, consultant = factories.as_regulator(), factories.consultant_for(done)
    sessions = [browser_of(actor) for actor in (regulator, consultant)]
    path = f"/assessments/{done.pk}/result/"
    assert [browser.get(path).status_code for browser in sessions] == [200, 200]
    before = Look.objects.count()
    RoleGrant.objects.filter(pk=regulator.grant_id).delete()
    done.enterprise.assignments.update(ended_on=today())
    assert [browser.get(path).status_code for browser in sessions] == [403, 404]
    assert Look.objects.count() == before


def test_people_are_named_by_role_and_organisation(done):
    for actor in (factories.consultant_for(done), factories.as_regulator("310115")):
        note_look(enterprise_id=done.enterprise_id, actor=actor, kind="answers")
    found = {(row.who, row.organisation) for row in seen(factories.member_of(done))}
    assert {who for who, _where in found} == {
        str(Role.CONSULTANT.label),
        str(Role.DISTRICT_REGULATOR.label),
    }
    assert all(where for _who, where in found)


def test_pulls_are_told_by_day_partner_and_fields(done, new_caller):
    caller = new_caller()
    agree(done.enterprise, caller.partner)
    for _ in range(3):
        caller.get("enterprises/")
    caller.get("assessments/")
    rows = seen(factories.member_of(done), "partner")
    assert {(row.organisation, row.what, row.times) for row in rows} == {
        ("Bank A", "公开资料", 3),
        ("Bank A", "公开资料、等级与得分", 1),
    }


def test_a_pull_that_omitted_the_firm_is_not_told_to_it(done, new_caller):
    caller = new_caller()
    neighbours = factories.EnterpriseFactory.create_batch(2)
    for firm in (done.enterprise, *neighbours):
        agree(firm, caller.partner, "profile")
    end_consent(consent=Consent.objects.get(enterprise=done.enterprise))
    agree(factories.EnterpriseFactory.create(), caller.partner, "profile")
    caller.get("enterprises/")
    assert seen(factories.member_of(done)) == []
    inside = factories.as_firm(neighbours[0])
    assert [row.times for row in seen(inside)] == [1]


def test_a_month_with_many_pulls_costs_the_same_queries(done, new_caller):
    caller, owner = new_caller(), factories.member_of(done)
    for firm in (done.enterprise, *factories.EnterpriseFactory.create_batch(3)):
        agree(firm, caller.partner, "profile")
    browser = browser_of(owner)
    caller.get("enterprises/")
    with CaptureQueriesContext(connection) as few:
        browser.get(PAGE)
    for size in (1, 2, 3):
        caller.get("enterprises/", page_size=size)
    for actor in (factories.consultant_for(done), factories.as_regulator("310115")):
        note_look(enterprise_id=done.enterprise_id, actor=actor, kind="answers")
    with CaptureQueriesContext(connection) as many:
        browser.get(PAGE)
    assert len(many) <= len(few) + 2  # names of providers and districts


def test_the_page_filters_pages_and_says_when_nobody_came(done):
    browser = browser_of(factories.member_of(done))
    assert "Nobody in the last 30 days" in browser.get(PAGE).content.decode()
    for role in (factories.as_regulator(), factories.as_regulator("310115")):
        for kind in Look.Kind.values:
            note_look(enterprise_id=done.enterprise_id, actor=role, kind=kind)
    page = browser.get(PAGE, {"size": "12"}).content.decode()
    assert "1 to 12 of 14" in page
    assert "13 to 14 of 14" in browser.get(PAGE, {"size": "12", "page": "2"}).content.decode()
    narrowed = browser.get(PAGE, {"kind": "report"}).content.decode()
    assert narrowed.count('<th scope="row">') == 2
    assert "as far as you filtered" in browser.get(PAGE, {"kind": "partner"}).content.decode()
    assert browser.get(PAGE, {"period": "nonsense", "page": "x"}).status_code == 200
    month = f"{today():%Y-%m}"
    assert '<th scope="row">' in browser.get(PAGE, {"period": month}).content.decode()


def test_the_list_comes_as_csv_and_no_cell_is_a_formula(done):
    done.enterprise.name_zh = done.enterprise.name_en = "=1+1"
    done.enterprise.save()
    note_look(enterprise_id=done.enterprise_id, actor=factories.as_regulator(), kind="report")
    answer = browser_of(factories.member_of(done)).get("/company/accesses.csv")
    rows = list(csv.reader(b"".join(answer).decode("utf-8-sig").splitlines()))
    assert rows[0][1] == "'=1+1"
    assert rows[-1][1:4] == ["City regulator", "", "Report"]


def test_another_firm_is_told_nothing_of_it(done):
    note_look(enterprise_id=done.enterprise_id, actor=factories.as_regulator(), kind="report")
    other = factories.as_firm(factories.EnterpriseFactory.create())
    assert seen(other) == []
