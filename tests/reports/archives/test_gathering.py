"""Many reports as one ZIP: as far as the asker reaches, whole, once, for days."""

import csv
import hashlib
import io
import zipfile
from datetime import timedelta

import pytest

from enterprises.ecosystem.models import Look
from gongfu.core import fault, jobs
from gongfu.core.clock import now
from gongfu.core.errors import Forbidden, Invalid
from gongfu.core.models import Job, RoleGrant
from gongfu.core.stored import stored_path
from reports.archives import gathering
from reports.archives.gathering import FOLDER, remove_old_archives, request_archive
from reports.models import Report, ReportArchive
from reports.services import expiring
from tests import factories
from tests.reports.conftest import browser_of, issued

pytestmark = pytest.mark.django_db


@pytest.fixture
def regulator(done):
    """Of the firm's district; a firm of another one has a report too."""
    issued(done)
    issued(done, reissue=True)
    other = factories.as_firm(factories.EnterpriseFactory.create(district="310114"))
    issued(factories.submitted(firm=other))
    return factories.as_regulator(done.enterprise.district)


def gather(actor, **filters) -> ReportArchive:
    job = request_archive(filters=filters, actor=actor)
    jobs.run_until_empty("bulk", heartbeat=False)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.reason_params
    return ReportArchive.objects.visible_to(actor).latest("pk")


def inside(archive: ReportArchive) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(stored_path(archive.stored).read_bytes()))


def index_of(archive: ReportArchive) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(inside(archive).read("index.csv").decode("utf-8-sig"))))


def test_it_holds_the_reports_in_reach_byte_for_byte_and_says_which(done, regulator):
    archive = gather(regulator)
    mine = Report.objects.filter(assessment=done).order_by("pk")
    rows = [list(row.values()) for row in index_of(archive)]
    assert [(row[0], row[5], row[9]) for row in rows] == [
        (mine[0].number, done.enterprise.uscc, mine[1].number),
        (mine[1].number, done.enterprise.uscc, ""),
    ]
    for row, report in zip(rows, mine, strict=True):
        assert hashlib.sha256(inside(archive).read(row[-1])).hexdigest() == report.digest
    assert (archive.count, inside(archive).testzip()) == (2, None)
    assert set(inside(archive).namelist()) == {
        *(row[-1] for row in rows),
        "index.csv",
        "SHA256SUMS",
    }


def test_it_follows_the_filters_of_the_list(done, regulator):
    (row,) = index_of(gather(regulator, state="current"))
    assert Report.objects.get(number=row["报告编号"]).superseded_by is None
    with pytest.raises(Invalid):
        request_archive(filters={"language": "en"}, actor=regulator)


def test_more_than_an_archive_can_hold_is_refused_with_the_figures(regulator, monkeypatch):
    monkeypatch.setattr(gathering, "MOST", 1)
    with pytest.raises(Invalid, match="2"):
        request_archive(filters={}, actor=regulator)


def test_a_missing_file_is_said_in_the_table(done, regulator):
    stored_path(Report.objects.filter(assessment=done).earliest("pk").file).unlink()
    archive = gather(regulator)
    first, _second = index_of(archive)
    assert list(first.values())[-1] not in inside(archive).namelist()
    assert archive.count == 2


def test_the_firm_sees_who_took_its_report(done, regulator):
    gather(regulator)
    look = Look.objects.get(enterprise=done.enterprise, kind=Look.Kind.REPORT)
    assert (look.user_id, look.role) == (regulator.user_id, regulator.role)


def test_firms_gather_nothing_and_a_role_taken_away_counts_at_once(done, regulator):
    with pytest.raises(Forbidden):
        request_archive(filters={}, actor=factories.member_of(done))
    job = request_archive(filters={}, actor=regulator)
    RoleGrant.objects.filter(pk=regulator.grant_id).update(valid_to=now().date() - timedelta(2))
    jobs.run_until_empty("bulk", heartbeat=False)
    job.refresh_from_db()
    assert (job.state, job.reason) == (Job.State.FAILED, "forbidden")
    assert not ReportArchive.objects.exists()


def test_a_worker_that_dies_leaves_one_archive_and_a_file_that_is_swept(
    regulator, settings, monkeypatch
):
    jobs.run_until_empty("bulk", heartbeat=False)  # mails that wait would fail first
    settings.GONGFU_FAULT = "job.complete:1:raise"
    fault._passed.pop("job.complete", None)
    request_archive(filters={}, actor=regulator)
    jobs.run_until_empty("bulk", heartbeat=False)
    assert not ReportArchive.objects.exists()
    settings.GONGFU_FAULT = ""
    Job.objects.update(not_before=None)
    jobs.run_until_empty("bulk", heartbeat=False)
    kept = ReportArchive.objects.get()
    assert len(list(stored_path(FOLDER).iterdir())) == 2
    assert remove_old_archives() == 0  # the stray might still be on its way
    monkeypatch.setattr(expiring, "ABANDONED", timedelta(seconds=-60))
    assert remove_old_archives() == 1
    assert stored_path(kept.stored).exists()
    ReportArchive.objects.update(expires_at=now())
    assert remove_old_archives() == 1


def test_only_who_asked_takes_it_away(done, regulator, settings):
    settings.GONGFU_DEMO = True
    browser, stranger = browser_of(regulator), browser_of(factories.as_regulator())
    answer = browser.post("/reports/archive/", {"state": "current"})
    assert answer.url == f"/jobs/{Job.objects.get(kind='report-archive').pk}/"
    jobs.run_until_empty("bulk", heartbeat=False)
    address = f"/reports/archive/{ReportArchive.objects.get().pk}/"
    assert address in browser.get("/reports/").content.decode()
    assert b"".join(browser.get(address)).startswith(b"PK")
    assert stranger.get(address).status_code == 404
