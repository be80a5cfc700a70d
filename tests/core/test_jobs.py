"""The job table: claimed once, fenced, brought back, and never dependent on the broker."""

from datetime import timedelta
from threading import Event

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from gongfu.core import jobs
from gongfu.core.actor import Actor
from gongfu.core.errors import Invalid, Locked
from gongfu.core.jobs import Lease, LeaseLost, queueing, running
from gongfu.core.jobs.reasons import reason_text
from gongfu.core.models import Change, Job
from gongfu.core.services.changing import note_change

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("test")


@pytest.fixture
def effects(monkeypatch):
    """Handlers of three kinds; what "work" did is one Change row per effect."""
    monkeypatch.setattr(running, "_handlers", {})

    @jobs.handler("work")
    def work(lease):
        with lease.complete() as result:
            note_change(kind="test", key=lease.job.key)
            result["url"] = "/done/"

    @jobs.handler("poison")
    def poison(lease):
        raise RuntimeError("always")

    @jobs.handler("refused")
    def refused(lease):
        raise Invalid("Question 11 is missing.", question=11)

    return Change.objects.filter(kind="test")


def enqueue(kind="work", key="1", **more) -> Job:
    return jobs.enqueue(kind=kind, key=key, actor=SYSTEM, **more)


def run() -> Job | None:
    return jobs.run_next("interactive", heartbeat=False)


def claim() -> Lease:
    return Lease(running._claim("interactive"))


