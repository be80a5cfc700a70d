"""Many reports by two workers: killed in full swing, then without room, then left in peace."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path
from statistics import mean, median

import psutil

from gongfu.core import clock
from gongfu.core.models import Job
from reports.document.context import ReportContext
from reports.document.render import render
from reports.models import Report, ReportNumber
from reports.services import codes, composing
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
GROWTH = 1.2  # of the memory of a worker from the first quarter of the rounds to the last
RENDERS = 26


def undergo(folder: Path, server: Postgres | None, count: int) -> Outcome:
    """Issue so many reports, in rounds of as many as there are firms."""
    world, outcome = World(folder, server), Outcome(n=count)
    world.build()
    world.reset()
    began, (first, *later) = time.monotonic(), _rounds(count)
    jobs, peaks = _ask(first, again=False), list[int]()
    _break(world, jobs)
    with world.crew(WORKER, CLOCK) as crew:  # the same to the end: a worker that grows shows
        peaks.append(_finish(outcome, jobs, crew))
        for size in later:
            peaks.append(_finish(outcome, _ask(size, again=True), crew))
    outcome.figure["seconds"] = round(time.monotonic() - began, 1)
    _expect_flat(outcome, peaks)
    _expect_once(outcome)
    outcome.figure["render_ms"] = _render_times()
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


def _finish(outcome: Outcome, jobs: list[Job], crew: Crew) -> int:
    """Wait until all have ended; return how large the largest worker was meanwhile."""
    sizes = [0]
    until(lambda: _ended(jobs, crew, sizes), seconds=HOUR, what="all reports")
    _count(outcome, jobs)
    return max(sizes)


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


def _expect_flat(outcome: Outcome, peaks: list[int]) -> None:
    """The last quarter of the rounds needs hardly more memory than the first."""
    quarter = -(-len(peaks) // 4)
    early, late = mean(peaks[:quarter]), mean(peaks[-quarter:])
    outcome.figure |= {"peak_mb": peaks, "early_mb": round(early), "late_mb": round(late)}
    outcome.expect(late <= early * GROWTH, f"the workers grew from {early:.0f} to {late:.0f} MB")


def _render_times() -> dict[str, int]:
    """Milliseconds of the first report of a process, and of those that follow, all different.

    Those of the processor do not depend on what else the machine does.
    """
    context = composing.compose(
        assessment=scored(1)[0], language="zh", kind=Report.Kind.SELF, narrative=None
    )
    times = [_render_time(context, number) for number in range(RENDERS)]
    (first, *took), (_, *used) = zip(*times, strict=True)
    figure = {"first": first, "warm": median(took), "warm_processor": median(used)}
    return {name: round(value * 1_000) for name, value in figure.items()}


def _render_time(context: ReportContext, number: int) -> tuple[float, float]:
    """Seconds of the clock and of the processor."""
    issue = composing.issue_of(
        number=f"GF-{number:06}",
        code=codes.new_code(),
        issued_on=clock.today(),
        edition=1,
        supersedes=None,
    )
    began, used = time.perf_counter(), time.process_time()
    render(composing.with_issue(context, issue), "zh")
    return time.perf_counter() - began, time.process_time() - used
