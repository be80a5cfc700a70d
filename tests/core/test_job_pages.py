"""The page of a job tells the truth in each state, with and without script."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gongfu.core.models import Job, Role
from gongfu.core.ui.states import JOB_WORDS, name_job
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _named(monkeypatch):
    monkeypatch.setattr("gongfu.core.ui.states.JOB_WORDS", {**JOB_WORDS})


@pytest.fixture
def owner(signed_in):
    return signed_in(Role.OWNER)


def job(owner, **fields) -> Job:
    return Job.objects.create(kind="walk", key=str(Job.objects.count()), owner=owner, **fields)


def page(client, made, **headers) -> str:
    return client.get(reverse("core:job", args=[made.pk]), **headers).content.decode()


def test_a_waiting_job_says_its_place(client, owner):
    job(None), job(None)
    assert "queued, 2 ahead" in page(client, job(owner))


def test_the_first_in_line_says_so(client, owner):
    assert "queued, next in line" in page(client, job(owner))


def test_a_running_job_says_how_far_it_is_and_draws_it(client, owner):
    later = timezone.now() + timedelta(seconds=30)
    made = job(owner, state="running", lease_until=later, progress_done=9, progress_total=16)
    html = page(client, made)
    assert "working, 9 of 16" in html
    assert 'width="56.00"' in html


def test_a_failed_job_says_why_and_can_be_tried_again(client, owner):
    made = job(owner, state="failed", reason="unexpected", attempts=3)
    assert "3 times in a row" in page(client, made)
    client.post(reverse("core:job", args=[made.pk]))
    made.refresh_from_db()
    assert made.state == "queued"


def test_a_job_that_did_not_fail_cannot_be_tried_again(client, owner):
    made = job(owner)
    response = client.post(reverse("core:job", args=[made.pk]))
    assert response.status_code == 409
    assert "Only a failed job" in response.content.decode()


def test_a_done_job_links_to_what_it_made(client, owner):
    made = job(owner, state="done", result={"url": "/reports/7/"}, finished_at=timezone.now())
    assert 'href="/reports/7/"' in page(client, made)


def test_htmx_gets_the_row_alone_and_keeps_asking_while_it_lasts(client, owner):
    made = job(owner)
    row = page(client, made, HTTP_HX_REQUEST="true")
    assert "<html" not in row
    assert "data-poll" in row
    made.state = "done"
    made.finished_at = timezone.now()
    made.save()
    assert "data-poll" not in page(client, made, HTTP_HX_REQUEST="true")


def test_the_page_is_called_by_what_the_job_does_and_has_done(client, owner):
    name_job("walk", "Walk", making="Walking", made="There", unmade="Lost", take="Take it")
    made = job(owner)
    html = page(client, made)
    assert all(words in html for words in ("Walking", "You may leave this page"))
    assert '<noscript><p><a href="">' in html
    made.state, made.finished_at, made.attempts = "done", timezone.now(), 1
    made.result = {"url": "/reports/7/download/", "page": "/reports/7/"}
    made.save()
    html = page(client, made)
    assert all(words in html for words in ("There", "Take it", 'href="/reports/7/"'))
    assert not any(old in html for old in ("Walking", "You may leave", "Attempts", "noscript"))


def test_the_row_takes_the_heading_of_its_own_page_along(client, owner):
    made = job(owner)
    url = reverse("core:job", args=[made.pk])
    asked = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": f"http://testserver{url}"}
    assert 'id="job-title" hx-swap-oob' in page(client, made, **asked)
    asked["HTTP_HX_CURRENT_URL"] = "http://testserver/reports/"
    assert "hx-swap-oob" not in page(client, made, **asked)


def test_attempts_are_told_once_there_was_another(client, owner):
    assert "Attempts" in page(client, job(owner, state="queued", attempts=2))


def test_a_job_of_somebody_else_does_not_exist(client, owner):
    made = job(UserFactory.create())
    assert client.get(reverse("core:job", args=[made.pk])).status_code == 404


def test_the_operator_sees_all_jobs_page_by_page(client, signed_in, demo):
    signed_in(Role.OPERATOR)
    for _number in range(15):
        job(None)
    url = reverse("core:jobs")
    first = client.get(url, {"size": 12}).content.decode()
    assert "1 to 12 of 15" in first
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "13 to 15 of 15" in client.get(url + following).content.decode()
    assert "No jobs" in client.get(url, {"state": "failed"}).content.decode()


def test_a_row_that_asks_after_the_session_ended_sends_the_whole_page_to_sign_in(client, owner):
    made = job(owner)
    client.logout()
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/reports/?a=1"}
    response = client.get(reverse("core:job", args=[made.pk]), headers=headers)
    assert response["HX-Redirect"] == f"{reverse('account_login')}?next=%2Freports%2F%3Fa%3D1"
    assert response.content == b""
