"""Celery's view of the job table: wake a queue, sweep; and the jobs of the core itself."""

from celery import shared_task

from gongfu.core import jobs
from gongfu.core.models import Job
from gongfu.core.services.auditing import seal
from gongfu.core.services.changing import number_changes
from gongfu.core.services.resetting import KIND as RESET_KIND
from gongfu.core.services.resetting import send_reset_mail
from gongfu.core.services.watching import beat
from gongfu.core.sessions import SessionStore


@shared_task(ignore_result=True)
def wake(queue: str) -> None:
    """Run whatever waits in the queue."""
    jobs.run_until_empty(queue)


@shared_task(ignore_result=True)
def sweep() -> None:
    """The periodic look after lost work, unsealed entries and unnumbered changes."""
    jobs.sweep()
    number_changes()
    seal()


@shared_task(ignore_result=True)
def tidy_sessions() -> None:
    """Remove the sessions that are over; whoever just leaves ends none."""
    SessionStore.clear_expired()


@shared_task(ignore_result=True)
def pulse(queue: str) -> None:
    """Show that this queue has a worker that takes messages."""
    beat(queue)


@jobs.handler(RESET_KIND)
def reset_mail(lease: jobs.Lease) -> None:
    """Send the mail and forget the address."""
    with lease.complete():
        send_reset_mail(**lease.job.payload)
        Job.objects.filter(pk=lease.job.pk).update(payload={})
