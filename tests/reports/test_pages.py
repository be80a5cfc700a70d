"""The register of reports and the worklist, as the roles see them."""

import io
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse
from docx import Document

from enterprises.models import Assignment
from gongfu.core.models import AuditEntry, Job
from gongfu.core.stored import stored_path
from reports.models import Report
from tests import factories
from tests.reports.conftest import browser_of, issue, issued, verify

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.GONGFU_DEMO = True


@pytest.fixture
def firm(done):
    return browser_of(factories.member_of(done))


def test_a_firm_asks_for_its_report_and_follows_the_job(done, firm):
    url = reverse("reports:issue", args=[done.pk])
    assert "Make the report" in firm.get(url).content.decode()
    answer = firm.post(url, {"language": "zh"})
    job = Job.objects.get(kind="report")
    assert (answer.status_code, answer.url) == (302, f"/jobs/{job.pk}/")
    assert Report.objects.count() == 0  # made by the worker, not in the request


def test_a_failed_report_says_why_in_the_readers_language_and_can_be_tried_again(done, firm):
    done.enterprise.name_zh = "样例\U0002a6a5厂"
    done.enterprise.save()
    issue(done)
    page = firm.get("/reports/").content.decode()
    assert "the Chinese name of the firm" in page
    assert "U+2A6A5" in page
    assert "Try again" in page


def test_a_regulator_reads_reports_but_cannot_issue_any(done):
    issued(done)
    regulator = browser_of(factories.as_regulator())
    url = reverse("reports:issue", args=[done.pk])
    page = regulator.get(url).content.decode()
    assert "Download" in page
    assert "Make the report" not in page
    assert regulator.post(url, {"language": "zh"}).status_code == 403


def test_an_unknown_kind_is_refused_beside_its_field(done, firm):
    answer = firm.post(reverse("reports:issue", args=[done.pk]), {"kind": "diagnosis"})
    assert answer.status_code == 422
    assert not Job.objects.filter(kind="report").exists()


def test_a_colleague_who_asks_too_is_told_that_it_is_on_its_way(done, firm):
    firm.post(reverse("reports:issue", args=[done.pk]), {"language": "zh"})
    colleague = browser_of(factories.as_firm(done.enterprise))
    answer = colleague.post(reverse("reports:issue", args=[done.pk]), {"language": "zh"})
    assert answer.url == reverse("reports:issue", args=[done.pk])
    assert Job.objects.filter(kind="report").count() == 1


def test_the_list_marks_what_was_superseded_and_filters_by_it(done, firm):
    old, new = issued(done), issued(done, reissue=True)
    page = firm.get("/reports/").content.decode()
    assert page.count("Superseded") > firm.get("/reports/?state=current").content.decode().count(
        "Superseded"
    )
    assert old.number in page
    assert old.number not in firm.get("/reports/?state=current").content.decode()
    assert new.number not in firm.get("/reports/?state=superseded").content.decode()


def test_the_list_says_when_nothing_matches_and_how_to_go_on(done, firm):
    issued(done)
    assert "No report matches" in firm.get("/reports/?language=en").content.decode()
    assert (
        "No reports yet"
        in browser_of(factories.as_regulator("310104")).get("/reports/").content.decode()
    )


def test_one_report_shows_its_editions_and_the_way_to_verify_it(done, firm):
    old, new = issued(done), issued(done, reissue=True)
    page = firm.get(reverse("reports:detail", args=[old.pk])).content.decode()
    assert f">{new.number}</a>" in page
    assert old.digest in page
    assert reverse("reports:verify_code", args=[old.code]) in page


