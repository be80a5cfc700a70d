"""Everything about a firm as one archive: whole, for its owners alone, and nothing of another."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from freezegun import freeze_time
from openpyxl import load_workbook

from diagnosis.models import AnswerChange, Score
from diagnosis.services.attaching import attach_evidence
from enterprises.ecosystem.services.consenting import give_consent
from enterprises.ecosystem.services.noting import note_look
from enterprises.models import Membership
from enterprises.register.services.registering import save_enterprise
from gongfu.core import jobs
from gongfu.core.clock import now
from gongfu.core.models import AuditEntry, Job, Role, RoleGrant, User
from gongfu.core.stored import stored_path
from reports.models import OwnDataFile
from reports.own_data.services import remove_expired, request_own_data
from tests import factories
from tests.api.conftest import new_caller
from tests.reports.conftest import browser_of, issued, verify

__all__ = ["new_caller"]

pytestmark = pytest.mark.django_db
PAGE = "/company/export/"
CANARY = "金丝雀机械厂"
FORMULA = "=cmd|' /C calc'!A0"


@pytest.fixture
def owner(done):
    return factories.member_of(done)


def make(owner, firm) -> OwnDataFile:
    request_own_data(enterprise=firm, actor=owner)
    jobs.run_until_empty("bulk", heartbeat=False)
    return OwnDataFile.objects.visible_to(owner).there().get()


def opened(archive: OwnDataFile) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(stored_path(archive.stored).read_bytes()))


def data_of(archive: OwnDataFile) -> dict:
    return json.loads(opened(archive).read("data.json"))


def everything(archive: OwnDataFile) -> bytes:
    """All that the archive says, workbooks unpacked."""
    found = opened(archive)
    parts = [found.read(name) for name in found.namelist()]
    book = zipfile.ZipFile(io.BytesIO(found.read("data.xlsx")))
    return b"\n".join([*parts, *(book.read(name) for name in book.namelist())])


def test_the_archive_holds_everything_that_is_kept_about_the_firm(done, owner, new_caller):
    firm, person = done.enterprise, User.objects.get(pk=owner.user_id)
    partner = new_caller().partner
    give_consent(enterprise=firm, partner=partner, field_group="profile", purpose="credit")
    note_look(enterprise_id=firm.pk, actor=factories.as_regulator(), kind="result")
    report = issued(done)
    verify(done)
    archive = make(owner, firm)
    tables = data_of(archive)["tables"]
    assert {row["name"] for row in tables["members"]} == {person.name}
    assert len(tables["answer_history"]) == AnswerChange.objects.count()
    assert {row["voice"] for row in tables["answers"]} >= {"企业自评"}
    assert all(row["answer"] for row in tables["answers"] if row["value"] is not None)
    assert len(tables["scores"]) == Score.objects.count() == 2
    assert [row["number"] for row in tables["reports"]] == [report.number]
    assert len(tables["receipts"]) == len(tables["consents"]) == 1
    assert "result" not in tables["accesses"][0]["who"]
    names = set(opened(archive).namelist())
    assert {row["file"] for row in tables["reports"]} <= names
    assert {row["passport"] for row in tables["scores"]} <= names
    assert {"README.txt", "data.json", "data.xlsx", "SHA256SUMS"} <= names


def test_evidence_comes_as_it_was_uploaded(owner):
    opened_now = factories.assessment(firm=owner)
    content = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    upload = SimpleUploadedFile("证明.pdf", content)
    person, ref = User.objects.get(pk=owner.user_id), next(iter(factories.full_answers()))
    attach_evidence(assessment=opened_now, ref=ref, upload=upload, user=person)
    archive = make(owner, opened_now.enterprise)
    (row,) = data_of(archive)["tables"]["evidence"]
    assert row["file"].endswith("-证明.pdf")
    assert opened(archive).read(row["file"]) == content


def test_nothing_foreign_is_inside(done, owner):
    """R-A03: a canary in everything that another firm wrote."""
    other = factories.submitted()
    other.enterprise.name_zh = other.enterprise.name_en = CANARY
    save_enterprise(enterprise=other.enterprise)
    User.objects.filter(memberships__enterprise=other.enterprise).update(name=CANARY)
    note_look(enterprise_id=other.enterprise_id, actor=factories.as_regulator(), kind="result")
    foreign = issued(other)
    text = everything(make(owner, done.enterprise))
    for secret in (CANARY, other.enterprise.uscc, foreign.number, other.receipts.get().number):
        assert secret.encode() not in text


def test_no_cell_is_a_formula_and_the_json_is_canonical(done, owner):
    Membership.objects.filter(enterprise=done.enterprise).update(position=FORMULA)
    done.enterprise.address = FORMULA
    done.enterprise.save()
    archive = make(owner, done.enterprise)
    book = load_workbook(io.BytesIO(opened(archive).read("data.xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert FORMULA in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    raw = opened(archive).read("data.json").decode()
    again = json.dumps(json.loads(raw), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert raw == again + "\n"


def test_the_readme_names_every_file_and_table_in_both_languages(done, owner):
    archive = make(owner, done.enterprise)
    text = opened(archive).read("README.txt").decode()
    for name in ("data.xlsx", "data.json", "SHA256SUMS", *data_of(archive)["tables"]):
        assert text.count(name) >= 2, name
    assert "All data about" in text
    assert "全部数据" in text


def test_a_second_wish_is_the_job_that_is_on_its_way(done, owner):
    first = request_own_data(enterprise=done.enterprise, actor=owner)
    colleague = factories.as_firm(done.enterprise)
    assert request_own_data(enterprise=done.enterprise, actor=colleague) == first
    answer = browser_of(colleague).post(PAGE, follow=True).content.decode()
    assert "A colleague has asked for it already" in answer
    assert Job.objects.filter(kind="own-data").count() == 1


def test_owners_ask_are_told_by_mail_and_download(done, owner):
    browser = browser_of(owner)
    assert browser.post(PAGE).status_code == 302
    jobs.run_until_empty("bulk", heartbeat=False)
    assert PAGE in mail.outbox[-1].body
    archive = OwnDataFile.objects.get()
    assert f"{PAGE}{archive.pk}/" in browser.get(PAGE).content.decode()
    answer = browser.get(f"{PAGE}{archive.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert zipfile.is_zipfile(io.BytesIO(b"".join(answer)))
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"reports:own_data", "reports:own_data_file"} <= actions


def test_nobody_but_owners_of_the_firm_gets_it(done, owner, settings):
    settings.GONGFU_DEMO = True
    archive = make(owner, done.enterprise)
    path = f"{PAGE}{archive.pk}/"
    stranger = factories.as_firm(factories.EnterpriseFactory.create())
    assert browser_of(stranger).get(path).status_code == 404
    for role in (Role.EDITOR, Role.VIEWER):
        colleague = browser_of(factories.as_firm(done.enterprise, role))
        asked = [colleague.get(path), colleague.get(PAGE), colleague.post(PAGE)]
        assert {answer.status_code for answer in asked} == {403}
    assert browser_of(factories.as_regulator()).get(path).status_code == 403


def test_an_export_that_runs_stops_when_the_owner_is_none_any_more(done, owner, monkeypatch):
    """R-A04: role removed while the archive is written; and before it is begun."""

    def removed_meanwhile(*_given, **_more):
        RoleGrant.objects.filter(pk=owner.grant_id).delete()
        return 2, "0" * 64

    monkeypatch.setattr("reports.own_data.services._written", removed_meanwhile)
    for _ in range(2):
        job = request_own_data(enterprise=done.enterprise, actor=owner)
        jobs.run_until_empty("bulk", heartbeat=False)
        job.refresh_from_db()
        assert (job.state, job.reason) == (Job.State.FAILED, "forbidden")
    assert not OwnDataFile.objects.exists()
    assert not [sent for sent in mail.outbox if PAGE in sent.body]


def test_after_seven_days_it_is_gone(done, owner):
    archive = make(owner, done.enterprise)
    path = stored_path(archive.stored)
    remove_expired()
    assert path.exists()
    with freeze_time(now() + timedelta(days=7, minutes=1)):
        assert browser_of(owner).get(f"{PAGE}{archive.pk}/").status_code == 404
        assert remove_expired() == 1
    assert not path.exists()
    assert OwnDataFile.objects.filter(removed_at__isnull=False).count() == 1


def test_a_new_archive_replaces_the_one_before(done, owner):
    first = make(owner, done.enterprise)
    second = make(owner, done.enterprise)
    assert first != second
    assert browser_of(owner).get(f"{PAGE}{first.pk}/").status_code == 404
