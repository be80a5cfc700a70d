"""Whether the parts of the system are alive."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from kombu.exceptions import OperationalError

from gongfu.celery import app
from gongfu.core.models import Heartbeat, Job

PULSE = timedelta(seconds=60)  # two beats may be lost
LAG = timedelta(minutes=5)
NAMES = {
    "database": gettext_lazy("Database"),
    "broker": gettext_lazy("Broker"),
    "worker": gettext_lazy("Worker"),
    "queue": gettext_lazy("Queue"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part and what was found: `detail` is for operators, never for the public."""

    name: str
    ok: bool
    detail: str = ""

    @property
    def words(self) -> str:
        """The part as the operator calls it."""
        kind, _colon, queue = self.name.partition(":")
        return f"{NAMES[kind]} · {Job.Queue(queue).label}" if queue else str(NAMES[kind])


def beat(queue: str) -> None:
    """Write down that a worker of the queue takes messages."""
    Heartbeat.objects.update_or_create(queue=queue, defaults={"at": timezone.now()})


def parts() -> list[Part]:
    """All parts; without a database nothing else can be asked."""
    database = _looked_at("database", _database)
    if not database.ok:
        return [database]
    found = [database, _looked_at("broker", _broker)]
    for queue in Job.Queue.values:
        found += [_worker(queue), _waiting(queue)]
    return found


def _looked_at(name: str, look: Callable[[], None]) -> Part:
    try:
        look()
    except (DatabaseError, OperationalError, OSError) as error:
        return Part(name, False, type(error).__name__)
    return Part(name, True)


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _broker() -> None:
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=2)


def _worker(queue: str) -> Part:
    """A worker is alive if it took a message lately, or holds a job whose lease is good."""
    now = timezone.now()
    seen = Heartbeat.objects.filter(queue=queue).values_list("at", flat=True).first()
    busy = Job.objects.filter(queue=queue, state=Job.State.RUNNING, lease_until__gte=now).exists()
    alive = busy or (seen is not None and now - seen <= PULSE)
    heard = f"{timezone.localtime(seen):%Y-%m-%d %H:%M:%S}" if seen else ""
    return Part(f"worker:{queue}", alive, heard and _("last heard at %(time)s") % {"time": heard})


def _waiting(queue: str) -> Part:
    """Nothing that is due waits longer than five minutes."""
    now = timezone.now()
    waiting = Job.objects.filter(queue=queue, state=Job.State.QUEUED).exclude(not_before__gt=now)
    oldest = waiting.aggregate(oldest=Min("created_at"))["oldest"]
    detail = _("%(number)d waiting") % {"number": waiting.count()}
    return Part(f"queue:{queue}", oldest is None or now - oldest <= LAG, detail)
