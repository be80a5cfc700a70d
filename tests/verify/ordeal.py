"""Many reports by two workers: killed in full swing, then without room, then left in peace."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path

import psutil

from gongfu.core.models import Job
from reports.models import Report, ReportNumber
from reports.services.issuing import request_report
from tests import factories
from tests.faults.city import SUBMITTED, scored
from tests.faults.outcome import Outcome
from tests.faults.printing import expect_files
from tests.faults.processes import CLOCK, WORKER, Crew
from tests.faults.waiting import done, endure, of, perhaps
from tests.faults.world import World
from tests.services.postgres import Postgres
from tests.services.waiting import until

KILLS = 5
NO_ROOM = ("prlimit", "--fsize=65536")  # bytes: less than any report, more than a message
PATIENCE = 60  # seconds in which the next report comes at the latest
HOUR = 3_600


def undergo(folder: Path, server: Postgres | None, count: int) -> Outcome:
    """Issue so many reports, in rounds of as many as there are firms."""
    world, outcome = World(folder, server), Outcome(n=count)
    world.build()
    world.reset()
    began, peaks = time.monotonic(), list[int]()
    outcome.figure["peak_mb"] = peaks  # of each round: a worker that grows shows here
    for number, size in enumerate(_rounds(count)):
        jobs = _ask(size, again=number > 0)
        if number == 0:
            _break(world, jobs)
        sizes = [0]
        with world.crew(WORKER, CLOCK) as crew:
            until(
                lambda jobs=jobs, crew=crew, sizes=sizes: _ended(jobs, crew, sizes),
                seconds=HOUR,
                what="all reports",
            )
        peaks.append(max(sizes))
        _count(outcome, jobs)
    outcome.figure["seconds"] = round(time.monotonic() - began, 1)
    _expect_once(outcome)
    return outcome


def _rounds(count: int) -> Iterator[int]:
    while count > 0:
        yield min(count, SUBMITTED)
        count -= SUBMITTED


def _ask(size: int, *, again: bool) -> list[Job]:
    """One report for each of the first firms; a later round issues new editions."""
    jobs = [
        request_report(
            assessment=firm, language=lang, actor=factories.member_of(firm), reissue=again
        )
        for firm, lang in islice(zip(scored(size), cycle(("zh", "en")), strict=False), size)
    ]
    endure(jobs)
    return jobs


def _break(world: World, jobs: list[Job]) -> None:
    """Kill the workers in full swing, again and again; then let them find no room."""
    for _ in range(KILLS):
        with world.crew(WORKER, CLOCK) as crew:
            issued = Report.objects.count()
            perhaps(lambda issued=issued: Report.objects.count() > issued, seconds=PATIENCE)
            crew.kill_group(WORKER)
    before = Report.objects.count()
    with world.crew(WORKER, CLOCK, wrapper=NO_ROOM):
        tried = of(jobs).filter(state=Job.State.QUEUED, attempts__gt=0, not_before__isnull=False)
        perhaps(tried.exists, seconds=PATIENCE)
    assert Report.objects.count() == before, "a report was issued without room for its file"


def _ended(jobs: list[Job], crew: Crew, sizes: list[int]) -> bool:
    """Whether all jobs have ended; notes how large the workers are meanwhile."""
    with suppress(psutil.NoSuchProcess):
        family = psutil.Process(crew.processes[WORKER].pid).children(recursive=True)
        sizes += [each.memory_info().rss // 1_000_000 for each in family]
    return not of(jobs).active().exists()


def _count(outcome: Outcome, jobs: list[Job]) -> None:
    """Each job issued a report, or says what a person can do."""
    failed = of(jobs).filter(state=Job.State.FAILED)
    outcome.expect(done(jobs) + failed.count() == len(jobs), "a job has not ended")
    outcome.expect(not failed.filter(reason="").exists(), "a job failed without a reason")
    reasons = Counter(failed.values_list("reason", flat=True))
    outcome.figure["failed"] = {**reasons, **outcome.figure.get("failed", {})}
    repeated = sum(each - 1 for each in of(jobs).values_list("attempts", flat=True))
    outcome.figure["repeated"] = outcome.figure.get("repeated", 0) + repeated


def _expect_once(outcome: Outcome) -> None:
    numbers = ReportNumber.objects.filter(is_used=True).count()
    outcome.figure["reports"] = reports = Report.objects.count()
    lost = outcome.n - reports - sum(outcome.figure["failed"].values())
    outcome.expect(lost == 0, f"{lost} reports are missing")
    outcome.expect(numbers == reports, f"{numbers} numbers stand on {reports} reports")
    expect_files(outcome)
