"""R-B08: files are known by content, kept apart and handed out so that nothing in them runs."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from diagnosis.evidence.names import clean_name
from diagnosis.models import Evidence
from diagnosis.services import attaching
from diagnosis.services.attaching import attach_evidence, remove_evidence
from gongfu.core.errors import Invalid, Locked
from gongfu.core.middleware.body_size import MAX_BODY
from tests.diagnosis.conftest import person
from tests.factories import as_firm, assessment, consultant_for, member_of, submitted

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SCRIPT = b"<html><script>alert(1)</script></html>"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def png(width=2, height=2):
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 7 * 2)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg(width=2, height=2):
    frame = struct.pack(">HHBHHB", 0xFFC0, 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + frame + b"\xff\xd9"


def office(part="word/document.xml", **members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<document/>")
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def linked():
    """A package with a symbolic link in it."""
    file = io.BytesIO(office())
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("word/media/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return file.getvalue()


@pytest.fixture
def opened():
    return assessment()


@pytest.fixture
def li(opened):
    return person(member_of(opened))


def attach(opened, user, name, content, ref="q1"):
    upload = SimpleUploadedFile(name, content)
    return attach_evidence(assessment=opened, ref=ref, upload=upload, user=user)


ACCEPTED = {
    "drawing.pdf": PDF,
    "screen.png": png(),
    "photo.JPG": jpeg(),
    "photo.jpeg": jpeg(),
    "rules.docx": office(),
    "list.xlsx": office("xl/workbook.xml"),
    "设备台账 2026.xlsx": office("xl/workbook.xml"),
}

REFUSED = {
    "SVG with script": ("logo.svg", b"<svg onload='alert(1)'/>"),
    "SVG as PNG": ("logo.png", b"<svg onload='alert(1)'/>"),
    "HTML": ("page.html", SCRIPT),
    "HTML as PDF": ("page.pdf", SCRIPT),
    "HTML with PDF inside": ("page.pdf", SCRIPT + PDF),
    "PDF and ZIP at once": ("both.pdf", PDF + office() + b"%%EOF"),
    "JPEG and ZIP at once": ("both.jpg", jpeg() + office() + b"\xff\xd9"),
    "GIF and script at once": ("both.gif", b"GIF89a/*\x00" + b"*/=1;alert(1)"),
    "GIF as PNG": ("both.png", b"GIF89a/*\x00" + b"*/=1;alert(1)"),
    "test virus": ("test.pdf", EICAR),
    "test virus by its own name": ("eicar.com", EICAR),
    "huge picture": ("map.png", png(50_000, 50_000)),
    "huge photo": ("map.jpg", jpeg(50_000, 50_000)),
    "cut picture": ("cut.png", png()[:-12]),
    "cut PDF": ("cut.pdf", b"%PDF-1.7\n1 0 obj"),
    "empty file": ("empty.pdf", b""),
    "plain archive": ("files.zip", office()),
    "archive as Word": ("files.docx", office("other.xml")),
    "Word as Excel": ("list.xlsx", office()),
    "path that leads outside": ("out.docx", office(**{"../../evil": "x"})),
    "absolute path": ("out.docx", office(**{"/etc/passwd": "x"})),
    "backslash path": ("out.docx", office(**{"..\\evil": "x"})),
    "symbolic link": ("link.docx", linked()),
    "macro": ("macro.docx", office(**{"word/vbaProject.bin": "x"})),
    "zip bomb": ("bomb.docx", office(**{"word/big.xml": b"0" * 50_000_000})),
    "too many members": ("many.docx", office(**{f"a{n}": "" for n in range(5_001)})),
    "broken archive": ("broken.docx", b"PK\x03\x04" + b"\x00" * 100),
    "no extension": ("drawing", PDF),
    "double extension": ("drawing.pdf.exe", PDF),
    "old Word": ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "program": ("setup.exe", b"MZ\x90\x00"),
    "video": ("shop.mp4", b"\x00\x00\x00\x18ftypmp42"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_an_accepted_file_is_kept_under_a_random_name(opened, li, settings, name):
    kept = attach(opened, li, name, ACCEPTED[name])
    assert kept.name == name.rpartition(".")[0] + "." + name.rpartition(".")[2].lower()
    stored = settings.MEDIA_ROOT / kept.stored
    assert stored.read_bytes() == ACCEPTED[name]
    assert not set(stored.name) - set("0123456789abcdef")


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_or_unknown_file_is_refused_with_a_reason(opened, li, settings, what):
    with pytest.raises(Invalid, match="Not uploaded"):
        attach(opened, li, *REFUSED[what])
    assert not Evidence.objects.exists()
    assert not list(settings.MEDIA_ROOT.rglob("*"))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("../../etc/plan.pdf", "plan.pdf"),
        ("C:\\temp\\plan.pdf", "plan.pdf"),
        ("pl\x00an.pdf", "plan.pdf"),
        ("plan\u202efdp.exe.pdf", "planfdp.exe.pdf"),
        ("  a   plan .PDF", "a plan .pdf"),
        ("计划" * 150 + ".pdf", "计划" * 58 + ".pdf"),
        ("...pdf", "pdf"),
    ],
)
def test_a_name_loses_path_and_control_marks(raw, clean):
    assert clean_name(raw)[0] == clean


def test_a_file_over_the_limit_is_refused(opened, li, monkeypatch):
    monkeypatch.setattr(attaching, "MAX_SIZE", len(PDF) - 1)
    with pytest.raises(Invalid, match="larger than"):
        attach(opened, li, "drawing.pdf", PDF)


def test_the_quota_is_exact_and_what_is_removed_frees_it(opened, li, settings, monkeypatch):
    monkeypatch.setattr(attaching, "QUOTA", 2 * len(PDF))
    first = attach(opened, li, "a.pdf", PDF)
    attach(opened, li, "b.pdf", PDF)
    with pytest.raises(Invalid, match="exceed"):
        attach(opened, li, "c.pdf", PDF)
    assert sum(path.stat().st_size for path in settings.MEDIA_ROOT.rglob("*/*/*")) == 2 * len(PDF)
    remove_evidence(evidence=first)
    attach(opened, li, "c.pdf", PDF)


def test_one_answer_has_a_limit_of_files(opened, li, monkeypatch):
    monkeypatch.setattr(attaching, "MAX_FILES", 1)
    attach(opened, li, "a.pdf", PDF)
    with pytest.raises(Invalid, match="at most"):
        attach(opened, li, "b.pdf", PDF)


def test_a_removed_file_is_gone_and_leaves_a_trace(
    opened, li, settings, django_capture_on_commit_callbacks
):
    kept = attach(opened, li, "a.pdf", PDF)
    with django_capture_on_commit_callbacks(execute=True):
        remove_evidence(evidence=kept)
    assert not (settings.MEDIA_ROOT / kept.stored).exists()
    assert Evidence.objects.get().removed_at


def test_a_submitted_assessment_takes_and_gives_up_no_file():
    closed = submitted(scored=False)
    with pytest.raises(Locked):
        attach(closed, person(member_of(closed)), "a.pdf", PDF)


# Over HTTP


def url(opened, *parts):
    return f"/assessments/{opened.pk}/evidence/" + "".join(f"{part}/" for part in parts)


def test_a_download_cannot_run_in_our_name(opened, li, firm):
    kept = attach(opened, li, "图纸.pdf", PDF)
    response = firm(opened).get(url(opened, kept.pk))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_only_those_in_reach_can_download_or_remove(opened, li, sign_in):
    kept = attach(opened, li, "a.pdf", PDF)
    foreign = assessment()
    strangers = [member_of(foreign), consultant_for(foreign), consultant_for(opened)]
    for stranger in strangers:  # a consultant sees nothing of a draft
        assert sign_in(stranger).get(url(opened, kept.pk)).status_code == 404
    browser = sign_in(member_of(foreign))
    assert browser.get(url(foreign, kept.pk)).status_code == 404  # mine with another's child
    assert browser.post(url(foreign, kept.pk, "remove")).status_code == 404
    assert browser.post(url(opened, kept.pk, "remove")).status_code == 404
    assert Evidence.objects.get().removed_at is None


def test_a_viewer_may_download_but_not_add(opened, li, sign_in):
    kept = attach(opened, li, "a.pdf", PDF)
    viewer = sign_in(as_firm(opened.enterprise, "viewer"))
    assert viewer.get(url(opened, kept.pk)).status_code == 200
    upload = {"q1.file": SimpleUploadedFile("b.pdf", PDF)}
    assert viewer.post(url(opened, "add", "q1"), upload).status_code == 403
    assert viewer.post(url(opened, kept.pk, "remove")).status_code == 403


def test_files_are_added_in_place_each_with_its_own_verdict(opened, firm):
    files = [SimpleUploadedFile("good.pdf", PDF), SimpleUploadedFile("bad.pdf", SCRIPT)]
    response = firm(opened).post(
        url(opened, "add", "q1"), {"q1.file": files}, headers={"HX-Request": "true"}
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "good.pdf" in page
    assert "Not uploaded" in page
    assert Evidence.objects.get().name == "good.pdf"


def test_a_request_that_announces_too_much_is_refused_unread(opened, firm):
    response = firm(opened).generic(
        "POST", url(opened, "add", "q1"), b"", CONTENT_LENGTH=str(MAX_BODY + 1)
    )
    assert response.status_code == 413


def test_a_hundred_thousand_parts_are_refused(opened, firm):
    part = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    body = (part * 100_000 + "--x--\r\n").encode()
    response = firm(opened).generic(
        "POST", url(opened, "add", "q1"), body, content_type="multipart/form-data; boundary=x"
    )
    assert response.status_code in (400, 413)
