"""Celery's view of the job table: wake a queue, sweep. No work is described here."""

from celery import shared_task

from gongfu.core import jobs


@shared_task(ignore_result=True)
def wake(queue: str) -> None:
    """Run whatever waits in the queue."""
    jobs.run_until_empty(queue)


@shared_task(ignore_result=True)
def sweep() -> None:
    """The periodic look after lost work."""
    jobs.sweep()
