"""Waiting for jobs."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from django.db.models import QuerySet

from gongfu.core.models import Job
from tests.services.waiting import PATIENCE, until


def of(jobs: Sequence[Job]) -> QuerySet[Job]:
    """The rows of these jobs as they are now."""
    return Job.objects.filter(pk__in=[job.pk for job in jobs])


def done(jobs: Sequence[Job]) -> int:
    return of(jobs).filter(state=Job.State.DONE).count()


def endure(jobs: Sequence[Job]) -> None:
    """Let a job that comes back first be killed at one point after the other."""
    of(jobs).update(max_attempts=20)


def all_ended(jobs: Sequence[Job], *, seconds: float = PATIENCE) -> None:
    """Return when no job is active any more; what became of them is the row's business."""
    until(lambda: not of(jobs).active().exists(), seconds=seconds, what="the end of all jobs")


def perhaps(probe: Callable[[], bool], *, seconds: float) -> bool:
    """Give it this long; not to see it is an answer too."""
    with suppress(AssertionError):
        until(probe, seconds=seconds)
        return True
    return False


def timed(began: float) -> float:
    return round(time.monotonic() - began, 1)
