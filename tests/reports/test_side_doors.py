"""Rows R-A02 and R-A03 for reports and the API: no door beside the door leads to another firm.

One firm carries canary words in everything it wrote; everybody who has no right to it asks every
address of these rooms, with its ids and with its words, and must never meet a canary.
"""

import subprocess

import pytest
from django.test import Client
from django.urls import reverse

from diagnosis.models import Assessment
from enterprises.register.services.registering import save_enterprise
from reports.models import Report
from reports.services.codes import printed
from tests import factories
from tests.api.conftest import agree, bearer, new_caller
from tests.reports.conftest import browser_of, issue, issued, verify

__all__ = ["new_caller"]

pytestmark = pytest.mark.django_db

CANARY_ZH, CANARY_EN = "金丝雀机械厂", "Canary Machine Works"


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.GONGFU_DEMO = True


@pytest.fixture
def canary(done) -> Report:
    """The diagnosis report of the firm that must stay unseen."""
    done.enterprise.name_zh, done.enterprise.name_en = CANARY_ZH, CANARY_EN
    save_enterprise(enterprise=done.enterprise)
    consultant = verify(done)
    issue(done)
    return issued(done, actor=consultant)


@pytest.fixture
def strangers(canary):
    """Everybody with rights of their own, none of them on the canary."""
    own = factories.submitted()
    issued(own)
    consultant = factories.consultant_for(own)
    return {
        "firm": (factories.member_of(own), own),
        "consultant": (consultant, own),
        "district": (factories.as_regulator("310104"), own),
    }


def addresses(report: Report, words: str) -> list[str]:
    """Every address of these rooms that names the canary or asks for it."""
    pk, assessment = report.pk, report.assessment_id
    return [
        reverse("reports:detail", args=[pk]),
        reverse("reports:download", args=[pk]),
        reverse("reports:issue", args=[assessment]),
        *(f"/reports/?q={query}" for query in (words, report.assessment.enterprise.uscc)),
        "/reports/",
        "/reports/?kind=diagnosis",
        "/worklist/",
        f"/worklist/?q={words}",
        "/worklist/?o=-name",
    ]


def secrets(report: Report) -> list[str]:
    firm = report.assessment.enterprise
    return [CANARY_ZH, CANARY_EN, firm.uscc, report.number, report.code, printed(report.code)]


@pytest.mark.parametrize("who", ["firm", "consultant", "district"])
def test_a_stranger_never_meets_the_canary(canary, strangers, who):
    actor, _own = strangers[who]
    client = browser_of(actor)
    for words in ("金丝雀", "Canary"):
        for address in addresses(canary, words):
            answer = client.get(address)
            assert answer.status_code in (200, 403, 404), address
            text = b"".join(answer).decode()
            found = [word for word in secrets(canary) if word in text and word not in address]
            assert found == [], address


@pytest.mark.parametrize("who", ["firm", "consultant", "district"])
def test_a_stranger_can_issue_nothing_on_the_canary(canary, strangers, who):
    actor, _own = strangers[who]
    before = Report.objects.count()
    answer = browser_of(actor).post(
        reverse("reports:issue", args=[canary.assessment_id]), {"language": "en"}
    )
    assert answer.status_code in (403, 404)
    assert Report.objects.count() == before


def test_the_job_of_another_is_not_there(canary, strangers):
    actor, _own = strangers["firm"]
    job = issue(Assessment.objects.get(pk=canary.assessment_id), language="en")
    client = browser_of(actor)
    assert client.get(f"/jobs/{job.pk}/").status_code == 404
    assert client.post(f"/jobs/{job.pk}/").status_code == 404


def test_the_files_lie_under_no_address(canary):
    for address in (f"/{canary.file}", f"/files/{canary.file}", f"/static/{canary.file}"):
        assert Client().get(address).status_code in (302, 403, 404)


def test_the_own_report_of_a_firm_names_nobody_else(canary, strangers, tmp_path):
    _actor, own = strangers["firm"]
    file = tmp_path / Report.objects.get(assessment=own).file
    text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True).stdout
    for secret in secrets(canary):
        assert secret not in text.decode()


def test_a_partner_without_consent_never_meets_the_canary(canary, strangers, new_caller):
    _actor, own = strangers["firm"]
    caller = new_caller()
    agree(own.enterprise, caller.partner)
    firm = canary.assessment.enterprise
    addresses = [
        *("enterprises/", "enterprises/?page_size=1000", f"enterprises/{firm.uscc}/"),
        *("assessments/", f"assessments/{canary.assessment_id}/", "assessments/?level=2"),
        *(f"assessments/?enterprise={firm.uscc}", "enterprises/?size=medium"),
        *("coverage/", "coverage/?by=industry"),
    ]
    for address in addresses:
        answer = Client().get(f"/api/v1/{address}", **bearer(caller.token))
        for secret in secrets(canary):
            assert secret not in answer.content.decode(), address
    assert len(caller.get("assessments/").json()["results"]) == 1
