"""The virus scanner, a small clamd on a real socket: clean, infected, away, and back again."""

import socket

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from diagnosis.evidence import scanning
from diagnosis.models import Evidence, Scan
from diagnosis.services.attaching import attach_evidence
from diagnosis.services.tending_files import scan_waiting
from gongfu.core import jobs
from gongfu.core.errors import Invalid
from gongfu.core.models import Job
from tests.diagnosis.conftest import person
from tests.factories import assessment, member_of
from tests.hostile_files import EICAR, PDF, png
from tests.services.clamd import NAME, Clamd

pytestmark = pytest.mark.django_db

INFECTED = b"%PDF-1.7\n" + EICAR + b"\n%%EOF\n"


@pytest.fixture
def opened():
    return assessment()


@pytest.fixture
def clamd(settings):
    with Clamd() as clamd:
        settings.EVIDENCE_SCANNER = clamd.address
        yield clamd


@pytest.fixture
def away(settings):
    """The address of a scanner that does not answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EVIDENCE_SCANNER = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        yield settings


def attach(opened, content=PDF, name="plan.pdf"):
    user = person(member_of(opened))
    upload = SimpleUploadedFile(name, content)
    return attach_evidence(assessment=opened, ref="q1", upload=upload, user=user)


def url(kept, *parts):
    return f"/assessments/{kept.assessment_id}/evidence/{kept.pk}/" + "".join(
        f"{part}/" for part in parts
    )


def test_a_clean_file_is_taken(opened, clamd):
    assert attach(opened).scan == Scan.CLEAN
    assert clamd.seen == [len(PDF)]


def test_an_infected_file_is_refused_by_name_and_never_stored(opened, clamd, settings):
    with pytest.raises(Invalid, match=f"found {NAME} in the file"):
        attach(opened, INFECTED)
    assert not Evidence.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_the_refusal_stands_on_the_page(opened, clamd, firm):
    upload = {"q1.file": SimpleUploadedFile("plan.pdf", INFECTED)}
    where = f"/assessments/{opened.pk}/evidence/add/q1/"
    page = firm(opened).post(where, upload, headers={"HX-Request": "true"}).content.decode()
    assert f"the virus scanner found {NAME}" in page
    assert "plan.pdf" in page


def test_a_unix_socket_serves_as_well(tmp_path, settings):
    settings.EVIDENCE_SCANNER = f"unix:{tmp_path / 'nobody'}"
    assert scanning.scan(SimpleUploadedFile("a", b"x")).scan == Scan.WAITING


def page_of_files(opened, firm):
    where = f"/assessments/{opened.pk}/evidence/add/q1/"
    return firm(opened).get(where, headers={"HX-Request": "true"}).content.decode()


def test_without_a_scanner_one_line_says_so_and_no_file_does(opened, firm):
    attach(opened)
    page = page_of_files(opened, firm)
    assert page.count("there is no virus scan here") == 1
    assert "scanned for viruses" not in page


def test_with_a_scanner_a_clean_file_says_so(opened, clamd, firm):
    attach(opened)
    page = page_of_files(opened, firm)
    assert page.count("scanned for viruses") == 1
    assert "no virus scan" not in page


def test_while_the_scanner_is_away_the_file_is_kept_but_handed_to_nobody(opened, away, firm):
    kept = attach(opened, png(), "plan.png")
    assert kept.scan == Scan.WAITING
    assert not Job.objects.filter(kind="picture").exists()
    response = firm(opened).get(url(kept))
    assert response.status_code == 409
    assert "waits for the virus scan" in response.content.decode()
    assert firm(opened).get(url(kept, "picture", "thumb")).status_code == 404
    assert firm(opened).get(url(kept, "preview")).status_code == 200
    assert scan_waiting() == 0


def test_once_the_scanner_is_back_what_waited_is_handed_out(opened, away, firm):
    kept = attach(opened, png(), "plan.png")
    with Clamd() as clamd:
        away.EVIDENCE_SCANNER = clamd.address
        assert scan_waiting() == 1
    assert firm(opened).get(url(kept)).status_code == 200
    assert jobs.run_until_empty("interactive") == 1
    assert firm(opened).get(url(kept, "picture", "thumb")).status_code == 200


def test_what_is_found_late_leaves_the_disk_and_says_why(
    opened, away, firm, settings, django_capture_on_commit_callbacks
):
    kept = attach(opened, INFECTED)
    with Clamd() as clamd, django_capture_on_commit_callbacks(execute=True):
        away.EVIDENCE_SCANNER = clamd.address
        assert scan_waiting() == 1
    assert not (settings.MEDIA_ROOT / kept.stored).exists()
    assert firm(opened).get(url(kept)).status_code == 404
    where = f"/assessments/{opened.pk}/evidence/add/q1/"
    page = firm(opened).get(where, headers={"HX-Request": "true"}).content.decode()
    assert f"found {NAME}, so the file was deleted" in page


def test_files_from_before_there_was_a_scanner_are_scanned_too(opened, settings):
    kept = attach(opened)
    with Clamd() as clamd:
        settings.EVIDENCE_SCANNER = clamd.address
        assert scan_waiting() == 1
    kept.refresh_from_db()
    assert kept.scan == Scan.CLEAN


def test_an_answer_that_is_no_verdict_holds_back_only_that_file(opened, clamd):
    clamd.answer = b"INSTREAM size limit exceeded. ERROR\0"
    assert attach(opened).scan == Scan.WAITING
    clamd.answer = b""
    assert scan_waiting() == 1


def test_where_the_scanner_is_given_up_nothing_waits_for_it_for_ever(opened, away):
    kept = attach(opened)
    away.EVIDENCE_SCANNER = ""
    assert scan_waiting() == 1
    kept.refresh_from_db()
    assert kept.is_unscanned
