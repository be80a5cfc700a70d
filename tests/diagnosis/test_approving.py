"""District and city approve what was verified: a lock with two levels, and the way out of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from diagnosis.models import Approval, Assessment, ReopenRequest, Status
from diagnosis.services import approving
from diagnosis.services.approving import (
    Obstacle,
    approvable,
    approve_assessment,
    approve_assessments,
    look_through,
    unlock_assessment,
)
from diagnosis.services.deciding import ACCEPT, decide_request
from diagnosis.services.requesting import ask_to_reopen
from diagnosis.services.reviewing import reopen_assessment, start_review, verify_assessment
from gongfu.core import clock, jobs
from gongfu.core.errors import Forbidden, Invalid, Locked
from gongfu.core.models import AuditEntry
from tests.diagnosis.conftest import person
from tests.factories import as_regulator, consultant_for, member_of, submitted, verified

pytestmark = pytest.mark.django_db
WHY = "The list of machines belongs to another plant."


@pytest.fixture
def found():
    return verified()


@pytest.fixture
def district(found):
    return as_regulator(found.enterprise.district)


@pytest.fixture
def city():
    return as_regulator()


def state_of(found):
    return Assessment.objects.get(pk=found.pk).approved


def approve(found, *actors):
    for actor in actors:
        approve_assessment(assessment=found, actor=actor)


def test_the_district_approves_first_then_the_city(found, district, city):
    with pytest.raises(Locked, match="district has not approved"):
        approve(found, city)
    approve(found, district)
    assert state_of(found) == "district"
    approve(found, city)
    assert state_of(found) == "city"
    actions = AuditEntry.objects.filter(target=f"assessment:{found.pk}").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "assessment.approved_by_district",
        "assessment.approved_by_city",
    ]


def test_nothing_moves_what_is_approved(found, district):
    asked = ask_to_reopen(assessment=found, reason="A machine is missing.", actor=member_of(found))
    ReopenRequest.objects.filter(pk=asked.pk).update(state="withdrawn", decided_at=clock.now())
    approve(found, district)
    ReopenRequest.objects.filter(pk=asked.pk).update(state="open")
    with pytest.raises(Locked, match="locked"):
        reopen_assessment(assessment=found, reason=WHY, actor=district)
    with pytest.raises(Locked, match="locked"):
        decide_request(request=asked, decision=ACCEPT, reason=WHY, actor=district)
    assert ReopenRequest.objects.get(pk=asked.pk).state == "open"
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=found.pk).update(status=Status.IN_REVIEW)


def test_unlocking_takes_a_reason_and_a_second_person(found, district, city):
    approve(found, district)
    with pytest.raises(Forbidden, match="second person"):
        unlock_assessment(assessment=found, reason=WHY, actor=district)
    with pytest.raises(Invalid):
        unlock_assessment(assessment=found, reason=" ", actor=city)
    unlock_assessment(assessment=found, reason=WHY, actor=city)
    ended = Approval.objects.get()
    assert (state_of(found), ended.reason, ended.ended_by_name) == ("", WHY, city.name)
    assert AuditEntry.objects.filter(action="assessment.unlocked").count() == 1
    reopen_assessment(assessment=found, reason=WHY, actor=district)
    with pytest.raises(Locked):
        unlock_assessment(assessment=found, reason=WHY, actor=city)


def test_a_district_does_not_unlock_what_the_city_has_approved(found, district, city):
    approve(found, district, city)
    colleague = as_regulator(found.enterprise.district)
    with pytest.raises(Forbidden, match="only the city"):
        unlock_assessment(assessment=found, reason=WHY, actor=colleague)
    unlock_assessment(assessment=found, reason=WHY, actor=as_regulator())
    assert state_of(found) == ""
    assert not Approval.objects.open().exists()


def test_one_person_does_not_approve_at_both_levels(found, district):
    approve(found, district)
    same = as_regulator(user=person(district))
    assert look_through(found=approvable(same), actor=same).skipped[0][1] == Obstacle.SAME_PERSON


def test_many_are_approved_and_the_others_named_with_the_reason(found, district, monkeypatch):
    monkeypatch.setattr(approving, "PIECE", 1)
    other = verified()
    other.scores.all().delete()
    outcome = approve_assessments(found=approvable(as_regulator()), actor=district)
    assert [one.pk for one in outcome.approved] == [found.pk]
    assert [(one.pk, why) for one, why in outcome.skipped] == [(other.pk, Obstacle.NO_SCORE)]


def test_the_time_for_an_appeal_and_an_open_request_come_first(found, district):
    Assessment.objects.filter(pk=found.pk).update(verified_at=clock.now())
    assert look_through(found=approvable(district), actor=district).skipped[0][1] == "appeal_time"
    ask_to_reopen(assessment=found, reason="A machine is missing.", actor=member_of(found))
    assert look_through(found=approvable(district), actor=district).skipped[0][1] == "request"


def test_a_bulk_approval_shows_first_what_it_would_do(found, district, sign_in):
    page = sign_in(district)
    every = {"every": "1"}
    shown = page.post(reverse("diagnosis:approve"), every)
    assert "1 assessment can be approved" in shown.content.decode()
    stale = page.post(reverse("diagnosis:approve"), every | {"confirmed": "2"})
    assert "Meanwhile this has changed" in stale.content.decode()
    assert state_of(found) == ""
    done = page.post(reverse("diagnosis:approve"), {"chosen": [found.pk], "confirmed": "1"})
    assert "1 assessment approved and locked" in done.content.decode()
    assert state_of(found) == "district"
    assert page.post(reverse("diagnosis:approve")).status_code == 422


def test_another_district_neither_sees_nor_approves(found, sign_in):
    stranger = as_regulator("310104")
    page = sign_in(stranger)
    assert found.enterprise.name not in page.get(reverse("diagnosis:approvals")).content.decode()
    data = {"chosen": [found.pk], "confirmed": "0"}
    assert page.post(reverse("diagnosis:approve"), data).status_code == 200
    assert page.get(reverse("diagnosis:approval", args=[found.pk])).status_code == 404
    assert state_of(found) == ""


def test_the_firm_reads_that_its_assessment_is_locked_and_why_it_was_unlocked(sign_in):
    closed = submitted()
    visitor, city = consultant_for(closed), as_regulator()
    start_review(assessment=closed, actor=visitor)
    verify_assessment(assessment=closed, findings={}, actor=visitor, user=person(visitor))
    jobs.run_until_empty("interactive", heartbeat=False)
    long_ago = clock.now() - timedelta(days=60)
    Assessment.objects.filter(pk=closed.pk).update(verified_at=long_ago)
    approve(closed, as_regulator(closed.enterprise.district))
    result = reverse("diagnosis:result", args=[closed.pk])
    firm = sign_in(member_of(closed))
    assert "Approved by the district" in firm.get(result).content.decode()
    page = reverse("diagnosis:approval", args=[closed.pk])
    assert sign_in(city).post(page, {"unlock": "", "reason": ""}).status_code == 422
    assert sign_in(city).post(page, {"unlock": "", "reason": WHY}).status_code == 302
    assert WHY in firm.get(result).content.decode()
