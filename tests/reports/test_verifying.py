"""The public page: genuine or not, current or not, and nothing beyond."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongfu.core import throttling
from gongfu.core.stored import stored_path
from reports import forms
from reports.services.codes import printed
from tests.reports.conftest import issued

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(done):
    return issued(done)


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


def compare(visitor: Client, content: bytes) -> str:
    file = SimpleUploadedFile("report.pdf", content, "application/pdf")
    return visitor.post("/verify/", {"compare": "1", "file": file}).content.decode()


def ask(visitor: Client, text: str):
    return visitor.post("/verify/", {"text": text}, follow=True)


def test_the_page_behind_the_qr_code_says_whose_report_it_is(visitor, report):
    page = visitor.get(f"/verify/{report.code}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Genuine and current" in text
    for told in (report.number, printed(report.code), report.digest, "Sample car parts"):
        assert told in text
    assert page["X-Robots-Tag"] == "noindex"


def test_the_code_may_be_typed_as_printed_on_paper(visitor, report):
    answer = ask(visitor, f" {printed(report.code).lower()} ")
    assert answer.redirect_chain == [(f"/verify/{report.code}/", 302)]


def test_a_number_alone_tells_neither_firm_nor_level(visitor, report):
    text = ask(visitor, report.number.lower()).content.decode()
    assert f"{report.number} was issued by this site" in text
    for hidden in ("Sample car parts", report.digest, report.code, printed(report.code)):
        assert hidden not in text


def test_the_issued_file_is_genuine(visitor, report):
    assert "byte for byte" in compare(visitor, stored_path(report.file).read_bytes())


@pytest.mark.parametrize("place", [0, 1000, -1])
def test_one_changed_byte_is_not_genuine(visitor, report, place):
    content = bytearray(stored_path(report.file).read_bytes())
    content[place] ^= 1
    text = compare(visitor, bytes(content))
    assert "Not genuine" in text
    assert report.number not in text


def test_an_older_edition_says_what_superseded_it(visitor, done, report):
    middle = issued(done, reissue=True)
    newest = issued(done, reissue=True)
    for old in (report, middle):
        text = visitor.get(f"/verify/{old.code}/").content.decode()
        assert "Genuine, but superseded" in text
        assert newest.number in text


@pytest.mark.parametrize(
    ("text", "status", "says"),
    [
        ("", 422, "Enter the code or the number"),
        ("7KQ4A-M9XDA", 422, "no code of a report"),
        ("GF-2026-999999", 200, "No such report"),
        ("GF-", 200, "No such report"),
        ("x" * 41, 422, "at most 40 characters"),
        ("\x00", 422, "Null characters are not allowed"),
        ("💥" * 10, 422, "no code of a report"),
    ],
)
def test_what_is_wrong_is_said_in_words(visitor, db, text, status, says):
    page = ask(visitor, text)
    assert page.status_code == status
    assert says in page.content.decode()


def test_an_unknown_address_is_not_found(visitor, db):
    assert visitor.get("/verify/7KQ4AM9XDN/").status_code == 404
    assert visitor.get("/verify/%00/").status_code == 404


def test_the_file_of_an_older_edition_is_genuine_and_names_what_superseded_it(
    visitor, done, report
):
    newest = issued(done, reissue=True)
    text = compare(visitor, stored_path(report.file).read_bytes())
    assert "Genuine, but superseded" in text
    assert newest.number in text


@pytest.mark.parametrize(
    "content",
    [
        b"<script>alert(1)</script>",
        b'#read("/etc/passwd")',
        b"PK\x03\x04" + b"\x00" * 1_000,
        b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj",
        b"\x00" * 3_000_000,
    ],
)
def test_a_hostile_file_is_only_compared_and_nothing_of_it_is_kept(
    visitor, db, settings, tmp_path, content
):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    name = '../../"><img src=x onerror=alert(1)>\u202efdp.exe'
    file = SimpleUploadedFile(name, content, "text/html")
    answer = visitor.post("/verify/", {"compare": "1", "file": file})
    text = answer.content.decode()
    file.close()
    assert (answer.status_code, "Not genuine" in text) == (200, True)
    assert "onerror" not in text
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_file_larger_than_any_report_is_refused_with_the_limit(visitor, db, monkeypatch):
    monkeypatch.setattr(forms, "LARGEST_UPLOAD", 1_000)
    file = SimpleUploadedFile("report.pdf", b"x" * 1_001)
    answer = visitor.post("/verify/", {"compare": "1", "file": file})
    assert answer.status_code == 422
    assert "larger than 20 MB" in answer.content.decode()


def test_no_file_and_an_empty_file_are_said(visitor, db):
    assert "Choose the PDF file" in visitor.post("/verify/", {"compare": "1"}).content.decode()
    assert "The file is empty" in compare(visitor, b"")


def test_nobody_guesses_codes_by_trying(visitor, db, monkeypatch):
    within_one_minute = SimpleNamespace(time=lambda: 1_800_000_000.0)
    monkeypatch.setattr(throttling, "time", within_one_minute)
    answers = [visitor.get("/verify/7KQ4AM9XDN/") for _ in range(31)]
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
