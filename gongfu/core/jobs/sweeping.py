from django.db.models import F, Q
from django.utils import timezone

from gongfu.core.jobs.queueing import wake
from gongfu.core.models import Job


def sweep() -> int:
    """Bring back jobs whose lease ran out, wake the queues that have work; return how many.

    Safe to run at any time and twice at once: each step is one conditional update.
    """
    now = timezone.now()
    lost = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now)
    lost.filter(attempts__gte=F("max_attempts")).update(
        state=Job.State.FAILED, reason="worker_lost", finished_at=now, lease_until=None
    )
    returned = lost.update(state=Job.State.QUEUED, lease_until=None)
    due = Q(not_before__isnull=True) | Q(not_before__lte=now)
    for queue in (
        Job.objects.filter(due, state=Job.State.QUEUED).values_list("queue", flat=True).distinct()
    ):
        wake(queue)
    return returned
