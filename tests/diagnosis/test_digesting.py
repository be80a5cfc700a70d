"""New comments by mail: once an evening, to who has not read them, while it is a draft."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from diagnosis.models import Comment, Notice
from diagnosis.services.commenting import add_comment, note_seen
from diagnosis.services.digesting import digest_comments
from gongfu.core import clock, jobs
from gongfu.core.models import Role, User
from tests.factories import SYSTEM, as_firm, assessment, member_of, submitted

pytestmark = pytest.mark.django_db
NOON = datetime(2030, 5, 6, 4, tzinfo=UTC)  # in Shanghai
EVENING = NOON + timedelta(hours=6)


@pytest.fixture
def opened():
    return assessment()


@pytest.fixture
def editor(opened):
    return as_firm(opened.enterprise, Role.EDITOR)


def say(opened, actor, monkeypatch, at=NOON, ref="q5", text="Which machines count?"):
    monkeypatch.setattr(clock, "now", lambda: at)
    return add_comment(assessment=opened, ref=ref, text=text, actor=actor)


def in_the_evening(monkeypatch, at=EVENING):
    """The mails of that hour."""
    monkeypatch.setattr(clock, "now", lambda: at)
    mail.outbox.clear()
    digest_comments(now=at, actor=SYSTEM)
    jobs.run_until_empty("bulk", heartbeat=False)
    return list(mail.outbox)


def address(actor):
    return User.objects.get(pk=actor.user_id).email


def test_a_colleague_is_told_once_in_the_evening_of_all_that_was_said(opened, editor, monkeypatch):
    say(opened, member_of(opened), monkeypatch)
    say(opened, member_of(opened), monkeypatch, ref="q6", text="And leased ones?")
    assert in_the_evening(monkeypatch, NOON + timedelta(hours=1)) == []
    (letter,) = in_the_evening(monkeypatch)
    assert letter.to == [address(editor)]
    assert f"/assessments/{opened.pk}/comments/" in letter.body
    assert letter.body.count("- ") == 2
    assert "Which machines" not in letter.body
    assert in_the_evening(monkeypatch, EVENING + timedelta(hours=1)) == []


def test_the_mail_says_where_to_stop_it_and_then_it_stops(opened, editor, monkeypatch, sign_in):
    say(opened, member_of(opened), monkeypatch)
    (letter,) = in_the_evening(monkeypatch)
    assert "/account/" in letter.body
    monkeypatch.undo()
    browser = sign_in(editor)
    said = browser.post(reverse("core:mails"), {"comments": "off"}, follow=True)
    assert "no more mails about new comments" in said.content.decode()
    tomorrow = timedelta(days=1)
    say(opened, member_of(opened), monkeypatch, at=NOON + tomorrow, text="And now?")
    assert in_the_evening(monkeypatch, EVENING + tomorrow) == []


def test_what_was_read_or_withdrawn_is_not_told(opened, editor, monkeypatch):
    read = say(opened, member_of(opened), monkeypatch)
    gone = say(opened, member_of(opened), monkeypatch, ref="q6")
    Comment.objects.filter(pk=gone.pk).update(withdrawn_at=NOON)
    note_seen(assessment=opened, key=read.key, newest=read.pk, user_id=editor.user_id)
    assert in_the_evening(monkeypatch) == []


def test_nobody_is_told_after_submitting_nor_of_an_older_day(editor, opened, monkeypatch):
    closed = submitted(scored=False)
    as_firm(closed.enterprise, Role.EDITOR)
    say(closed, member_of(closed), monkeypatch)
    say(opened, member_of(opened), monkeypatch, at=NOON - timedelta(days=2))
    in_the_evening(monkeypatch)
    assert not Notice.objects.filter(kind="comments").exists()


def test_viewers_and_strangers_are_not_told(opened, monkeypatch):
    as_firm(opened.enterprise, Role.VIEWER)
    member_of(assessment())
    say(opened, member_of(opened), monkeypatch)
    assert in_the_evening(monkeypatch) == []


def test_what_is_read_before_the_mail_leaves_drops_it(opened, editor, monkeypatch):
    said = say(opened, member_of(opened), monkeypatch)
    monkeypatch.setattr(clock, "now", lambda: EVENING)
    assert digest_comments(now=EVENING, actor=SYSTEM) == 1
    note_seen(assessment=opened, key=said.key, newest=said.pk, user_id=editor.user_id)
    jobs.run_until_empty("bulk", heartbeat=False)
    assert mail.outbox == []
    assert Notice.objects.get().state == Notice.State.DROPPED


def test_one_person_in_two_firms_gets_one_mail_about_both(opened, monkeypatch):
    other = assessment()
    person = User.objects.get(pk=as_firm(opened.enterprise, Role.EDITOR).user_id)
    as_firm(other.enterprise, Role.EDITOR, user=person)
    for each in (opened, other):
        say(each, member_of(each), monkeypatch)
    letters = [letter for letter in in_the_evening(monkeypatch) if letter.to == [person.email]]
    assert len(letters) == 1
    assert all(f"/assessments/{each.pk}/" in letters[0].body for each in (opened, other))
