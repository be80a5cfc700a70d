"""Reminders before and after the due day, with the clock standing still."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from diagnosis.deadlines import CATCH_UP, REMINDERS
from diagnosis.models import Assessment, Notice, Reminder, Status
from diagnosis.services import mailing, reminding
from diagnosis.services.reminding import remind, remind_due
from gongfu.core import clock, fault, jobs
from gongfu.core.fault import InjectedFault
from gongfu.core.models import Job, Role, User
from tests.diagnosis.conftest import person
from tests.factories import SYSTEM, as_firm, assessment, member_of

pytestmark = pytest.mark.django_db
DUE = date(2030, 12, 31)  # of the factory's campaign


@pytest.fixture
def opened(db):
    return assessment()


def on(day, monkeypatch):
    """What the clock does on a day."""
    monkeypatch.setattr(clock, "today", lambda: day)
    return remind_due(today=day, actor=SYSTEM)


def delivered():
    mail.outbox.clear()
    jobs.run_until_empty("bulk", heartbeat=False)
    return list(mail.outbox)


@pytest.mark.parametrize("one", REMINDERS, ids=lambda one: one.kind)
def test_each_falls_due_on_its_day_and_not_the_day_before(opened, one, monkeypatch):
    day = DUE - timedelta(days=one.days_left)
    before = {other.kind: DUE - timedelta(days=other.days_left) for other in REMINDERS}
    for kind, earlier in before.items():
        if earlier < day:
            Reminder.objects.create(assessment=opened, kind=kind, due_on=DUE, made_at=clock.now())
    assert on(day - timedelta(days=1), monkeypatch) == 0
    assert on(day, monkeypatch) == 1
    assert on(day, monkeypatch) == 0
    assert Reminder.objects.latest("pk").kind == one.kind


def test_after_a_stand_still_it_is_made_up_for_two_days_long(opened, monkeypatch):
    day = DUE - timedelta(days=14)
    assert on(day + CATCH_UP + timedelta(days=1), monkeypatch) == 0
    assert on(day + CATCH_UP, monkeypatch) == 1


def test_owners_and_editors_are_told_in_their_language_and_viewers_are_not(opened, monkeypatch):
    editor = person(as_firm(opened.enterprise, Role.EDITOR))
    as_firm(opened.enterprise, Role.VIEWER)
    User.objects.filter(pk=editor.pk).update(language="zh-hans")
    User.objects.filter(pk=member_of(opened).user_id).update(language="en")
    on(DUE - timedelta(days=3), monkeypatch)
    with translation.override("en"):
        told = {one.to[0]: one for one in delivered()}
    assert set(told) == {editor.email, person(member_of(opened)).email}
    assert "还有 3 天截止" in told[editor.email].subject
    owner = told[person(member_of(opened)).email]
    assert "due in 3 days" in owner.subject
    assert f"/assessments/{opened.pk}/" in owner.body


def test_a_submission_in_between_stops_what_waits_and_what_would_come(opened, monkeypatch):
    on(DUE - timedelta(days=14), monkeypatch)
    now = clock.now()
    Assessment.objects.update(status=Status.SUBMITTED, submitted_at=now)
    assert delivered() == []
    assert Notice.objects.get().state == "dropped"
    assert on(DUE - timedelta(days=3), monkeypatch) == 0
    assert remind(assessments=[Assessment.objects.get()], kind="by-hand", actor=SYSTEM) == 0


def test_a_new_due_day_is_reminded_of_anew(opened, monkeypatch):
    on(DUE - timedelta(days=3), monkeypatch)
    Assessment.objects.update(due_on=DUE + timedelta(days=60))
    assert on(DUE + timedelta(days=57), monkeypatch) == 1
    assert len(delivered()) == 1  # the older one is no longer true


@pytest.mark.parametrize("change", [{"is_extra": True}, {"campaign__closed_on": DUE}, {"left": 1}])
def test_whoever_need_not_submit_is_left_alone(opened, change, monkeypatch):
    if "is_extra" in change:
        Assessment.objects.update(is_extra=True)
    elif "left" in change:
        opened.enterprise.scope.update(left_on=DUE - timedelta(days=20))
    else:
        type(opened.campaign).objects.update(closed_on=DUE)
    assert on(DUE - timedelta(days=3), monkeypatch) == 0


@pytest.mark.parametrize(("point", "sent"), [("mail.marked", 0), ("mail.sent", 1)])
def test_a_worker_that_dies_leaves_a_mark_and_nobody_sends_again(opened, point, sent, monkeypatch):
    remind(assessments=[opened], kind="by-hand", actor=SYSTEM)
    notice = Notice.objects.select_related("user", "assessment__enterprise").get()

    def die(name):
        if name == point:
            raise InjectedFault(name)

    mail.outbox.clear()
    with monkeypatch.context() as patched:
        patched.setattr(fault, "point", die)
        with pytest.raises(InjectedFault):
            mailing.send(notice, mail.get_connection())
    assert Notice.objects.get().state == "sending"
    before = len(mail.outbox)
    mailing.send(notice, mail.get_connection())
    jobs.run_until_empty("bulk", heartbeat=False)
    assert (before, len(mail.outbox)) == (sent, sent)


def test_a_mail_server_that_is_away_leaves_everything_waiting(opened, monkeypatch):
    remind(assessments=[opened], kind="by-hand", actor=SYSTEM)

    def away(self):
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.backends.locmem.EmailBackend.open", away)
        jobs.run_next("bulk", heartbeat=False)
    assert (Notice.objects.get().state, Job.objects.get(kind="mail").state) == ("waiting", "queued")
    Job.objects.filter(kind="mail").delete()  # as when it had failed for good
    mailing.queue_forgotten(actor=SYSTEM)
    assert len(delivered()) == 1


def test_a_firm_with_a_nasty_name_cannot_write_headers(opened, monkeypatch):
    type(opened.enterprise).objects.update(
        name_zh="厂\r\nBcc: all@example.org", name_en="Works\nBcc: all@example.org"
    )
    remind(assessments=[opened], kind="by-hand", actor=SYSTEM)
    (message,) = delivered()
    assert message.message()["Bcc"] is None
    assert message.recipients() == [person(member_of(opened)).email]


def test_the_message_stands_on_the_start_page_until_it_is_submitted(opened, firm):
    Assessment.objects.update(due_on=clock.today() + timedelta(days=3))
    opened.refresh_from_db()
    remind(assessments=[opened], kind="before-3", actor=SYSTEM)
    assert "We reminded you on" in firm(opened).get("/my/").content.decode()
    Assessment.objects.update(status=Status.SUBMITTED, submitted_at=clock.now())
    assert "We reminded you on" not in firm(opened).get("/my/").content.decode()


def test_looking_costs_the_same_for_a_large_city_and_uses_the_index(opened, monkeypatch):
    found = reminding.due_for(REMINDERS[0], DUE - timedelta(days=14))
    if connection.vendor == "sqlite":
        assert "assessment_due" in found.explain()
    with CaptureQueriesContext(connection) as queries:
        on(DUE - timedelta(days=100), monkeypatch)
    assert len(queries) == len(REMINDERS)


def test_a_batch_costs_the_same_for_one_firm_and_for_four(monkeypatch):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            on(DUE - timedelta(days=14), monkeypatch)
        return len(queries)

    assessment()
    first = cost()
    for _ in range(4):
        assessment()
    assert cost() <= first + 1
