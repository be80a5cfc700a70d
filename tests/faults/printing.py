"""The report batch of R-F03."""

import hashlib
import time
from datetime import timedelta

from gongfu.core.models import Job
from gongfu.core.stored import stored_path
from reports.models import Report, ReportNumber
from reports.services.issuing import request_report
from reports.services.storing import FOLDER, remove_strays
from tests import factories
from tests.faults.city import scored
from tests.faults.outcome import Outcome
from tests.faults.table import REPORT
from tests.faults.waiting import all_ended, done, endure, of, timed
from tests.faults.world import World
from tests.services.waiting import until


def report_batch(world: World, outcome: Outcome) -> None:
    """One report for each point: issued once, numbered without a gap, filed once."""
    began = time.monotonic()
    world.order(*REPORT)
    jobs = [_request(number) for number in range(len(REPORT))]
    endure(jobs)
    all_ended(jobs)
    outcome.n += len(REPORT)
    outcome.figure["report_s"] = timed(began)
    outcome.figure["reports"] = Report.objects.count()
    outcome.expect(not world.unfired(), f"report: never passed {world.unfired()}")
    outcome.expect(done(jobs) == len(jobs), f"report: {done(jobs)} of {len(jobs)} jobs are done")
    firms = Report.objects.values_list("assessment", flat=True)
    outcome.expect(len(set(firms)) == len(firms) == len(REPORT), f"reports of firms {list(firms)}")
    numbers = list(ReportNumber.objects.order_by("serial").values_list("serial", "is_used"))
    whole = [(serial, True) for serial in range(1, len(REPORT) + 1)]
    outcome.expect(numbers == whole, f"report numbers {numbers}")
    expect_files(outcome)


def doubled_report(world: World) -> int:
    """Kill a worker just before it says that a reissue is done; return how many were issued."""
    world.order("job.complete")
    jobs = [_request(0, reissue=True)]
    until(
        lambda: Report.objects.count() > 1 or not of(jobs).active().exists(),
        what="a second report",
    )
    assert not world.unfired()
    return Report.objects.count()


def _request(number: int, *, reissue: bool = False) -> Job:
    assessment = scored(number + 1)[-1]
    actor = factories.member_of(assessment)
    return request_report(assessment=assessment, language="zh", actor=actor, reissue=reissue)


def expect_files(outcome: Outcome) -> None:
    """After the tidying each report has its file, byte for byte, and there is no other."""
    outcome.figure["strays_swept"] = remove_strays(older_than=timedelta(0))
    kept = {path.name for path in stored_path(FOLDER).glob("*/*")}
    for report in Report.objects.all():
        path = stored_path(report.file)
        same = path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == report.digest
        outcome.expect(same, f"{report.number}: its file is not what was registered")
        kept.discard(path.name)
    outcome.expect(not kept, f"files of no report: {kept}")
