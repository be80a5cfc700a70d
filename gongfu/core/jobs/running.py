import logging
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone, translation

from gongfu.core import fault
from gongfu.core.errors import GongfuError
from gongfu.core.models import Job

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=settings.JOB_LEASE_SECONDS)
HEARTBEAT = timedelta(seconds=settings.JOB_HEARTBEAT_SECONDS)
SILENCE = timedelta(minutes=30)  # without progress, after which a job counts as hanging
BACKOFF = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2))


class LeaseLost(Exception):
    """Another worker has taken the job over; whatever this one did must not be kept."""


class Lease:
    """A worker's hold on one job, good while its token is the job's token."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.token = job.token
        self.moved_at = monotonic()

    def _mine(self) -> Any:
        return Job.objects.filter(pk=self.job.pk, token=self.token, state=Job.State.RUNNING)

    @contextmanager
    def complete(self) -> Iterator[dict[str, Any]]:
        """Do the effect inside: it and the word "done" are committed together or not at all.

        Yields a dict that becomes the job's result. Raises LeaseLost, undoing the effect,
        when another worker has claimed the job meanwhile.
        """
        result: dict[str, Any] = {}
        with transaction.atomic():
            if not self._mine().update(lease_until=timezone.now() + LEASE):  # locks the row first
                raise LeaseLost(str(self.job))
            yield result
            fault.point("job.complete")
            done = self._mine().update(
                state=Job.State.DONE, result=result, finished_at=timezone.now(), lease_until=None
            )
            if not done:
                raise LeaseLost(str(self.job))

    def progress(self, done: int, total: int) -> None:
        """Tell the page how far the job is; also renews the lease."""
        self.moved_at = monotonic()
        kept = self._mine().update(
            progress_done=done, progress_total=total, lease_until=timezone.now() + LEASE
        )
        if not kept:
            raise LeaseLost(str(self.job))

    def renew(self) -> bool:
        return bool(self._mine().update(lease_until=timezone.now() + LEASE))

    def fail(self, reason: str, params: dict[str, Any]) -> None:
        """End the job for good, with a reason a person can act on."""
        self._mine().update(
            state=Job.State.FAILED,
            reason=reason,
            reason_params=params,
            finished_at=timezone.now(),
            lease_until=None,
        )

    def give_back(self) -> None:
        """Queue the job again after an unexpected error; the wait grows with each attempt."""
        wait = BACKOFF[min(self.job.attempts, len(BACKOFF)) - 1]
        self._mine().update(
            state=Job.State.QUEUED, lease_until=None, not_before=timezone.now() + wait
        )


Handler = Callable[[Lease], None]
_handlers: dict[str, Handler] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of this kind; it ends with `lease.complete()`."""

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def run_until_empty(queue: str, *, heartbeat: bool = True) -> int:
    """Run the waiting jobs of a queue one after another; return how many."""
    count = 0
    while run_next(queue, heartbeat=heartbeat):
        count += 1
    return count


def run_next(queue: str, *, heartbeat: bool = True) -> Job | None:
    """Claim and run one job; None when nothing is due. Never raises for what the job did."""
    job = _claim(queue)
    if job is None:
        return None
    fault.point("job.claimed")
    lease = Lease(job)
    with _heartbeat(lease) if heartbeat else _no_heartbeat():
        _run(lease)
    return job


def _claim(queue: str) -> Job | None:
    """Take the oldest due job; the condition in the update lets one of many workers have it."""
    while True:
        now = timezone.now()
        due = Q(not_before__isnull=True) | Q(not_before__lte=now)
        job = Job.objects.filter(due, queue=queue, state=Job.State.QUEUED).order_by("id").first()
        if job is None:
            return None
        taken = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED, token=job.token).update(
            state=Job.State.RUNNING,
            token=F("token") + 1,
            attempts=F("attempts") + 1,
            lease_until=now + LEASE,
            started_at=now,
        )
        if taken:
            job.refresh_from_db()
            return job


def _run(lease: Lease) -> None:
    job = lease.job
    try:
        with translation.override(_language_of(job)):
            _handlers[job.kind](lease)
    except LeaseLost:
        logger.warning("job %s was taken over by another worker", job.pk)
    except GongfuError as error:
        told = {name: str(value) for name, value in error.params.items()}
        lease.fail(error.code, {**told, "message": error.message})
    except Exception:
        logger.exception("job %s (%s) attempt %s", job.pk, job.kind, job.attempts)
        if job.attempts >= job.max_attempts:
            lease.fail("unexpected", {"attempts": job.attempts})
        else:
            lease.give_back()


def _language_of(job: Job) -> str:
    """Why a job failed is written down in the language of whoever asked for it."""
    return (job.owner.language if job.owner else "") or settings.LANGUAGE_CODE


@contextmanager
def _heartbeat(lease: Lease) -> Iterator[None]:
    """Renew the lease from a second thread while the work goes on; end a worker that hangs.

    Nothing else ends it: its job comes back like that of any worker that died.
    """
    stop = Event()

    def beat() -> None:
        try:
            while not stop.wait(HEARTBEAT.total_seconds()):
                if monotonic() - lease.moved_at > SILENCE.total_seconds():
                    logger.critical("job %s hangs, its worker is ended", lease.job.pk)
                    os.kill(os.getpid(), signal.SIGKILL)
                if not lease.renew():
                    return
        finally:
            connection.close()

    thread = Thread(target=beat, daemon=True, name=f"lease-{lease.job.pk}")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def _no_heartbeat() -> Iterator[None]:
    yield
