"""The mail batch of R-F03: reminders go out, and nobody gets one twice."""

import time
from collections import Counter
from pathlib import Path

from django.conf import settings

from diagnosis.models import Notice, Reminder
from diagnosis.services.reminding import KIND, remind
from gongfu.core.models import Job
from tests import factories
from tests.faults.city import drafts
from tests.faults.outcome import Outcome
from tests.faults.table import MAIL
from tests.faults.waiting import all_ended, done, endure, timed
from tests.faults.world import World

FIRMS = 12
PER_DEATH = ("mail.marked", "mail.sent")  # points at which the fate of one mail stays unknown


def mail_batch(world: World, outcome: Outcome) -> None:
    """One worker dies at each point: at most one mail each, and what is unknown says so."""
    began = time.monotonic()
    world.order(*MAIL)
    remind(assessments=drafts(FIRMS), kind="by-hand", actor=factories.SYSTEM)
    jobs = list(Job.objects.active().filter(kind="mail"))
    endure(jobs)
    all_ended(jobs)
    remind(assessments=drafts(FIRMS), kind="by-hand", actor=factories.SYSTEM)
    outcome.n += len(MAIL)
    outcome.figure["mail_s"] = timed(began)
    outcome.expect(not world.unfired(), f"mail: never passed {world.unfired()}")
    outcome.expect(done(jobs) == len(jobs) == 1, f"mail: {done(jobs)} of {len(jobs)} jobs are done")
    told = Reminder.objects.filter(kind="by-hand").count()
    outcome.expect(told == FIRMS, f"{told} reminders for {FIRMS} firms")
    states = Counter(Notice.objects.filter(kind=KIND).values_list("state", flat=True))
    wanted = {"sending": len(PER_DEATH), "sent": FIRMS - len(PER_DEATH)}
    outcome.figure["mails"] = dict(states)
    outcome.expect(states == wanted, f"mail: {dict(states)}, expected {wanted}")
    most = max(arrived().values(), default=0)
    outcome.expect(most == 1, f"somebody got {most} mails")


def arrived() -> Counter[str]:
    """How many mails each address got."""
    files = Path(settings.EMAIL_FILE_PATH).glob("*")
    lines = (line for file in files for line in file.read_text("utf-8").splitlines())
    return Counter(line for line in lines if line.startswith("To: "))
