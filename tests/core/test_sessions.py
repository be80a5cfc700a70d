"""R-A05: a session is new at sign-in and over at once when it ends, copies of its cookie too."""

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongfu.core.clock import today
from gongfu.core.models import Role, RoleGrant, ScopeKind, Session, User
from gongfu.core.services.accounts import close_account, open_account
from gongfu.core.tasks import tidy_sessions
from tests.factories import PASSWORD, UserFactory, grant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

LOGIN, ACCOUNT = reverse("account_login"), reverse("core:account")


def sign_in(client, user):
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert opens(client)


def opens(client) -> bool:
    """Whether the person's own page opens; visitors are sent to the sign-in page."""
    return client.get(ACCOUNT).status_code == 200


def copied(client) -> Client:
    """Another browser with the same session cookie."""
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return thief


@pytest.fixture
def user():
    return UserFactory.create(language="en")


def test_a_session_made_before_sign_in_is_not_the_one_after(client, user):
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    victim = copied(client)
    sign_in(victim, user)
    assert victim.cookies[settings.SESSION_COOKIE_NAME].value != session.session_key
    assert not opens(client)


def test_a_copied_cookie_is_dead_after_sign_out(client, user):
    sign_in(client, user)
    thief = copied(client)
    client.post(reverse("account_logout"))
    assert not opens(thief)


def test_a_copied_cookie_is_dead_after_a_change_of_password(client, user):
    sign_in(client, user)
    thief = copied(client)
    new = "a new sentence to remember"
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert opens(client)
    assert not opens(thief)


def test_a_closed_account_is_out_at_once_and_old_cookies_stay_out_when_it_opens_again(client, user):
    sign_in(client, user)
    thief = copied(client)
    close_account(user=user)
    assert not opens(client)
    open_account(user=user)
    assert not opens(client)
    assert not opens(thief)


def test_a_session_seen_while_the_account_was_closed_by_hand_is_gone(client, user):
    sign_in(client, user)
    User.objects.update(is_active=False)
    assert not opens(client)
    User.objects.update(is_active=True)
    assert not opens(client)


def test_a_grant_that_ended_counts_from_the_next_request(client, user):
    grant(Role.OPERATOR, ScopeKind.CITY, user=user)
    sign_in(client, user)
    jobs = reverse("core:jobs")
    assert client.get(jobs).status_code == 200
    RoleGrant.objects.update(valid_to=today() - timedelta(days=1))
    assert client.get(jobs).status_code == 403


def at(monkeypatch, seconds: float) -> None:
    now = time.time()
    monkeypatch.setattr("gongfu.core.middleware.session_age.time.time", lambda: now + seconds)


def test_staff_are_signed_out_after_half_an_hour_without_a_visit(client, user, monkeypatch):
    grant(Role.OPERATOR, ScopeKind.CITY, user=user)
    sign_in(client, user)
    thief = copied(client)
    at(monkeypatch, 31 * 60)
    assert not opens(client)
    assert not opens(thief)


def test_visits_keep_a_session_alive_until_its_twelve_hours_are_over(client, user, monkeypatch):
    grant(Role.OPERATOR, ScopeKind.CITY, user=user)
    sign_in(client, user)
    for minutes in range(25, 12 * 60, 25):
        with monkeypatch.context() as patch:
            at(patch, minutes * 60)
            assert opens(client), minutes
    at(monkeypatch, 12 * 3600 + 60)
    assert not opens(client)


def test_firms_may_pause_for_longer(client, user, monkeypatch):
    grant(Role.OWNER, ScopeKind.ENTERPRISE, 1, user=user)
    sign_in(client, user)
    at(monkeypatch, 7 * 3600)
    assert opens(client)


def test_two_browsers_are_two_sessions(client, user):
    other = Client()
    sign_in(client, user)
    sign_in(other, user)
    client.post(reverse("account_logout"))
    assert opens(other)


def test_sessions_that_are_over_are_removed_by_a_task_that_runs_by_itself(client, user):
    other = Client()
    sign_in(client, user)
    sign_in(other, user)
    Session.objects.filter(pk=other.session.session_key).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    )
    tidy_sessions()
    assert list(Session.objects.values_list("pk", flat=True)) == [client.session.session_key]
    scheduled = {each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()}
    assert tidy_sessions.name in scheduled
