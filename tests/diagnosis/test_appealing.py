"""An appeal against what was verified, from the firm to the answer."""

from datetime import timedelta

import pytest
from django.core import mail

from diagnosis.models import Appeal, Assessment, Status
from diagnosis.services import appealing
from diagnosis.services.appealing import answer_appeal, make_appeal, withdraw_appeal
from diagnosis.services.reviewing import start_review, verify_assessment
from gongfu.core import clock, jobs
from gongfu.core.errors import Conflict, Forbidden, Invalid, Locked
from gongfu.core.models import Role
from tests.diagnosis.conftest import person
from tests.factories import as_firm, as_regulator, consultant_for, member_of, submitted

pytestmark = pytest.mark.django_db
WHY = "The MES was running; the visitor saw the wrong line."


@pytest.fixture
def visitor(verified):
    return verified[1]


@pytest.fixture
def verified():
    closed = submitted()
    visitor = consultant_for(closed)
    start_review(assessment=closed, actor=visitor)
    verify_assessment(assessment=closed, findings={"q5": "A"}, actor=visitor, user=person(visitor))
    jobs.run_until_empty("interactive", heartbeat=False)
    return closed, visitor


@pytest.fixture
def found(verified):
    return verified[0]


@pytest.fixture
def district(found):
    return as_regulator(found.enterprise.district)


def object_to(found, **changes):
    known = {
        "assessment": found,
        "questions": ["q5"],
        "reason": WHY,
        "evidence": [],
        "actor": member_of(found),
    }
    return make_appeal(**known | changes)


def reply(made, actor, outcome="upheld", text="The photographs show it."):
    answer_appeal(appeal=made, outcome=outcome, text=text, actor=actor)


def on_day(monkeypatch, days):
    """As if so many days had passed."""
    day = clock.today() + timedelta(days=days)
    monkeypatch.setattr(clock, "today", lambda: day)


def mails():
    mail.outbox.clear()
    jobs.run_until_empty("bulk", heartbeat=False)
    return {message.to[0]: message for message in mail.outbox}


def test_district_and_provider_are_told_and_firm_and_provider_read_the_answer(
    found, district, visitor
):
    mails()
    made = object_to(found)
    assert set(mails()) == {person(district).email, person(visitor).email}
    reply(made, district)
    told = mails()
    assert set(told) == {person(member_of(found)).email, person(visitor).email}
    assert all("The photographs show it." in one.body for one in told.values())


@pytest.mark.parametrize(
    ("outcome", "after"),
    [
        ("upheld", Status.IN_REVIEW),
        ("partly", Status.IN_REVIEW),
        ("rejected", Status.VERIFIED),
    ],
)
def test_upheld_wholly_or_in_part_the_review_opens_again(found, district, outcome, after):
    made = object_to(found)
    reply(made, district, outcome)
    found.refresh_from_db()
    assert (found.status, made.state) == (after, outcome)


@pytest.mark.parametrize(("days", "late"), [(30, False), (31, True)])
def test_the_time_for_an_appeal_ends_after_thirty_days(found, monkeypatch, days, late):
    on_day(monkeypatch, days)
    if late:
        with pytest.raises(Locked):
            object_to(found)
    else:
        assert object_to(found).state == "open"


def test_the_city_answers_once_the_time_of_the_district_is_up(found, district, monkeypatch):
    made, city = object_to(found), as_regulator()
    on_day(monkeypatch, appealing.ANSWER_WITHIN.days)
    with pytest.raises(Forbidden):
        reply(made, city)
    on_day(monkeypatch, 1)
    reply(made, city)
    assert made.state == "upheld"


def test_one_appeal_at_a_time_and_after_the_answer_another(found, district):
    made = object_to(found)
    with pytest.raises(Conflict):
        object_to(found)
    reply(made, district, "rejected")
    assert object_to(found).pk != made.pk


def test_withdrawn_it_is_answered_no_more(found, district):
    made = object_to(found)
    withdraw_appeal(appeal=made, actor=member_of(found))
    with pytest.raises(Locked):
        reply(Appeal.objects.get(), district)
    assert Assessment.objects.get().status == Status.VERIFIED


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"questions": []}, "questions"),
        ({"questions": ["q99"]}, "questions"),
        ({"reason": " "}, "reason"),
    ],
)
def test_an_appeal_says_what_about_and_why(found, wrong, field):
    with pytest.raises(Invalid) as raised:
        object_to(found, **wrong)
    assert list(raised.value.fields) == [field]


def test_only_what_is_verified_and_only_by_those_who_write(found, visitor):
    with pytest.raises(Forbidden):
        object_to(found, actor=as_firm(found.enterprise, Role.VIEWER))
    with pytest.raises(Forbidden):
        object_to(found, actor=visitor)
    with pytest.raises(Locked):
        object_to(submitted())


def test_files_of_other_firms_cannot_be_pointed_to(found):
    made = object_to(found, evidence=["999", "x", "1" * 40])
    assert made.evidence.count() == 0


def test_by_page_from_the_result_to_the_answer_on_it(found, district, visitor, firm, sign_in):
    browser, result = firm(found), f"/assessments/{found.pk}/result/"
    assert f"/assessments/{found.pk}/appeal/" in browser.get(result).content.decode()
    page = f"/assessments/{found.pk}/appeal/"
    form = browser.get(page).content.decode()
    assert "adjusted on site" in form
    assert browser.post(page, {"reason": WHY}).status_code == 422
    browser.post(page, {"reason": WHY, "questions": ["q5"]})
    made = Appeal.objects.get()
    desk = sign_in(district)
    assert WHY in desk.get(f"/appeals/{made.pk}/").content.decode()
    answer = {"outcome": "partly", "answer": "Half of it holds."}
    assert sign_in(visitor).post(f"/appeals/{made.pk}/", answer).status_code == 403
    assert desk.post(f"/appeals/{made.pk}/", {}).status_code == 422
    desk.post(f"/appeals/{made.pk}/", answer)
    for reader in (browser, sign_in(visitor), desk):
        assert "Half of it holds." in reader.get(result).content.decode()
    assert sign_in(as_regulator("310104")).get(f"/appeals/{made.pk}/").status_code == 404
