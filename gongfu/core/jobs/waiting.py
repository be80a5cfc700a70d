from gongfu.core.models import Job


def jobs_ahead(job: Job) -> int:
    """How many jobs of the same queue are taken before this one."""
    return Job.objects.filter(queue=job.queue, state=Job.State.QUEUED, pk__lt=job.pk).count()
