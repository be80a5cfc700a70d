"""R-F11: on SQLite many processes write at once, and nobody is told that it is locked."""

import json
import os
import subprocess
import sys

from diagnosis.models import Score
from diagnosis.services.scoring import queue_score
from gongfu.core.models import Job
from tests import factories
from tests.faults.beginning import deferred
from tests.faults.city import drafts, unscored
from tests.faults.imports import State, Upload
from tests.faults.outcome import Outcome
from tests.faults.processes import BULK, CLOCK, WORKER
from tests.faults.savers import torn_answers
from tests.faults.waiting import all_ended
from tests.faults.world import World
from tests.services.stack import ROOT

WRITERS = 8
QUICK_SECONDS, FULL_SECONDS = 8, 60
MOST_SECONDS = 5.0  # the longest that one save may take


def many_writers(world: World, *, full: bool) -> Outcome:
    """Eight processes save answers while workers score and import, and the clock sweeps."""
    with world.crew(WORKER, BULK, CLOCK):
        writers = _start(FULL_SECONDS if full else QUICK_SECONDS)
        actor = factories.SYSTEM
        jobs = [
            queue_score(assessment=one, kind=Score.Kind.SELF, actor=actor) for one in unscored(40)
        ]
        upload = Upload(WRITERS)
        outcome = _counted(writers)
        all_ended([*jobs, upload.row.job])
    outcome.figure["deferred"] = deferred()
    failed = Job.objects.filter(state=Job.State.FAILED).count()
    outcome.expect(not failed, f"{failed} jobs failed")
    outcome.expect(upload.row.state == State.CHECKED, f"the import is {upload.row.state}")
    outcome.expect(not deferred(), f"{deferred()} transactions began without IMMEDIATE")
    if full:  # a figure of an idle machine
        outcome.expect(outcome.figure["max_s"] <= MOST_SECONDS, "a save took too long")
    return outcome


def many_writers_control(world: World, *, full: bool) -> Outcome:
    """With deferred transactions saves are refused at once."""
    return _counted(_start(3, without="immediate"))


def _start(seconds: float, *, without: str = "") -> subprocess.Popen[str]:
    """Begin to write, in as many processes as there are writers."""
    keys = [str(assessment.pk) for assessment in drafts(WRITERS)]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.writer", str(seconds), *keys],
        cwd=ROOT,
        env={**os.environ, "FAULTS_WITHOUT": without},
        stdout=subprocess.PIPE,
        text=True,
    )


def _counted(writers: subprocess.Popen[str]) -> Outcome:
    """What the processes say, and whether what they wrote is whole."""
    reports = json.loads(writers.communicate(timeout=300)[0])
    times = sorted(second for report in reports for second in report["seconds"])
    refused = [error for report in reports for error in report["errors"]]
    torn = torn_answers(drafts(WRITERS))
    outcome = Outcome(
        n=len(times),
        figure={
            "saves": len(times),
            "locked": len(refused),
            "p99_s": times[int(len(times) * 0.99)] if times else None,
            "max_s": times[-1] if times else 0,
            "torn": len(torn),
        },
    )
    outcome.expect(times, "nothing was saved")
    outcome.expect(not refused, f"refused: {refused[:3]}")
    outcome.expect(not torn, f"document and history disagree: {torn[:3]}")
    return outcome
