"""Asking for a submitted assessment back, and deciding about it."""

from datetime import timedelta

import pytest
from django.core import mail

from diagnosis.models import Notice, ReopenRequest, Status
from diagnosis.services.deciding import ACCEPT, REFUSE, decide_request
from diagnosis.services.requesting import ask_to_reopen, withdraw_request
from diagnosis.services.returning import return_assessment
from diagnosis.services.reviewing import start_review, verify_assessment
from gongfu.core import jobs
from gongfu.core.clock import today
from gongfu.core.errors import Conflict, Forbidden, Invalid, Locked
from gongfu.core.models import AuditEntry, Role
from tests.diagnosis.conftest import person
from tests.factories import as_firm, as_regulator, consultant_for, member_of, submitted

pytestmark = pytest.mark.django_db
WHY = "Question 5 was filled in for the wrong plant."


@pytest.fixture
def closed():
    return submitted()


@pytest.fixture
def visitor(closed):
    return consultant_for(closed)


def ask(closed, **changes):
    known = {"assessment": closed, "reason": WHY, "actor": member_of(closed)}
    return ask_to_reopen(**known | changes)


def decide(asked, actor, decision=ACCEPT, reason="Agreed on the phone."):
    decide_request(request=asked, decision=decision, reason=reason, actor=actor)


def verified(closed, visitor):
    start_review(assessment=closed, actor=visitor)
    verify_assessment(assessment=closed, findings={}, actor=visitor, user=person(visitor))
    jobs.run_until_empty("interactive", heartbeat=False)
    return closed


def mails():
    """Send what waits; return who was told what."""
    mail.outbox.clear()
    jobs.run_until_empty("bulk", heartbeat=False)
    return {message.to[0]: message for message in mail.outbox}


def test_the_consultant_is_told_and_gives_the_answers_back(closed, visitor):
    mails()
    asked = ask(closed)
    told = mails()
    assert set(told) == {person(visitor).email}
    assert WHY in told[person(visitor).email].body
    decide(asked, visitor)
    closed.refresh_from_db()
    assert (closed.status, asked.state) == (Status.DRAFT, "accepted")
    assert closed.moves.latest("pk").reason == "Agreed on the phone."
    answer = mails()[person(member_of(closed)).email].body
    assert "Agreed on the phone." in answer
    assert closed.due_on.isoformat() in answer


def test_a_returned_assessment_is_due_in_seven_days_at_the_earliest(closed, visitor):
    type(closed).objects.update(due_on=today() - timedelta(days=40))
    decide(ask(closed), visitor)
    closed.refresh_from_db()
    assert closed.due_on == today() + timedelta(days=7)


def test_a_refusal_changes_nothing_and_is_read_by_the_firm(closed, visitor, firm):
    decide(ask(closed), visitor, REFUSE, "The visit is tomorrow; tell us then.")
    closed.refresh_from_db()
    assert closed.status == Status.SUBMITTED
    page = firm(closed).get("/my/").content.decode()
    assert "The visit is tomorrow; tell us then." in page


def test_a_verified_assessment_is_for_the_regulator_and_opens_the_review(closed, visitor):
    verified(closed, visitor)
    asked = ask(closed)
    with pytest.raises(Forbidden):
        decide(asked, visitor)
    decide(asked, as_regulator(closed.enterprise.district))
    closed.refresh_from_db()
    assert closed.status == Status.IN_REVIEW
    assert not closed.scores.filter(kind="verified", is_current=True).exists()


def test_one_request_at_a_time_and_none_for_an_open_assessment(closed, visitor):
    asked = ask(closed)
    with pytest.raises(Conflict):
        ask(closed)
    decide(asked, visitor)
    closed.refresh_from_db()
    with pytest.raises(Locked):
        ask(closed)


def test_the_firm_withdraws_and_whoever_comes_second_is_told(closed, visitor):
    asked = ask(closed)
    withdraw_request(request=asked, actor=member_of(closed))
    assert asked.state == "withdrawn"
    with pytest.raises(Locked):
        decide(ReopenRequest.objects.get(), visitor)
    closed.refresh_from_db()
    assert closed.status == Status.SUBMITTED


def test_returning_by_oneself_accepts_what_the_firm_asked_for(closed, visitor):
    asked = ask(closed)
    return_assessment(assessment=closed, reason="Found it too.", actor=visitor)
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("accepted", "Found it too.")


@pytest.mark.parametrize(
    ("decision", "reason", "field"),
    [
        ("", "why", "decision"),
        ("perhaps", "why", "decision"),
        (ACCEPT, " ", "reason"),
        (REFUSE, "x" * 401, "reason"),
    ],
)
def test_a_decision_needs_both_halves(closed, visitor, decision, reason, field):
    with pytest.raises(Invalid) as found:
        decide(ask(closed), visitor, decision, reason)
    assert list(found.value.fields) == [field]
    assert ReopenRequest.objects.get().state == "open"


def test_a_viewer_cannot_ask_and_a_reason_is_needed(closed):
    with pytest.raises(Forbidden):
        ask(closed, actor=as_firm(closed.enterprise, Role.VIEWER))
    with pytest.raises(Invalid) as found:
        ask(closed, reason="  ")
    assert list(found.value.fields) == ["reason"]
    assert not Notice.objects.exclude(kind="receipt").exists()


def test_by_page_from_the_receipt_to_the_decision(closed, visitor, firm, sign_in):
    browser = firm(closed)
    assert (
        f"/assessments/{closed.pk}/reopen/"
        in browser.get(f"/assessments/{closed.pk}/receipt/").content.decode()
    )
    refused = browser.post(f"/assessments/{closed.pk}/reopen/", {"reason": ""})
    assert refused.status_code == 422
    browser.post(f"/assessments/{closed.pk}/reopen/", {"reason": WHY})
    asked = ReopenRequest.objects.get()
    desk = sign_in(visitor)
    assert WHY in desk.get(f"/requests/{asked.pk}/").content.decode()
    assert f"/requests/{asked.pk}/" in desk.get("/requests/").content.decode()
    assert (
        f"/requests/{asked.pk}/" in desk.get(f"/assessments/{closed.pk}/review/").content.decode()
    )
    desk.post(f"/requests/{asked.pk}/", {"decision": "accept", "reason": "Yes."})
    closed.refresh_from_db()
    assert closed.status == Status.DRAFT
    assert "Yes." in browser.get(f"/assessments/{closed.pk}/").content.decode()
    done = set(AuditEntry.objects.values_list("action", flat=True))
    assert any("reopen" in action for action in done)
    assert any("request" in action for action in done)


def test_foreign_requests_do_not_exist(closed, sign_in):
    asked = ask(closed)
    stranger = sign_in(as_regulator("310104"))
    assert stranger.get(f"/requests/{asked.pk}/").status_code == 404
    assert stranger.post(f"/requests/{asked.pk}/", {"decision": "accept"}).status_code == 404
