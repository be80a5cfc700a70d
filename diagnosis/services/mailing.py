"""Mail about an assessment: one notice per person and event, sent at most once.

`post` writes the notices in the transaction of the event; a job sends them. A mail server that
does not answer leaves them waiting; a notice that was marked is never sent a second time.
"""

import logging
from collections.abc import Callable, Iterable
from smtplib import SMTPException, SMTPServerDisconnected

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet
from django.utils import translation

from diagnosis.models import Assessment, Notice
from gongfu.core import clock, fault, jobs
from gongfu.core.actor import Actor
from gongfu.core.models import Job, User

logger = logging.getLogger(__name__)

JOB = "mail"
BATCH = 100
Composer = Callable[[Notice], EmailMessage | None]
_composers: dict[str, Composer] = {}


def composer(kind: str) -> Callable[[Composer], Composer]:
    """Register who writes the mails of a kind, in the language of their reader.

    It returns None where the mail is no longer wanted.
    """

    def register(function: Composer) -> Composer:
        _composers[kind] = function
        return function

    return register


def post(
    *, kind: str, about: object, assessment: Assessment, users: Iterable[User], actor: Actor
) -> None:
    """Tell each of these people once about an event; call it inside the event's transaction."""
    told = {user.pk: user for user in users}
    if not told:
        return
    at = clock.now()
    Notice.objects.bulk_create(
        (
            Notice(assessment=assessment, kind=kind, about=str(about), user=user, made_at=at)
            for user in told.values()
        ),
        ignore_conflicts=True,
    )
    queue_mail(kind=kind, about=str(about), actor=actor)


def queue_mail(*, kind: str, actor: Actor, about: str = "") -> Job:
    """Queue the sending of what waits: of one event, or everything of a kind; nobody looks on."""
    payload = {"kind": kind, "about": about}
    key = f"{kind}:{about}"
    return jobs.enqueue(kind=JOB, key=key, actor=actor, payload=payload, queue=Job.Queue.BULK)


def queue_forgotten(*, actor: Actor) -> None:
    """Queue again whatever still waits, as after a day without a mail server."""
    for kind in Notice.objects.filter(state=Notice.State.WAITING).values_list("kind").distinct():
        queue_mail(kind=kind[0], actor=actor)


def send_waiting(*, lease: jobs.Lease) -> None:
    """Do the job: send what waits, batch by batch; the mail server is reached before any mark."""
    wanted = Notice.objects.filter(kind=lease.job.payload["kind"], state=Notice.State.WAITING)
    if about := lease.job.payload["about"]:
        wanted = wanted.filter(about=about)
    total, done = wanted.count(), 0
    while batch := list(_batch(wanted)):
        with get_connection() as server:
            for notice in batch:
                send(notice, server)
        done += len(batch)
        lease.progress(done, max(total, done))
    with lease.complete() as result:
        result["notices"] = done


def send(notice: Notice, server: BaseEmailBackend) -> None:
    """Send one notice unless somebody else took it; a death in between leaves it marked."""
    with translation.override(notice.user.language or settings.LANGUAGE_CODE):
        message = _composers[notice.kind](notice)
    if message is None:
        _move(notice, Notice.State.WAITING, Notice.State.DROPPED)
        return
    message.subject = " ".join(message.subject.split())  # a header is one line
    message.to, message.connection = [notice.user.email], server
    if not _move(notice, Notice.State.WAITING, Notice.State.SENDING):
        return
    fault.point("mail.marked")
    try:
        message.send()
    except SMTPServerDisconnected:  # nobody knows how far it came
        logger.warning("the mail server hung up during notice %s", notice.pk)
        server.close()
        server.open()
        return
    except SMTPException as error:
        logger.warning("the mail server refused notice %s: %s", notice.pk, error)
        _move(notice, Notice.State.SENDING, Notice.State.REFUSED)
        return
    fault.point("mail.sent")
    _move(notice, Notice.State.SENDING, Notice.State.SENT)


def _batch(wanted: QuerySet[Notice]) -> QuerySet[Notice]:
    chosen = wanted.select_related("user", "assessment__enterprise", "assessment__campaign")
    return chosen.order_by("pk")[:BATCH]


def _move(notice: Notice, before: str, after: str) -> bool:
    """Change the state if it is still the one before; of two workers one succeeds."""
    at = clock.now()
    stamps = {"sent_at": at} if after == Notice.State.SENT else {"marked_at": at}
    return bool(Notice.objects.filter(pk=notice.pk, state=before).update(state=after, **stamps))