def test_a_download_is_the_issued_file_with_a_name_for_every_program(done, firm):
    report = issued(done)
    answer = firm.get(reverse("reports:download", args=[report.pk]))
    assert b"".join(answer.streaming_content) == stored_path(report.file).read_bytes()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["ETag"] == f'"{report.digest}"'
    full = quote(f"{report.number} {done.enterprise.name_zh}.pdf", safe="")
    assert answer["Content-Disposition"] == (
        f"attachment; filename=\"{report.number}-zh.pdf\"; filename*=UTF-8''{full}"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer["Cache-Control"]


def test_the_copy_for_word_is_of_this_report_and_says_that_only_the_pdf_proves(done, firm):
    report = issued(done)
    answer = firm.get(reverse("reports:download_word", args=[report.pk]))
    copy = Document(io.BytesIO(answer.content))
    notice = copy.core_properties.comments
    assert copy.core_properties.subject == report.number
    assert notice.startswith("本文件供编辑使用。")
    assert reverse("reports:verify_code", args=[report.code]) in notice
    assert notice in [line.text for line in copy.paragraphs]
    assert f"{report.number}-zh.docx" in answer["Content-Disposition"]


def test_a_copy_for_word_needs_the_same_rights(done):
    url = reverse("reports:download_word", args=[issued(done).pk])
    stranger = browser_of(factories.as_firm(factories.EnterpriseFactory.create()))
    assert stranger.get(url).status_code == 404


def test_every_download_leaves_an_audit_entry(done, firm):
    report = issued(done)
    firm.get(reverse("reports:download", args=[report.pk]))
    entry = AuditEntry.objects.filter(action="reports:download").get()
    assert (entry.target, entry.result) == (f"report_id:{report.pk}", "ok")


def test_an_unchanged_file_is_not_sent_again_but_rights_are_asked_again(done, firm):
    report = issued(done)
    url = reverse("reports:download", args=[report.pk])
    etag = f'"{report.digest}"'
    assert firm.get(url, headers={"if-none-match": etag}).status_code == 304
    stranger = browser_of(factories.as_firm(factories.EnterpriseFactory.create()))
    assert stranger.get(url, headers={"if-none-match": etag}).status_code == 404


def test_a_lost_file_is_said_with_the_number_to_give_the_operator(done, firm):
    report = issued(done)
    stored_path(report.file).unlink()
    answer = firm.get(reverse("reports:download", args=[report.pk]))
    assert answer.status_code == 410
    assert report.number in answer.content.decode()


# The worklist


@pytest.fixture
def assigned(done):
    """A consultant with four firms, from untouched to reported."""
    consultant = verify(done)
    issued(done, actor=consultant)
    first = Assignment.objects.get()
    others = [factories.assessment(), factories.submitted(), factories.submitted()]
    for number, other in enumerate(others):
        Assignment.objects.create(
            campaign=other.campaign,
            enterprise=other.enterprise,
            provider=first.provider,
            consultant=first.consultant,
            assigned_on=date(2026, 1, 1),
            due_on=date.today() + timedelta(days=10 * number - 10),
        )
    return consultant


def test_the_worklist_shows_state_due_day_and_report_of_each_assigned_firm(assigned):
    page = browser_of(assigned).get("/worklist/").content.decode()
    assert "4 firms assigned" in page
    assert "2 wait for you" in page
    assert "1 overdue" in page
    assert "10 days overdue" in page
    for words in ("Waiting for the firm", "To be reviewed", "Report delivered"):
        assert words in page
    assert reverse("reports:download", args=[Report.objects.get().pk]) in page


def test_a_draft_stays_the_firms_own(assigned):
    """The consultant sees that the firm has not submitted, not how far it is."""
    draft = Assignment.objects.get(due_on=date.today() - timedelta(days=10))
    row = factories.Assessment.objects.get(enterprise=draft.enterprise)
    page = browser_of(assigned).get("/worklist/").content.decode()
    assert f"/assessments/{row.pk}/" not in page


def test_the_worklist_sorts_by_every_column(assigned):
    client = browser_of(assigned)
    for order in ("name", "-name", "stage", "due", "-due", "activity", "nonsense"):
        assert "4 firms assigned" in client.get(f"/worklist/?o={order}").content.decode(), order


def test_the_worklist_filters_by_state_and_due_day(assigned):
    client = browser_of(assigned)
    assert client.get("/worklist/?stage=1").content.decode().count('scope="row"') == 2
    assert client.get("/worklist/?due=overdue").content.decode().count('scope="row"') == 1
    assert client.get("/worklist/?due=soon").content.decode().count('scope="row"') == 2
    assert "No enterprise matches" in client.get("/worklist/?q=nobody").content.decode()


def test_a_report_handed_over_on_paper_counts_as_delivered(assigned):
    waiting = Assignment.objects.get(due_on=date.today())
    factories.reach(waiting.campaign, waiting.enterprise, "reported", date.today())
    page = browser_of(assigned).get("/worklist/").content.decode()
    assert page.count("Report delivered") == 3  # two firms and the filter
    assert "1 waits for you" in page


def test_an_ended_assignment_leaves_the_worklist_and_the_reports(assigned):
    Assignment.objects.update(ended_on=date.today())
    client = browser_of(assigned)
    assert "No firm is assigned to you" in client.get("/worklist/").content.decode()
    report = Report.objects.get()
    assert client.get(reverse("reports:download", args=[report.pk])).status_code == 404


def test_pages_ask_the_database_the_same_however_long_they_are(
    assigned, django_assert_max_num_queries
):
    client = browser_of(assigned)
    client.get("/reports/")
    with django_assert_max_num_queries(12):
        client.get("/worklist/")
    with django_assert_max_num_queries(12):
        client.get("/reports/")
