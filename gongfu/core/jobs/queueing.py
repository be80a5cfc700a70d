import logging
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from gongfu.celery import app
from gongfu.core.actor import Actor
from gongfu.core.errors import Locked
from gongfu.core.models import Job

logger = logging.getLogger(__name__)


def enqueue(
    *,
    kind: str,
    key: str,
    actor: Actor,
    payload: dict[str, Any] | None = None,
    queue: str = Job.Queue.INTERACTIVE,
) -> Job:
    """Queue one job; one of the same kind and key that is still active is returned instead."""
    job, _created = Job.objects.active().get_or_create(
        kind=kind,
        key=key,
        defaults={"payload": payload or {}, "queue": queue, "owner_id": actor.user_id},
    )
    transaction.on_commit(partial(wake, queue))
    return job


def retry(*, job: Job) -> Job:
    """Queue a failed job again with fresh attempts."""
    failed = Job.objects.filter(pk=job.pk, state=Job.State.FAILED)
    try:
        with transaction.atomic():
            changed = failed.update(
                state=Job.State.QUEUED,
                attempts=0,
                reason="",
                reason_params={},
                not_before=None,
                finished_at=None,
            )
    except IntegrityError as error:
        raise Locked(_("The same work is queued already; look at the newer job.")) from error
    if not changed:
        raise Locked(_("Only a failed job can be tried again."))
    transaction.on_commit(partial(wake, job.queue))
    job.refresh_from_db()
    return job


def wake(queue: str) -> None:
    """Tell a worker that the queue has work; without a broker the sweep delivers."""
    try:
        app.send_task("gongfu.core.tasks.wake", args=[queue], queue=queue, expires=60)
    except (OperationalError, OSError) as error:
        logger.warning("broker does not answer, the sweep will deliver: %s", error)