def lapse(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_job_is_done_and_says_where_its_result_is(effects):
    job = enqueue()
    run()
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == ("done", {"url": "/done/"}, 1)
    assert job.finished_at is not None
    assert effects.count() == 1


def test_jobs_run_in_the_order_they_came(effects):
    first, second = enqueue(key="1"), enqueue(key="2")
    assert [run().pk, run().pk, run()] == [first.pk, second.pk, None]


def test_an_active_job_about_the_same_thing_is_returned_instead(effects):
    assert enqueue().pk == enqueue().pk
    run()
    assert enqueue().pk != Job.objects.order_by("pk").first().pk


def test_a_claimed_job_cannot_be_claimed_again(effects):
    enqueue()
    assert running._claim("interactive") is not None
    assert running._claim("interactive") is None


def test_a_queue_runs_only_its_own_jobs(effects):
    enqueue(queue="bulk")
    assert run() is None
    assert jobs.run_until_empty("bulk", heartbeat=False) == 1


def test_an_old_token_cannot_write(effects):
    """R-F14: the lease is lost while the first worker still runs; its late word does not count."""
    enqueue()
    first = claim()
    lapse(first.job)
    assert jobs.sweep() == 1
    second = claim()
    with second.complete():
        note_change(kind="test", key="by the second")
    with pytest.raises(LeaseLost), first.complete():
        note_change(kind="test", key="by the first")
    assert [change.key for change in effects] == ["by the second"]


def test_the_lease_lost_inside_the_effect_undoes_the_effect(effects):
    enqueue()
    first = claim()
    with pytest.raises(LeaseLost), first.complete():  # noqa: PT012
        note_change(kind="test", key="lost")
        Job.objects.filter(pk=first.job.pk).update(token=first.token + 1)
    assert effects.count() == 0


def test_a_stale_worker_can_neither_renew_nor_report_nor_fail(effects):
    enqueue()
    stale = claim()
    lapse(stale.job)
    jobs.sweep()
    current = claim()
    assert not stale.renew()
    with pytest.raises(LeaseLost):
        stale.progress(1, 2)
    stale.fail("unexpected", {})
    current.job.refresh_from_db()
    assert current.job.state == "running"


def test_progress_is_seen_and_renews_the_lease(effects):
    enqueue()
    lease = claim()
    lapse(lease.job)
    lease.progress(3, 16)
    lease.job.refresh_from_db()
    assert (lease.job.progress_done, lease.job.progress_total) == (3, 16)
    assert lease.job.lease_until > timezone.now()


def test_a_job_that_always_fails_ends_after_three_attempts_with_a_reason(effects, caplog):
    job = enqueue(kind="poison")
    for _attempt in range(3):
        Job.objects.update(not_before=None)
        run()
    job.refresh_from_db()
    assert (job.state, job.reason, job.attempts) == ("failed", "unexpected", 3)
    assert run() is None


def test_after_an_unexpected_error_the_job_waits_before_it_runs_again(effects, caplog):
    job = enqueue(kind="poison")
    run()
    job.refresh_from_db()
    assert job.state == "queued"
    assert job.not_before > timezone.now()
    assert run() is None


def test_a_rule_that_is_broken_ends_the_job_at_once_in_words(effects):
    job = enqueue(kind="refused")
    run()
    job.refresh_from_db()
    assert (job.state, job.reason, job.attempts) == ("failed", "invalid", 1)
    assert reason_text(job) == "Question 11 is missing."


def test_a_kind_nobody_handles_ends_with_a_reason(effects, caplog):
    job = enqueue(kind="unheard-of")
    for _attempt in range(3):
        Job.objects.update(not_before=None)
        run()
    job.refresh_from_db()
    assert job.state == "failed"


def test_a_failed_job_can_be_tried_again_and_a_done_one_cannot(effects):
    job = enqueue(kind="refused")
    run()
    job.refresh_from_db()
    assert jobs.retry(job=job).state == "queued"
    done = enqueue(key="2")
    jobs.run_until_empty("interactive", heartbeat=False)
    done.refresh_from_db()
    with pytest.raises(Locked):
        jobs.retry(job=done)


def test_a_failed_job_is_not_tried_again_while_another_about_the_same_is_active(effects):
    failed = enqueue(kind="refused")
    run()
    active = enqueue(kind="refused")
    with pytest.raises(Locked):
        jobs.retry(job=failed)
    assert active.state == "queued"


def test_the_sweep_brings_back_what_a_dead_worker_held_and_only_that(effects):
    dead, alive = enqueue(key="dead"), enqueue(key="alive")
    claim(), claim()
    lapse(dead)
    assert jobs.sweep() == 1
    assert jobs.sweep() == 0
    alive.refresh_from_db()
    assert alive.state == "running"
    assert run().pk == dead.pk
    assert effects.count() == 1


def test_a_job_that_kills_its_worker_each_time_ends_with_a_reason(effects):
    job = enqueue()
    for _attempt in range(3):
        claim()
        lapse(job)
        jobs.sweep()
    job.refresh_from_db()
    assert (job.state, job.reason) == ("failed", "worker_lost")


def test_a_job_that_hangs_ends_its_worker(effects, monkeypatch, caplog):
    killed = Event()
    monkeypatch.setattr(running, "HEARTBEAT", timedelta(milliseconds=1))
    monkeypatch.setattr(running, "SILENCE", timedelta(0))
    monkeypatch.setattr(running.os, "kill", lambda *_of: killed.set())
    monkeypatch.setattr(Lease, "renew", lambda _lease: False)  # what it says after its death
    jobs.handler("hanging")(lambda _lease: killed.wait(60))
    job = enqueue(kind="hanging")
    jobs.run_next("interactive")
    job.refresh_from_db()
    assert killed.is_set()
    assert job.state == "running"  # until the sweep finds that nobody holds it


def test_a_broker_that_does_not_answer_breaks_nothing(
    effects, monkeypatch, django_capture_on_commit_callbacks
):
    def silent(*args, **kwargs):
        raise OperationalError("no answer")

    monkeypatch.setattr(queueing.app, "send_task", silent)
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue()
    assert job.state == "queued"
    assert jobs.sweep() == 0
    assert run().pk == job.pk


def test_the_worker_is_woken_only_after_the_commit(
    effects, monkeypatch, django_capture_on_commit_callbacks
):
    sent = []
    monkeypatch.setattr(queueing.app, "send_task", lambda *args, **kwargs: sent.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        enqueue()
        assert sent == []
    assert len(sent) == 1
