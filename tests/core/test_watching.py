"""Health: the process, the parts; a dead worker shows, a busy one does not look dead."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from gongfu.core.models import Heartbeat, Job, Role
from gongfu.core.services import watching
from gongfu.core.tasks import pulse

READY = reverse("core:ready")


def parts_of(client) -> dict[str, str]:
    return client.get(READY).json()["parts"]


@pytest.fixture
def alive(db):
    for queue in Job.Queue.values:
        pulse(queue)


def test_the_process_answers_without_asking_anything(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get(reverse("core:health"))
    assert response.json() == {"status": "ok"}


def test_all_parts_work(client, alive):
    assert client.get(READY).json()["status"] == "ok"


def test_a_worker_that_is_silent_for_a_minute_shows(client, alive):
    late = timezone.now() - timedelta(seconds=61)
    Heartbeat.objects.filter(queue="bulk").update(at=late)
    response = client.get(READY)
    assert response.status_code == 200
    assert response.json()["status"] == "degraded"
    assert parts_of(client)["worker:bulk"] == "failing"
    assert parts_of(client)["worker:interactive"] == "ok"


def test_a_worker_busy_with_a_long_job_is_alive(client, db):
    soon = timezone.now() + timedelta(seconds=20)
    Job.objects.create(kind="x", key="1", queue="bulk", state="running", lease_until=soon)
    assert parts_of(client)["worker:bulk"] == "ok"


def test_work_that_waits_too_long_shows(client, alive):
    job = Job.objects.create(kind="x", key="1")
    assert parts_of(client)["queue:interactive"] == "ok"
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(minutes=6))
    assert parts_of(client)["queue:interactive"] == "failing"


def test_a_broker_that_is_gone_degrades_and_no_more(client, alive, monkeypatch):
    def gone():
        raise OSError("refused")

    monkeypatch.setattr(watching, "_broker", gone)
    response = client.get(READY)
    assert (response.status_code, response.json()["status"]) == (200, "degraded")


def test_without_a_database_nothing_is_ready(client, db, monkeypatch):
    def gone():
        raise DatabaseError("away")

    monkeypatch.setattr(watching, "_database", gone)
    response = client.get(READY)
    assert (response.status_code, response.json()) == (
        503,
        {"status": "down", "parts": {"database": "failing"}},
    )


def test_the_public_learns_no_details(client, alive):
    assert set(parts_of(client).values()) <= {"ok", "failing"}


def test_the_operator_sees_the_parts_as_a_page(client, signed_in, demo, alive):
    signed_in(Role.OPERATOR)
    html = client.get(reverse("core:state")).content.decode()
    assert "Worker · in bulk" in html
