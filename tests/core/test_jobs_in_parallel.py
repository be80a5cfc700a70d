"""Many workers at one queue, on the real database: every job has its effect once."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from gongfu.core import jobs
from gongfu.core.actor import Actor
from gongfu.core.jobs import running
from gongfu.core.models import Change, Job
from gongfu.core.services.changing import note_change

WORKERS, JOBS = 4, 12


@pytest.mark.django_db(transaction=True)
def test_workers_that_race_for_jobs_do_each_of_them_once(monkeypatch):
    monkeypatch.setattr(running, "_handlers", {})

    @jobs.handler("race")
    def race(lease):
        with lease.complete():
            note_change(kind="race", key=lease.job.key)

    for number in range(JOBS):
        jobs.enqueue(kind="race", key=str(number), actor=Actor.system("test"))
    start = Barrier(WORKERS)

    def work() -> None:
        start.wait()
        try:
            jobs.run_until_empty("interactive", heartbeat=False)
        finally:
            connection.close()

    threads = [Thread(target=work) for _worker in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = Job.objects.filter(kind="race", state="done", attempts=1)
    assert done.count() == JOBS
    effects = Change.objects.filter(kind="race").values_list("key", flat=True)
    assert sorted(effects, key=int) == [str(number) for number in range(JOBS)]


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_keeps_a_lease_alive_while_the_work_goes_on(monkeypatch):
    monkeypatch.setattr(running, "_handlers", {})
    monkeypatch.setattr(running, "HEARTBEAT", running.timedelta(milliseconds=20))
    seen = []

    @jobs.handler("slow")
    def slow(lease):
        Job.objects.filter(pk=lease.job.pk).update(lease_until=lease.job.created_at)
        for _look in range(100):
            lease.job.refresh_from_db()
            if lease.job.lease_until > lease.job.created_at:
                break
            running.Event().wait(0.02)
        seen.append(lease.job.lease_until > lease.job.created_at)
        with lease.complete():
            pass

    jobs.enqueue(kind="slow", key="1", actor=Actor.system("test"))
    assert jobs.run_next("interactive").kind == "slow"
    assert seen == [True]
